import { now, turn } from '../platform/clock.js';

/** Short steps block the event loop for at most about this long. */
const everyMs = 8;

/** Lets timers, signals and servers have their turn between steps, as often as it is due and no oftener. */
export class EventLoopTurns {
  #last = now();

  /** A turn, if one is due. */
  take(): Promise<void> | undefined {
    return now() - this.#last < everyMs ? undefined : this.#turn();
  }

  async #turn(): Promise<void> {
    await turn();
    this.#last = now();
  }
}

import type { Output } from '../../platform/terminal.js';
import type { ProgressFormat, ProgressState } from './progress-state.js';
import { TerminalLine } from './terminal-line.js';

/** Keras's interval: drawing more often is not seen and costs time. */
const redrawEveryMs = 50;

/**
 * Puts progress on an output: on a terminal one line, redrawn in place; elsewhere only lines that are final.
 * Knows nothing of training: states come in, lines go out.
 */
export class ProgressWriter {
  /** Whether `update` does anything: who calls it on every step need not bother otherwise. */
  readonly wantsUpdates: boolean;
  readonly #line: TerminalLine;
  #lastUpdate = -Infinity;

  constructor(
    readonly format: ProgressFormat,
    readonly verbose: 0 | 1 | 2,
    readonly output: Output,
    readonly now: () => number,
  ) {
    this.#line = new TerminalLine(output);
    this.wantsUpdates = verbose === 1 && (output.isTTY || format.between !== undefined);
  }

  /** A new epoch, evaluation or prediction. */
  begin(state: () => ProgressState): void {
    if (this.verbose === 0) return;
    // A line for programs, when due, comes some time after the beginning; the first redraw comes at once.
    this.#lastUpdate = this.format.between === undefined ? -Infinity : this.now();
    const text = this.format.begin(state());
    if (text !== null) this.#line.print(text);
  }

  /** The state has changed. It is asked for only when its turn has come. */
  update(state: () => ProgressState): void {
    if (!this.wantsUpdates) return;
    const { between } = this.format;
    const now = this.now();
    if (now - this.#lastUpdate < (between?.everyMs ?? redrawEveryMs)) return;
    this.#lastUpdate = now;
    if (between !== undefined) {
      this.#line.print(between.line(state()));
      return;
    }
    const text = this.format.running(state());
    if (text !== null) this.#line.draw(text);
  }

  /** The line that stays. */
  end(state: () => ProgressState): void {
    if (this.verbose === 0) return;
    const text = this.verbose === 1 ? this.format.end(state()) : this.format.endBriefly(state());
    if (text === null) this.#line.free();
    else this.#line.finish(text);
  }

  /** Somebody else's line, in between. Is printed whatever `verbose` is: who says it has been asked to. */
  say(text: string): void {
    this.#line.print(this.format.message(text));
  }

  /** Lets go of the terminal, wherever it was. */
  close(): void {
    this.#line.free();
  }
}

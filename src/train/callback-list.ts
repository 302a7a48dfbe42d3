import type { Callback } from './callbacks/callback.js';

type Hook = {
  [K in keyof Callback]-?: NonNullable<Callback[K]> extends (...args: never[]) => void | Promise<void>
    ? K
    : never;
}[keyof Callback];
type Arguments<K extends Hook> = Parameters<NonNullable<Callback[K]>>;

/** The callbacks of a run, called in order. A step that nobody listens to costs nothing. */
export class CallbackList {
  readonly #listeners = new Map<Hook, Callback[]>();

  constructor(readonly callbacks: readonly Callback[]) {}

  /** Whether anybody listens to a hook. */
  has(hook: Hook): boolean {
    return this.#of(hook).length > 0;
  }

  /** Calls a hook of each callback in turn; a promise only where one of them returned one. */
  call<K extends Hook>(hook: K, ...args: Arguments<K>): void | Promise<void> {
    const listeners = this.#of(hook);
    for (let i = 0; i < listeners.length; i++) {
      const pending = invoke(listeners[i], hook, args);
      if (pending !== undefined) return rest(pending, listeners, i + 1, hook, args);
    }
  }

  #of(hook: Hook): Callback[] {
    let listeners = this.#listeners.get(hook);
    if (listeners === undefined) {
      listeners = this.callbacks.filter((callback) => callback[hook] !== undefined);
      this.#listeners.set(hook, listeners);
    }
    return listeners;
  }
}

function invoke<K extends Hook>(callback: Callback, hook: K, args: Arguments<K>): void | Promise<void> {
  return (callback[hook] as (...args: Arguments<K>) => void | Promise<void>)(...args);
}

async function rest<K extends Hook>(
  pending: Promise<void>,
  listeners: readonly Callback[],
  from: number,
  hook: K,
  args: Arguments<K>,
): Promise<void> {
  await pending;
  for (let i = from; i < listeners.length; i++) await invoke(listeners[i], hook, args);
}

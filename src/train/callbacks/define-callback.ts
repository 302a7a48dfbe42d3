import type { Callback } from './callback.js';

/** What `defineCallback` adds to a callback: its name, and the options it was made with. */
export interface DefinedCallback<Options> extends Callback {
  readonly options: Readonly<Options>;
}

/** Makes a callback from its options, which may be left out if none is required. */
export type CallbackFactory<Options, Made> = (
  ...given: Partial<Options> extends Options ? [options?: Options] : [options: Options]
) => Made & DefinedCallback<Options>;

/**
 * Defines a kind of callback: a name and a function from options to hooks. The library's own are made the same way.
 *
 * @param name Names the callback in messages and in the saved training state.
 * @param make Called once for each callback; what it remembers lives in its variables.
 * @example
 * const bell = defineCallback('bell', ({ every = 1 }: { every?: number }) => ({
 *   onEpochEnd(epoch: number, logs: Logs, run: Run) {
 *     if ((epoch + 1) % every === 0) run.say(`Ding: loss ${logs.loss}`);
 *   },
 * }));
 * await model.fit(x, y, { callbacks: [bell({ every: 10 })] });
 */
export function defineCallback<Options extends object, Made extends Omit<Callback, 'name'>>(
  name: string,
  make: (options: Options) => Made,
): CallbackFactory<Options, Made> {
  return (...given) => {
    const options = { ...given[0] } as Options;
    // Added to the object itself, so that its getters stay alive.
    return Object.assign(make(options), { name, options });
  };
}

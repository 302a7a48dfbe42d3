/** Milliseconds from some fixed moment, to a microsecond or so. */
export const now: () => number = () => performance.now();

/** Lets timers, signals and input have their turn. */
export const turn: () => Promise<void> = () => new Promise((resolve) => setImmediate(resolve));

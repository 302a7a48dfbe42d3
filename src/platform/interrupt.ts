let controller: AbortController | undefined;

/** A signal that Ctrl-C gives, for work that can stop cleanly. Asking for it is what makes the first Ctrl-C wait. */
export function interruptSignal(): AbortSignal {
  controller ??= new AbortController();
  return controller.signal;
}

/** Passes Ctrl-C on to the work that asked for it; false if none did, or if it was told already. */
export function interrupt(): boolean {
  if (controller === undefined || controller.signal.aborted) return false;
  controller.abort();
  return true;
}

/** Whether Ctrl-C was passed on. */
export function wasInterrupted(): boolean {
  return controller?.signal.aborted === true;
}

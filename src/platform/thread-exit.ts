import { isMainThread } from 'node:worker_threads';

/**
 * Runs an action when this worker thread ends, but for `terminate()`. Does nothing on the main thread, where the system frees
 * everything.
 */
export function onThreadExit(action: () => void): void {
  if (!isMainThread) process.once('exit', action);
}

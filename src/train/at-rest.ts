import type { StepRunner } from './step-runner.js';

/**
 * Waits until nobody uses a runner, where somebody does: two calls of `predict` at once take turns, batch by batch.
 *
 * @example if (runner.running !== undefined) await atRest(runner);
 */
export async function atRest(runner: StepRunner): Promise<void> {
  // A run that failed is for who started it to hear of.
  while (runner.running !== undefined) await runner.running.catch(() => undefined);
}

import { now } from '../platform/clock.js';
import type { LiveRun } from './live-run.js';
import { names } from './names.js';
import type { StepRunner } from './step-runner.js';
import type { Numbers, Trainer } from './trainer.js';

const copyEveryMs = 1000;

/**
 * Keeps the last good weights when a loss turns NaN or infinite. The step that brings it does not change the weights; if they
 * are no longer finite themselves, those of the start of an epoch come back. Training then stops, and says so.
 */
export class FiniteGuard {
  #good: { numbers: Numbers; epoch: number; atMs: number } | undefined;

  constructor(readonly trainer: Trainer) {}

  /** Copies the numbers, but not more often than copying is free beside the steps. */
  beginEpoch(epoch: number): void {
    if (this.#good !== undefined && now() - this.#good.atMs < copyEveryMs) return;
    if (this.#finite()) this.#good = { numbers: this.trainer.copyNumbers(), epoch, atMs: now() };
  }

  lossIsNotFinite(run: LiveRun, runner: StepRunner): void {
    const loss = runner.results[names.loss][0];
    const where = `epoch ${run.epoch + 1}, step ${run.step} (update ${this.trainer.updates + 1})`;
    let kept = 'the weights are those from before this step';
    if (!this.#finite() && this.#good !== undefined) {
      this.trainer.setNumbers(this.#good.numbers);
      kept = `the weights are those from the start of epoch ${this.#good.epoch + 1}`;
    }
    run.say(
      `fit: expected a finite loss, got ${loss} at ${where}. Training stops, ${kept}. Try a lower learning rate, clipping, or look for NaN in the data.`,
    );
    run.stopTraining(`the loss turned ${loss} at ${where}`);
  }

  #finite(): boolean {
    const { trainedRegion, othersRegion } = this.trainer.memory;
    return trainedRegion.every(Number.isFinite) && othersRegion.every(Number.isFinite);
  }
}

import type { Json, Logs } from './callbacks/callback.js';
import { names } from './names.js';
import type { StepGraph } from './step-graph.js';

/** A step's outputs by name, as a run left them. */
export type Results = Readonly<Record<string, Float32Array>>;

/**
 * What an epoch has added up so far, in float64. The loss of an epoch is the mean of its batches' losses weighted by their
 * sizes, so a partial batch counts for what it is; metrics are divided only when they are read.
 */
export class EpochSums {
  samples = 0;
  #loss = 0;
  readonly #outputLosses: Float64Array;
  readonly #metrics: { key: string; output: number; metric: number; sum: string; total: Float64Array }[] = [];

  /** @param results A step's outputs, for the lengths of its sums. */
  constructor(
    readonly step: StepGraph,
    results: Results,
  ) {
    this.#outputLosses = new Float64Array(step.terms.length);
    for (const [output, { metrics }] of step.terms.entries()) {
      for (const [metric, sums] of metrics.entries()) {
        for (const sum of Object.keys(sums)) {
          const key = names.metric(output, metric, sum);
          this.#metrics.push({ key, output, metric, sum, total: new Float64Array(results[key].length) });
        }
      }
    }
  }

  reset(): void {
    this.samples = 0;
    this.#loss = 0;
    this.#outputLosses.fill(0);
    for (const { total } of this.#metrics) total.fill(0);
  }

  /** Adds the results of a run of `size` samples. */
  add(results: Results, size: number): void {
    this.samples += size;
    this.#loss += results[names.loss][0] * size;
    if (this.#outputLosses.length > 1) {
      for (let i = 0; i < this.#outputLosses.length; i++) {
        const loss = results[names.outputLoss(i)];
        if (loss !== undefined) this.#outputLosses[i] += loss[0] * size;
      }
    }
    for (const { key, total } of this.#metrics) {
      const batch = results[key];
      for (let i = 0; i < total.length; i++) total[i] += batch[i];
    }
  }

  /** The means so far by name, in the order of `logNames`. */
  logs(prefix = ''): Logs {
    const logs: Logs = { [`${prefix}loss`]: this.#loss / this.samples };
    const several = this.step.terms.length > 1;
    for (const [i, { name, loss }] of this.step.terms.entries()) {
      if (several && loss !== undefined) logs[`${prefix}${name}_loss`] = this.#outputLosses[i] / this.samples;
    }
    for (const [output, term] of this.step.terms.entries()) {
      for (const [metric, { result }] of term.metricObjects.entries()) {
        const own = this.#metrics.filter((each) => each.output === output && each.metric === metric);
        const sums = Object.fromEntries(own.map(({ sum, total }) => [sum, total]));
        logs[`${prefix}${term.metricNames[metric]}`] = result(sums, this.samples);
      }
    }
    return logs;
  }

  getState(): Json {
    return {
      samples: this.samples,
      loss: this.#loss,
      outputLosses: [...this.#outputLosses],
      metrics: this.#metrics.map(({ total }) => [...total]),
    };
  }

  setState(state: Json): void {
    const { samples, loss, outputLosses, metrics } = state as {
      samples: number;
      loss: number;
      outputLosses: number[];
      metrics: number[][];
    };
    this.samples = samples;
    this.#loss = loss;
    this.#outputLosses.set(outputLosses);
    for (const [i, { total }] of this.#metrics.entries()) total.set(metrics[i]);
  }
}

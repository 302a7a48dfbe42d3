import type { Loss } from '../losses/define-loss.js';
import type { Metric } from '../metrics/define-metric.js';

/** What a compiled model is trained for, one entry for each output. */
export interface Objective {
  readonly outputs: readonly OutputObjective[];
}

export interface OutputObjective {
  readonly name: string;
  /** undefined: this output is not trained on and needs no target. */
  readonly loss: Loss | undefined;
  /** Multiplies this output's loss in the sum. */
  readonly lossWeight: number;
  /** Metrics that count every sample alike. */
  readonly metrics: readonly Metric[];
  /** Metrics that count samples by their weights. */
  readonly weightedMetrics: readonly Metric[];
}

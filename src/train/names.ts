/** Names of the step graph's inputs and outputs. Each prefix is followed by an index, a weight's path or an output's name. */
export const names = {
  x: (index: number): string => `x/${index}`,
  y: (index: number): string => `y/${index}`,
  sampleWeight: (index: number): string => `sampleWeight/${index}`,
  /** Scalar: what the sum of an output's losses is multiplied by to become its part of the loss. */
  lossScale: (index: number): string => `lossScale/${index}`,
  /** Scalar: this run's share of the batch, so that the runs of one batch add each penalty once. */
  penaltyScale: 'penaltyScale',
  dropout: (index: number): string => `dropout/${index}`,
  weight: (path: string): string => `weight/${path}`,
  loss: 'loss',
  outputLoss: (index: number): string => `loss/${index}`,
  metric: (output: number, metric: number, sum: string): string => `metric/${output}/${metric}/${sum}`,
  gradient: (path: string): string => `gradient/${path}`,
  update: (path: string): string => `update/${path}`,
  output: (index: number): string => `output/${index}`,
};

import type { Objective } from './objective.js';

/** The names of an epoch's logs, in order, and which way is better where that is known. */
export function logNames({ outputs }: Objective): {
  all: string[];
  directions: Record<string, 'min' | 'max'>;
} {
  const several = outputs.length > 1;
  const directions: Record<string, 'min' | 'max'> = { loss: 'min' };
  for (const { name, loss } of outputs) if (several && loss !== undefined) directions[`${name}_loss`] = 'min';
  for (const output of outputs) {
    for (const metric of [...output.metrics, ...output.weightedMetrics]) {
      directions[several ? `${output.name}_${metric.name}` : metric.name] =
        metric.direction === 'up' ? 'max' : 'min';
    }
  }
  return { all: Object.keys(directions), directions };
}

import type { Objective, OutputObjective } from './objective.js';

/** The names of an epoch's logs, in order, and which way is better where that is known. */
export function logNames({ outputs }: Objective): {
  all: string[];
  directions: Record<string, 'min' | 'max'>;
} {
  const several = outputs.length > 1;
  const directions: Record<string, 'min' | 'max'> = { loss: 'min' };
  for (const { name, loss } of outputs) if (several && loss !== undefined) directions[`${name}_loss`] = 'min';
  for (const output of outputs) {
    const metrics = [...output.metrics, ...output.weightedMetrics];
    for (const [i, name] of metricNames(output, several).entries()) {
      directions[name] = metrics[i].direction === 'up' ? 'max' : 'min';
    }
  }
  return { all: Object.keys(directions), directions };
}

/**
 * The log names of an output's metrics, first the plain, then the weighted ones. By Keras's rule a weighted metric whose name is
 * taken is `weighted_…`, any other is numbered, and where there are several outputs the output's name stands before it.
 */
export function metricNames({ name, metrics, weightedMetrics }: OutputObjective, several: boolean): string[] {
  const used = new Map<string, number>();
  const numbered = (wanted: string) => {
    const before = used.get(wanted) ?? 0;
    used.set(wanted, before + 1);
    return before === 0 ? wanted : `${wanted}_${before}`;
  };
  return [
    ...metrics.map((metric) => numbered(metric.name)),
    ...weightedMetrics.map((metric) =>
      numbered(used.has(metric.name) ? `weighted_${metric.name}` : metric.name),
    ),
  ].map((each) => (several ? `${name}_${each}` : each));
}

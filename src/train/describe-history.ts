import { metricValue } from './progress/keras-text.js';
import { duration, grouped } from './progress/plain-number.js';

/** The part of a History that its description needs. */
interface Described {
  history: Readonly<Record<string, readonly number[]>>;
  epoch: readonly number[];
  sizes: readonly number[];
  steps: readonly number[];
  samples: readonly number[];
  timings: readonly { msPerStep: number; epochMs: number }[];
}

/**
 * A History for people:
 *
 *     History: 10 epochs, each 2 steps of 3 samples (6 in all); 310 µs per step, 12 ms in all
 *       loss      1.6794 → 1.4620   best 1.4620, epoch 10
 *       val_loss  1.7012 → 1.5000   best 1.4917, epoch 8
 *
 * @param direction Whether a log should become smaller or larger; undefined if unknown: no best is told then.
 */
export function describeHistory(
  history: Described,
  direction: (name: string) => 'min' | 'max' | undefined,
): string {
  const epochs = history.epoch.length;
  if (epochs === 0) return 'History: no epochs';
  const first = `History: ${count(epochs, 'epoch')}, ${epochs > 1 ? 'each ' : ''}${steps(history)}; ${times(history)}`;
  const logs = Object.entries(history.history);
  const nameWidth = Math.max(...logs.map(([name]) => name.length));
  const spans = logs.map(([, values]) => span(values));
  const spanWidth = Math.max(...spans.map((text) => text.length));
  const lines = logs.map(([name, values], i) => {
    const end = best(values, direction(name), history.epoch);
    return `  ${name.padEnd(nameWidth)}  ${spans[i].padEnd(spanWidth)}${end}`.trimEnd();
  });
  return [first, ...lines].join('\n');
}

function steps({ sizes, steps, samples }: Described): string {
  return `${range(steps, 'step')} of ${range(sizes, 'sample')} (${range(samples)} in all)`;
}

function times({ timings }: Described): string {
  const all = timings.reduce((sum, { epochMs }) => sum + epochMs, 0);
  const perStep = timings.map(({ msPerStep }) => msPerStep).sort((a, b) => a - b);
  return `${duration(perStep[perStep.length >> 1])} per step, ${duration(all)} in all`;
}

function span(values: readonly number[]): string {
  const first = metricValue(values[0]);
  return values.length === 1 ? first : `${first} → ${metricValue(values[values.length - 1])}`;
}

/** Only where there is a choice, and where every epoch has a value to tell its number by. */
function best(
  values: readonly number[],
  direction: 'min' | 'max' | undefined,
  epoch: readonly number[],
): string {
  if (direction === undefined || values.length < 2) return '';
  const sign = direction === 'min' ? 1 : -1;
  let at = -1;
  values.forEach((value, i) => {
    if (!Number.isNaN(value) && (at === -1 || sign * value < sign * values[at])) at = i;
  });
  if (at === -1) return '';
  const where = values.length === epoch.length ? `, epoch ${epoch[at] + 1}` : '';
  return `   best ${metricValue(values[at])}${where}`;
}

/** `3 samples`, or `8 to 32 samples` where epochs differ. */
function range(values: readonly number[], noun = ''): string {
  const low = values.reduce((least, value) => Math.min(least, value));
  const high = values.reduce((most, value) => Math.max(most, value));
  const many = low === high ? grouped(low) : `${grouped(low)} to ${grouped(high)}`;
  if (noun === '') return many;
  return `${many} ${noun}${high === 1 ? '' : 's'}`;
}

function count(value: number, noun: string): string {
  return `${grouped(value)} ${noun}${value === 1 ? '' : 's'}`;
}

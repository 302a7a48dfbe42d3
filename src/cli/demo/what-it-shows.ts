/** One run of the demo, measured. */
export interface Measured {
  readonly batchSize: number;
  readonly full: boolean;
  readonly stepsPerEpoch: number;
  readonly updates: number;
  readonly msPerStep: number;
  readonly samplesPerSecond: number;
  /** Of all training steps. */
  readonly seconds: number;
  readonly loss: number;
  readonly accuracy: number;
  readonly valLoss: number;
  readonly valAccuracy: number;
  readonly valSamples: number;
}

/** What the measurements show, from the numbers alone, and what they cannot tell. */
export function whatItShows(all: readonly Measured[], epochs: number): string {
  if (all.length < 2) return 'One run alone shows nothing about the batch size.';
  const least = by(all, (each) => each.seconds);
  const most = by(all, (each) => -each.seconds);
  const best = by(all, (each) => -each.valAccuracy);
  const lowest = by(all, (each) => each.valLoss);
  return [
    `What this shows, for these ${epochs} epochs on this machine:`,
    `  Time: ${name(most)} took longest, ${most.seconds.toFixed(2)} s of steps, ${ratio(most.seconds, least.seconds)} the ${least.seconds.toFixed(2)} s of ${name(least)}.` +
      ` A step on ${name(most)} took ${most.msPerStep.toFixed(3)} ms, on ${name(least)} ${least.msPerStep.toFixed(3)} ms.`,
    `  Validation accuracy: ${accuracy(best)} at most, with ${name(best)} and ${best.updates.toLocaleString('en-US')} updates. ${rivals(all, best)}`,
    `  Validation loss: lowest with ${name(lowest)}, ${lowest.valLoss.toFixed(4)}.`,
    'What it cannot tell: the runs had equal epochs, so a smaller batch also had more updates; there was one seed, and one learning',
    'rate for all sizes. Other seeds, equal updates or a learning rate chosen for each size may order them otherwise.',
  ].join('\n');
}

/** Which others are too close to the best to be told apart, by twice the standard error of a difference of two shares. */
function rivals(all: readonly Measured[], best: Measured): string {
  const close = all.filter(
    (each) => each !== best && best.valAccuracy - each.valAccuracy <= 2 * differenceError(best, each),
  );
  const far = all.filter((each) => each !== best && !close.includes(each));
  const sentences: string[] = [];
  if (close.length > 0) {
    const samples = best.valSamples.toLocaleString('en-US');
    sentences.push(`On ${samples} samples that cannot be told from ${list(close)}.`);
  }
  if (far.length > 0) sentences.push(`It is above ${list(far)} by more than chance in the samples explains.`);
  return sentences.join(' ');
}

/** √(p(1-p)/n + q(1-q)/n) */
function differenceError(a: Measured, b: Measured): number {
  const variance = ({ valAccuracy: p, valSamples: n }: Measured) => (p * (1 - p)) / n;
  return Math.sqrt(variance(a) + variance(b));
}

function list(all: readonly Measured[]): string {
  const names = all.map((each) => `${name(each)} (${accuracy(each)})`);
  return names.length === 1 ? names[0] : `${names.slice(0, -1).join(', ')} or ${names.at(-1)}`;
}

function name({ full, batchSize }: Measured): string {
  return full ? 'the full batch' : `batch ${batchSize}`;
}

function accuracy({ valAccuracy }: Measured): string {
  return `${(100 * valAccuracy).toFixed(1)} %`;
}

function ratio(a: number, b: number): string {
  return `${(a / b).toFixed(1)} times`;
}

function by<T>(all: readonly T[], key: (each: T) => number): T {
  return all.reduce((best, each) => (key(each) < key(best) ? each : best));
}

import type { ProgressFormat, ProgressState } from './progress-state.js';
import { samplesPerSecond } from './progress-state.js';

/**
 * Sentences, for people who read logs:
 *
 *     Epoch 1 of 10: loss 0.9565, accuracy 0.5; in validation loss 1.012, accuracy 0.48. 57 steps of 32, 1.9 ms each, 16,800 samples/s.
 */
export const plain: ProgressFormat = {
  begin: () => null,
  running(state) {
    if (state.phase === 'validate') {
      return `${subject(state)}: validating, step ${ofTotal(state.validationStep, state.validationSteps)}`;
    }
    const left = state.msLeft === null ? '' : `, ${duration(state.msLeft)} left`;
    const values = metrics(state.logs, '');
    return `${subject(state)}: step ${ofTotal(state.step, state.steps)}${speed(state)}${left}${values && `; ${values}`}`;
  },
  end(state) {
    const validated = metrics(state.logs, 'val_');
    const results = [metrics(state.logs, ''), validated && `in validation ${validated}`].filter(
      (text) => text !== '',
    );
    const sentence = results.length === 0 ? '' : ` ${results.join('; ')}.`;
    return `${subject(state)}:${sentence} ${stepsTaken(state)}${speed(state)}.`;
  },
  endBriefly: (state) => plain.end(state),
  message: (text) => text,
};

function subject(state: ProgressState): string {
  if (state.phase === 'evaluate') return 'Evaluation';
  if (state.phase === 'predict') return 'Prediction';
  return `Epoch ${state.epoch + 1} of ${state.epochs}`;
}

/** `57 steps of 32, 1.9 ms each`. */
function stepsTaken(state: ProgressState): string {
  const { step, steps, batchSize, msPerStep } = state;
  const many = `${grouped(step)} ${step === 1 ? 'step' : 'steps'}`;
  const of = batchSize === null ? '' : ` of ${grouped(batchOf(state))}`;
  const stopped = steps !== null && step < steps ? ` (stopped; an epoch has ${grouped(steps)})` : '';
  return `${many}${of}${stopped}, ${duration(msPerStep)}${step === 1 ? '' : ' each'}`;
}

/** A batch cannot hold more samples than there are. */
function batchOf(state: ProgressState): number {
  const size = state.batchSize ?? 0;
  return state.samples === null || state.step !== 1 ? size : Math.min(size, state.samples);
}

function speed(state: ProgressState): string {
  const rate = samplesPerSecond(state);
  return rate === null ? '' : `, ${grouped(Number(rate.toPrecision(3)))} samples/s`;
}

/** `loss 0.9565, accuracy 0.5`: the logs with this prefix (none: those without `val_`), four digits each. */
function metrics(logs: ProgressState['logs'], prefix: '' | 'val_'): string {
  return Object.entries(logs)
    .filter(([name]) => name.startsWith('val_') === (prefix === 'val_'))
    .map(([name, value]) => `${name.slice(prefix.length).replaceAll('_', ' ')} ${number(value)}`)
    .join(', ');
}

function number(value: number): string {
  return String(Number(value.toPrecision(4)));
}

/** `1.9 ms`, `12 s`, `1 h 5 min`. */
export function duration(ms: number): string {
  const short = (value: number) => String(Number(value.toPrecision(2)));
  if (ms < 0.9995) return `${short(ms * 1000)} µs`;
  if (ms < 999.5) return `${ms < 99.5 ? short(ms) : Math.round(ms)} ms`;
  const seconds = Math.round(ms / 1000);
  if (seconds < 100) return `${seconds < 10 ? short(ms / 1000) : seconds} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 100 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

function ofTotal(step: number, steps: number | null): string {
  return steps === null ? grouped(step) : `${grouped(step)} of ${grouped(steps)}`;
}

function grouped(value: number): string {
  return value.toLocaleString('en-US', { maximumFractionDigits: 3 });
}

import { duration, grouped } from './plain-number.js';
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

function ofTotal(step: number, steps: number | null): string {
  return steps === null ? grouped(step) : `${grouped(step)} of ${grouped(steps)}`;
}

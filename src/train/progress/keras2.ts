import {
  barLength,
  count,
  elapsed,
  epochLine,
  isUnknown,
  metrics,
  timeLeft,
  timePer,
  validating,
} from './keras-text.js';
import type { ProgressFormat, ProgressState } from './progress-state.js';

const width = 30;

/**
 * Keras 2's lines:
 *
 *     Epoch 1/10
 *     57/57 [==============================] - 0s 2ms/step - loss: 0.9565
 */
export const keras2: ProgressFormat = {
  begin: (state) => epochLine(state.epoch, state.epochs),
  running(state) {
    const time = runningTime(state);
    return `${bar(state)} - ${time}${metrics(state.logs)}`;
  },
  end(state) {
    const time = `${elapsed(state.elapsedMs)} ${timePer(state.msPerStep, 'step')}`;
    return `${bar(withTotal(state))} - ${time}${metrics(state.logs)}`;
  },
  endBriefly(state) {
    const { step, steps } = withTotal(state);
    const times = ` - ${timePer(state.elapsedMs, 'epoch')} - ${timePer(state.msPerStep, 'step')}`;
    return `${count(step, steps)} - ${elapsed(state.elapsedMs)}${metrics(state.logs)}${times}`;
  },
  message: (text) => text,
};

function runningTime(state: ProgressState): string {
  if (state.phase === 'validate') return validating(state.validationStep, state.validationSteps);
  if (isUnknown(state.steps)) return `${elapsed(state.elapsedMs)} ${timePer(state.msPerStep, 'step')}`;
  return `ETA: ${timeLeft(state.msLeft ?? 0)}`;
}

function bar({ step, steps }: { step: number; steps: number | null }): string {
  if (isUnknown(steps)) return count(step, steps);
  const done = barLength(step, steps, width);
  const head = done === 0 ? '' : '='.repeat(done - 1) + (step < steps ? '>' : '=');
  return `${count(step, steps)} [${head}${'.'.repeat(width - done)}]`;
}

/** At the end the total is known: the steps there were. */
function withTotal({ step, steps }: ProgressState): { step: number; steps: number | null } {
  return { step, steps: isUnknown(steps) ? step : steps };
}

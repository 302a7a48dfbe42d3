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

const width = 20;

/**
 * Keras 3's lines, with its colours where they are wanted:
 *
 *     Epoch 1/10
 *     57/57 ━━━━━━━━━━━━━━━━━━━━ 0s 2ms/step - loss: 0.9565
 */
export const keras3: ProgressFormat = {
  begin: (state) => epochLine(state.epoch, state.epochs),
  running(state) {
    const { phase, steps, validationStep, validationSteps, msPerStep, logs } = state;
    if (phase === 'validate') {
      return `${bar(state)} ${bold(state, validating(validationStep, validationSteps))}${metrics(logs)}`;
    }
    const time = isUnknown(steps) ? elapsed(state.elapsedMs) : timeLeft(state.msLeft ?? 0);
    return `${bar(state)} ${bold(state, time)} ${timePer(msPerStep, 'step')}${metrics(logs)}`;
  },
  end(state) {
    const time = `${bold(state, elapsed(state.elapsedMs))} ${timePer(state.msPerStep, 'step')}`;
    return `${bar(withTotal(state))} ${time}${metrics(state.logs)}`;
  },
  endBriefly(state) {
    const { step, steps } = withTotal(state);
    const time = `${elapsed(state.elapsedMs)} - ${timePer(state.msPerStep, 'step')}`;
    return `${count(step, steps)} - ${time}${metrics(state.logs)}`;
  },
  message: (text) => text,
};

/** Keras tells what is done from what is not by colour alone; without colours the rest is a thinner line. */
function bar(state: ProgressState): string {
  if (isUnknown(state.steps)) return count(state.step, state.steps);
  const done = barLength(state.step, state.steps, width);
  const total = bold(state, count(state.step, state.steps));
  if (!state.colours) return `${total} ${'━'.repeat(done)}${'─'.repeat(width - done)}`;
  const green = done === 0 ? '' : `\x1b[32m${'━'.repeat(done)}\x1b[0m`;
  return `${total} ${green}\x1b[37m${'━'.repeat(width - done)}\x1b[0m`;
}

function bold(state: ProgressState, text: string): string {
  return state.colours ? `\x1b[1m${text}\x1b[0m` : text;
}

/** At the end the total is known: the steps there were. */
function withTotal(state: ProgressState): ProgressState {
  return isUnknown(state.steps) ? { ...state, steps: state.step } : state;
}

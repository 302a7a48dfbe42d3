import { type ProgressFormat, type ProgressState, samplesPerSecond } from './progress-state.js';

/**
 * One JSON object a line, for programs. `event` is one of
 *
 * - `epoch`, at the end of each epoch of `fit`, with its logs (those of validation too), and what went into it;
 * - `progress`, within an epoch that takes long: at most one a second, and none with `verbose: 2`;
 * - `evaluate` and `predict`, at the end of those;
 * - `message`, with a `text` that a callback said.
 *
 * Epochs count from 1, as in the other formats. Durations are in milliseconds. A number that is not finite is `null`, as is one
 * that is not known.
 */
export const json: ProgressFormat = {
  begin: () => null,
  running: () => null,
  end: (state) => JSON.stringify(ended(state)),
  endBriefly: (state) => JSON.stringify(ended(state)),
  message: (text) => JSON.stringify({ event: 'message', text }),
  between: { everyMs: 1000, line: (state) => JSON.stringify(underWay(state)) },
};

function ended(state: ProgressState): Record<string, unknown> {
  const { phase, epoch, epochs, step, steps, samples, batchSize, updates, learningRate, logs } = state;
  const inFit = phase === 'train' || phase === 'validate';
  return {
    event: inFit ? 'epoch' : phase,
    ...(inFit ? { epoch: epoch + 1, epochs } : {}),
    step,
    steps: steps ?? step,
    samples,
    batchSize,
    ...(inFit ? { updates, learningRate } : {}),
    msPerStep: rounded(state.msPerStep),
    stepsMs: rounded(state.stepsMs),
    ...(inFit ? { validationMs: rounded(state.validationMs) } : {}),
    elapsedMs: rounded(state.elapsedMs),
    samplesPerSecond: rounded(samplesPerSecond(state)),
    logs,
  };
}

function underWay(state: ProgressState): Record<string, unknown> {
  const { phase, epoch, epochs, step, steps, validationStep, validationSteps, samples, updates, logs } =
    state;
  const inFit = phase === 'train' || phase === 'validate';
  return {
    event: 'progress',
    phase,
    ...(inFit ? { epoch: epoch + 1, epochs } : {}),
    step,
    steps,
    ...(phase === 'validate' ? { validationStep, validationSteps } : {}),
    samples,
    ...(inFit ? { updates } : {}),
    msPerStep: rounded(state.msPerStep),
    elapsedMs: rounded(state.elapsedMs),
    msLeft: rounded(state.msLeft),
    logs,
  };
}

/** To the microsecond. */
function rounded(ms: number | null): number | null {
  return ms === null ? null : Math.round(ms * 1000) / 1000;
}

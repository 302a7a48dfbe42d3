import { exponential, fixed } from './python-number.js';

/** The pieces that Keras 2's and Keras 3's lines share. */

/** `6/10`, the count aligned to the width of the total; `      6/Unknown` without a total. */
export function count(step: number, steps: number | null): string {
  if (isUnknown(steps)) return `${String(step).padStart(7)}/Unknown`;
  return `${String(step).padStart(digitsOf(steps))}/${steps}`;
}

/** Whether there is no total to draw a bar for. */
export function isUnknown(steps: number | null): steps is null {
  return steps === null || steps <= 0;
}

/** How many of the bar's characters are done. */
export function barLength(step: number, steps: number, width: number): number {
  return Math.min(width, Math.trunc(width * (step / steps)));
}

/** `2ms/step`: whole seconds, milliseconds or microseconds, whichever is the first that is not below 1. */
export function timePer(ms: number, unit: string): string {
  if (ms >= 1000 || ms === 0) return `${fixed(ms / 1000, 0)}s/${unit}`;
  if (ms >= 1) return `${fixed(ms, 0)}ms/${unit}`;
  return `${fixed(ms * 1000, 0)}us/${unit}`;
}

/** `12s`, `1:05`, `2:00:05`: rounded down. */
export function timeLeft(ms: number): string {
  const seconds = Math.trunc(ms / 1000);
  const two = (value: number) => String(Math.trunc(value)).padStart(2, '0');
  if (ms > 3_600_000)
    return `${Math.trunc(seconds / 3600)}:${two((seconds % 3600) / 60)}:${two(seconds % 60)}`;
  if (ms > 60_000) return `${Math.trunc(seconds / 60)}:${two(seconds % 60)}`;
  return `${seconds}s`;
}

/** `0s`: whole seconds. */
export function elapsed(ms: number): string {
  return `${fixed(ms / 1000, 0)}s`;
}

/**
 * ` - loss: 0.9565 - accuracy: 0.5000`: four decimals, or an exponent where those would show next to nothing.
 * (Keras's `verbose: 2` forgets the absolute value, and prints every negative number with an exponent.)
 */
export function metrics(logs: Readonly<Record<string, number>>): string {
  let text = '';
  for (const [name, value] of Object.entries(logs)) {
    text += ` - ${name}: ${metricValue(value)}`;
  }
  return text;
}

/** `0.9565` or `9.5650e-05`. */
export function metricValue(value: number): string {
  return Math.abs(value) > 1e-3 ? fixed(value, 4) : exponential(value, 4);
}

/** `Epoch 1/10`, if there are several. */
export function epochLine(epoch: number, epochs: number): string | null {
  return epochs > 1 ? `Epoch ${epoch + 1}/${epochs}` : null;
}

/** `validating 3/10`, in the place of the time left: Keras stands still there. */
export function validating(step: number, steps: number | null): string {
  return isUnknown(steps) ? `validating ${step}` : `validating ${step}/${steps}`;
}

function digitsOf(steps: number): number {
  return String(Math.trunc(steps)).length;
}

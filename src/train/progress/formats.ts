import { UnknownNameError } from '../../errors.js';
import { json } from './json.js';
import { keras2 } from './keras2.js';
import { keras3 } from './keras3.js';
import { plain } from './plain.js';
import type { ProgressFormat } from './progress-state.js';

/** All ways to say progress, by the name that `progress` takes. */
export const formats: Readonly<Record<FormatName, ProgressFormat>> = { keras2, keras3, plain, json };

export type FormatName = 'keras2' | 'keras3' | 'plain' | 'json';

/** @throws UnknownNameError listing the known formats. */
export function formatNamed(name: string): ProgressFormat {
  if (!Object.hasOwn(formats, name)) {
    throw new UnknownNameError('fit: progress', 'progress format', name, Object.keys(formats));
  }
  return formats[name as FormatName];
}

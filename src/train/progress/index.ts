export { type FormatName, formats } from './formats.js';
export { type ProgressCallback, type ProgressOptions, progressCallback } from './progress-callback.js';
export type { ProgressFormat, ProgressState } from './progress-state.js';

import { isRecord, isWholeArray, type PartSpec } from './parts.js';

/** An output of a model, and whether anything is made of a target for it. */
export interface OutputSpec extends PartSpec {
  /** It has neither loss nor metrics: targets for it may be left out, and are not read. */
  unused?: boolean;
}

/**
 * Of targets or weights given for some or all outputs, those of the outputs that use one: a record without the other names, or
 * a list without the other places.
 */
export function ofUsedOutputs(value: unknown, outputs: readonly OutputSpec[]): unknown {
  const used = outputs.filter((output) => !output.unused);
  if (used.length === outputs.length) return value;
  if (isRecord(value)) {
    const unused = outputs.filter((output) => output.unused).map((output) => output.name);
    return Object.fromEntries(Object.entries(value).filter(([name]) => !unused.includes(name)));
  }
  if (!Array.isArray(value) || value.length !== outputs.length) return value;
  const isPerOutput =
    used.length > 1 ||
    value.some(
      (each) => each === null || each === undefined || isWholeArray(each) || ArrayBuffer.isView(each),
    );
  if (!isPerOutput) return value;
  const chosen = value.filter((_, i) => !outputs[i].unused);
  return used.length === 1 ? chosen[0] : chosen;
}

import type { Optimizer } from '../optimizers/optimizer.js';
import { makePass, type OptimizerPass, type OptimizerPlace } from '../optimizers/optimizer-pass.js';
import { fusedKernel } from './fused/fused-kernel.js';

export type {
  OptimizerPass,
  OptimizerPlace,
  OptimizerStep,
  ParameterSegment,
} from '../optimizers/optimizer-pass.js';
export { slotNames } from '../optimizers/slot-names.js';

/**
 * Makes the loop that applies an optimizer to weights in place: its rule, with clipping, decay and averaging, fused to one pass
 * of WebAssembly SIMD instructions over the flat vector of all weights.
 *
 * @throws ValueError if a region is not aligned to 64 bytes, not a multiple of 16 floats long, or overlaps another.
 */
export function createOptimizerPass(optimizer: Optimizer, place: OptimizerPlace): OptimizerPass {
  return makePass(optimizer, place, (update) => fusedKernel(update, place));
}

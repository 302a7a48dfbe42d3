import type { Optimizer } from './optimizer.js';

/** The slots that an optimizer needs, in order: places as large as the parameters. With `useEma`, the last one is `ema`. */
export function slotNames(optimizer: Optimizer): string[] {
  return Object.keys(optimizer.update().initialSlots);
}

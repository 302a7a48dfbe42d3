import { show, ValueError } from '../../errors.js';

/** @throws ValueError if a penalty's factor is not a finite number from 0 up. */
export function checkFactor(factor: number, where: string): void {
  if (typeof factor !== 'number' || !Number.isFinite(factor) || factor < 0) {
    throw new ValueError(where, 'a finite number ≥ 0', show(factor));
  }
}

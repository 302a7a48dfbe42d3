import { indexOf } from '../array/nested.js';
import { ValueError } from '../errors.js';
import type { Trainable } from './trainable.js';

/**
 * Refuses weights that no training can start from.
 *
 * @throws ValueError with the place of the first that is NaN or infinite.
 */
export function checkWeights({ weights }: Trainable, where: string): void {
  for (const { path, weight } of weights) {
    const bad = weight.data!.findIndex((value) => !Number.isFinite(value));
    if (bad < 0) continue;
    const got = `${weight.data![bad]} at [${indexOf(bad, weight.shape).join(', ')}]`;
    const fix = 'Give the model other weights by setWeights, or build it anew.';
    throw new ValueError(`${where}: weight ${path}`, 'finite numbers', got, fix);
  }
}

import { sizeOf } from '../array/ndarray.js';
import { Arena } from '../engines/arena.js';
import type { Buffer } from '../engines/engine.js';
import { type Dim, resolveShape } from '../graph/dim.js';
import type { NamedTensor } from '../graph/graph.js';

/**
 * Fixed memory for what goes into a step and comes out of it, beside weights and gradients: room for batches of up to
 * `capacity` samples. Smaller batches use the front of each region.
 */
export class Staging {
  readonly #arena = new Arena({ shared: false });
  readonly #shapes = new Map<string, readonly Dim[]>();

  constructor(
    tensors: readonly NamedTensor[],
    readonly capacity: number,
  ) {
    for (const { name, tensor } of tensors) {
      this.#arena.reserve(name, tensor.dtype, sizeOf(resolveShape(tensor.shape, { batch: capacity })));
      this.#shapes.set(name, tensor.shape);
    }
    this.#arena.allocate();
  }

  has(name: string): boolean {
    return this.#shapes.has(name);
  }

  /** The front of a region, as a batch of `size` samples fills it. */
  buffer(name: string, size: number): Buffer {
    const shape = resolveShape(this.#shapes.get(name)!, { batch: size });
    return { data: this.#arena.view(name, sizeOf(shape)), shape };
  }
}

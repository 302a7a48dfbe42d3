import { show, ValueError } from '../errors.js';
import { philoxBlocks } from './philox.js';
import { seedKey, tagged } from './random-counters.js';

/** Which mask: the same for the same numbers, whatever the batch a sample is in. */
export interface DropoutMaskOptions {
  seed: number;
  /**
   * Which time the sample is seen: the epoch, or the pass over the data where an epoch is not one pass. The same sample
   * gets a new mask each time.
   */
  epoch: number;
  /** Which dropout layer of the model, 0 to 16777215: every layer has its own masks. */
  layer: number;
  /** Row b of the mask belongs to this sample of the data set. */
  samples: Int32Array;
  elementsPerSample: number;
  /** The share of elements to drop, 0 ≤ rate < 1, taken to the nearest multiple of 1/65536. */
  rate: number;
}

/**
 * A dropout mask for the rows of one batch: 0 where an element is dropped, 1 / (1 - rate) where it is kept.
 *
 * Each element depends on nothing but (seed, epoch, sample, layer, element). It is dropped if its 16 random bits, as a
 * number, are below rate · 65536. Element 8b + 2w of a sample uses the lower half of word w of block b, element 8b + 2w + 1
 * the upper half; counters `(block, sample, epoch, dropout | layer)`.
 *
 * Shapes: `out` holds [batch, elementsPerSample].
 */
export function fillDropoutMask(out: Float32Array, options: DropoutMaskOptions): void {
  const { seed, epoch, layer, samples, elementsPerSample, rate } = options;
  if (!(rate >= 0 && rate < 1)) {
    throw new ValueError('dropout: rate', 'a number from 0 up to, not including, 1', show(rate));
  }
  if (out.length !== samples.length * elementsPerSample) {
    throw new ValueError(
      'fillDropoutMask: out',
      `${samples.length} samples of ${elementsPerSample} elements`,
      `room for ${out.length}`,
    );
  }
  const kept = Math.fround(1 / (1 - rate));
  const threshold = Math.min(Math.round(rate * 65536), 65535);
  if (threshold === 0) {
    out.fill(kept);
    return;
  }
  const key = seedKey(seed);
  const tag = tagged('dropout', layer);
  const blocks = Math.ceil(elementsPerSample / 8);
  const words = new Uint32Array(4 * Math.min(blocks, blocksAtOnce));
  const halves = new Uint16Array(words.buffer);
  for (let row = 0; row < samples.length; row++) {
    const rest = [samples[row], epoch, tag] as const;
    const rowStart = row * elementsPerSample;
    for (let block = 0; block < blocks; block += blocksAtOnce) {
      const used = Math.min(blocksAtOnce, blocks - block);
      philoxBlocks(used === blocksAtOnce ? words : words.subarray(0, 4 * used), block, rest, key);
      const start = rowStart + 8 * block;
      const count = Math.min(8 * used, elementsPerSample - 8 * block);
      for (let i = 0; i < count; i++) out[start + i] = halves[i] < threshold ? 0 : kept;
    }
  }
}

const blocksAtOnce = 128;

import { describe, expect, it } from 'vitest';
import { type PhiloxCounter, type PhiloxKey, philox, philoxBlocks } from './philox.js';

// kat_vectors of Random123 1.14, philox4x32 with 10 rounds.
const known: [PhiloxCounter, PhiloxKey, string][] = [
  [[0, 0, 0, 0], [0, 0], '6627e8d5 e169c58d bc57ac4c 9b00dbd8'],
  [
    [0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff],
    [0xffffffff, 0xffffffff],
    '408f276d 41c83b0e a20bc7c6 6d5451fd',
  ],
  [
    [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344],
    [0xa4093822, 0x299f31d0],
    'd16cfe09 94fdcceb 5001e420 24126ea1',
  ],
];

const hex = (words: Uint32Array) => Array.from(words, (word) => word.toString(16).padStart(8, '0')).join(' ');

describe('philox', () => {
  it.each(known)("gives Random123's words for counter %j and key %j", (counter, key, words) => {
    const out = new Uint32Array(4);
    philox(counter, key, out);
    expect(hex(out)).toBe(words);
  });

  it('fills many blocks with the words that each counter gives alone, past the end of the first word', () => {
    const many = new Uint32Array(4 * 6);
    philoxBlocks(many, 0xfffffffd, [7, 8, 9], [10, 11]);
    const alone = new Uint32Array(4);
    for (let block = 0; block < 6; block++) {
      philox([(0xfffffffd + block) >>> 0, 7, 8, 9], [10, 11], alone);
      expect(hex(many.subarray(4 * block, 4 * block + 4))).toBe(hex(alone));
    }
  });
});

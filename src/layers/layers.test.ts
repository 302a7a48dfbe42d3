import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { checkLayer } from '../testing/check-layer.js';
import type { LayerCase } from '../testing/layer-graph.js';
import * as layers from './index.js';

const golden = JSON.parse(
  readFileSync(new URL('../../test/golden/layers.json', import.meta.url), 'utf8'),
) as {
  cases: readonly (LayerCase & { name: string })[];
};

describe('each layer computes what Keras does, on every engine', () => {
  for (const each of golden.cases) {
    // A step of exactly the mask's value is a jump: the slightest change makes it count.
    it(each.name, () => checkLayer(each, { differences: each.type !== 'masking' }));
  }
});

describe('layers', () => {
  it('are each checked against Keras', () => {
    const checked = new Set(golden.cases.map(({ type }) => type));
    expect(Object.keys(layers).filter((name) => !checked.has(name))).toEqual([]);
  });

  it('are exported under their type', () => {
    for (const [name, factory] of Object.entries(layers)) expect(factory.type).toBe(name);
  });
});

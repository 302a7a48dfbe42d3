import { describe, expect, it } from 'vitest';
import { referenceEngine } from '../engines/reference.js';
import * as ops from '../ops/index.js';
import { runGraph } from '../testing/run-graph.js';
import { gradients } from './gradients.js';
import { graph, nodesOf } from './graph.js';
import { constant, filled, placeholder } from './leaf.js';
import type { Tensor } from './tensor.js';

const { add, exp, mul, sub, sin } = ops;
const x = placeholder('x', 'float32', []);
const y = placeholder('y', 'float32', []);

/** Values of scalars at x = 0.5 and y = 3. */
async function valuesAt(tensors: readonly Tensor[]): Promise<number[]> {
  const inputs = [x, y].map((tensor) => ({ name: String(tensor.node.attributes.name), tensor }));
  const outputs = tensors.map((tensor, i) => ({ name: `out${i}`, tensor }));
  const given = { x: { data: [0.5], shape: [] }, y: { data: [3], shape: [] } };
  const results = await runGraph(referenceEngine, graph('test', inputs, outputs), given);
  return outputs.map(({ name }) => results[name].data[0]);
}

const of = (loss: Tensor, ...targets: Tensor[]) => gradients(loss, targets, { seed: constant(1), add });

describe('gradients', () => {
  it('add up what arrives by several ways', async () => {
    // A diamond: (sin x + x y) · sin x; both ways use sin x.
    const s = sin(x);
    const loss = mul(add(s, mul(x, y)), s);
    const [dx, dy] = of(loss, x, y) as Tensor[];
    const [s0, c0] = [Math.sin(0.5), Math.cos(0.5)];
    const [gotX, gotY] = await valuesAt([dx, dy]);
    expect(gotX).toBeCloseTo((c0 + 3) * s0 + (s0 + 1.5) * c0, 12);
    expect(gotY).toBeCloseTo(0.5 * s0, 12);
  });

  it('reach a target in the middle, and one that is the loss itself', async () => {
    const middle = mul(x, y);
    const loss = mul(middle, middle);
    const [toMiddle, toLoss, toX] = of(loss, middle, loss, x) as Tensor[];
    expect(await valuesAt([toMiddle, toLoss, toX])).toEqual([3, 1, 9]);
  });

  it('take the seed as d loss / d loss', async () => {
    const [dx] = gradients(mul(x, x), [x], { seed: constant(10), add }) as Tensor[];
    expect(await valuesAt([dx])).toEqual([10]);
  });

  it('are undefined for what the loss does not depend on, by any path that has a derivative', () => {
    const unused = exp(y);
    expect(of(mul(x, x), y, unused)).toEqual([undefined, undefined]);
    expect(of(mul(x, ops.stopGradient(y)), y)).toEqual([undefined]);
    expect(of(ops.sign(x), x)).toEqual([undefined]);
    expect(of(ops.cast(ops.greater(x, y), 'float32'), x, y)).toEqual([undefined, undefined]);
  });

  it('ask no op for what nobody wants', () => {
    const a = placeholder('a', 'float32', [4, 4]);
    const b = placeholder('b', 'float32', [4, 4]);
    const [db] = gradients(ops.matmul(a, b), [b], { seed: filled([4, 4], 1), add }) as Tensor[];
    // One product for b; a's would be a second.
    expect(nodesOf([db]).filter((node) => node.op.name === 'matmul').length).toBe(1);
    expect(nodesOf([db]).some((node) => node === b.node)).toBe(false);
  });

  it('give gradients of gradients', async () => {
    // d³/dx³ x⁴ = 24 x
    let y3: Tensor = ops.pow(x, 4);
    for (let i = 0; i < 3; i++) [y3] = of(y3, x) as Tensor[];
    expect((await valuesAt([y3]))[0]).toBeCloseTo(12, 6);
  });

  it('go through a chain of 20,000 nodes', async () => {
    let chain: Tensor = x;
    for (let i = 0; i < 20_000; i++) chain = sub(chain, y);
    const [dx, dy] = of(mul(chain, chain), x, y) as Tensor[];
    expect(await valuesAt([dx])).toEqual([2 * (0.5 - 60_000)]);
    expect(nodesOf([dy]).length).toBeGreaterThan(20_000);
  });
});

import { describe, expect, it } from 'vitest';
import { add, exp, mul } from '../ops/index.js';
import { graph, nodesOf } from './graph.js';
import { constant, placeholder } from './leaf.js';

const x = placeholder('x', 'float32', ['batch', 2]);
const y = placeholder('y', 'float32', [2]);

describe('a graph', () => {
  it('lists the nodes that its outputs need, each once and after those it needs', () => {
    const sum = add(x, y);
    const unused = exp(sum);
    const product = mul(sum, sum);
    expect(nodesOf([product])).toEqual([x.node, y.node, sum.node, product.node]);
    expect(nodesOf([product, unused])).toEqual([x.node, y.node, sum.node, unused.node, product.node]);
    expect(nodesOf([])).toEqual([]);
  });

  it('refuses names that come twice', () => {
    const inputs = [
      { name: 'x', tensor: x },
      { name: 'x', tensor: y },
    ];
    expect(() => graph('sum', inputs, [])).toThrow("graph sum: expected names that differ, got 'x' twice.");
    const outputs = [
      { name: 'a', tensor: x },
      { name: 'a', tensor: x },
    ];
    expect(() => graph('sum', [{ name: 'x', tensor: x }], outputs)).toThrow("'a' twice");
    const both = [{ name: 'x', tensor: exp(x) }];
    expect(() => graph('sum', [{ name: 'x', tensor: x }], both)).toThrow("'x' twice");
  });

  it('refuses an input that is not in its list, but not one that no output needs', () => {
    const outputs = [{ name: 'sum', tensor: add(x, y) }];
    expect(() => graph('sum', [{ name: 'x', tensor: x }], outputs)).toThrow(
      "graph sum: expected every input in its list, got 'y' outside it.",
    );
    const inputs = [x, y].map((tensor, i) => ({ name: `in${i}`, tensor }));
    expect(graph('one', inputs, [{ name: 'e', tensor: exp(x) }]).inputs).toEqual(inputs);
  });
});

describe('a constant', () => {
  it('takes a number or an array, in the dtype asked for', () => {
    expect(constant(2.5).node.attributes).toEqual({
      dtype: 'float32',
      shape: [],
      data: Float32Array.of(2.5),
    });
    expect(constant(3, 'int64').node.attributes.data).toEqual(BigInt64Array.of(3n));
  });
});

import { expect, it } from 'vitest';
import { add, matmul, mul, reduceSum, stopGradient, transpose } from '../ops/index.js';
import { graph } from './graph.js';
import { constantOf, filled, placeholder } from './leaf.js';
import { print } from './print.js';

it('prints a graph line by line, small constants in place', () => {
  const x = placeholder('x', 'float32', ['batch', 2]);
  const w = placeholder('w', 'float32', [1, 2]);
  const two = constantOf({ dtype: 'float32', shape: [2], data: Float32Array.of(0.1, 3) });
  const y = add(mul(matmul(x, w, { transposeB: true }), 2.5), two);
  const loss = reduceSum(mul(transpose(y), filled([2, 1], 0)), { axes: [0], keepDims: true });
  const inputs = [x, w].map((tensor) => ({ name: String(tensor.node.attributes.name), tensor }));
  const outputs = [
    { name: 'loss', tensor: stopGradient(loss) },
    { name: 'same', tensor: x },
  ];
  expect(print(graph('small', inputs, outputs))).toBe(
    `small(x: float32[batch, 2], w: float32[1, 2])
  %0 = matmul(x, w) transposeB           float32[batch, 1]
  %1 = mul(%0, 2.5)                      float32[batch, 1]
  %2 = add(%1, [0.1, 3])                 float32[batch, 2]
  %3 = transpose(%2) permutation=[1, 0]  float32[2, batch]
  %4 = mul(%3, [0, 0])                   float32[2, batch]
  %5 = reduceSum(%4) axes=[0] keepDims   float32[1, batch]
  %6 = stopGradient(%5)                  float32[1, batch]
→ loss: %6, same: x`,
  );
});

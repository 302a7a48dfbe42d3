import { showShape, sizeOf } from '../array/ndarray.js';
import { ShapeError } from '../errors.js';
import type { Dim } from '../graph/dim.js';
import { defineOp, type OpFunction } from '../graph/op.js';
import type { Tensor } from '../graph/tensor.js';
import { broadcastIndex, broadcastShapes, sumTo } from './broadcast.js';
import { reshape } from './reshape.js';
import { transposedMatrix } from './transpose.js';

export interface MatmulAttributes {
  transposeA: boolean;
  transposeB: boolean;
}

export const matmulOp: OpFunction<MatmulAttributes> = defineOp<MatmulAttributes>({
  name: 'matmul',
  infer([a, b], { transposeA, transposeB }) {
    const [rows, inner] = matrixOf(a.shape, transposeA);
    const [innerB, columns] = matrixOf(b.shape, transposeB);
    if (inner !== innerB) {
      const flags = `${transposeA ? ' (transposed)' : ''} and ${showShape(b.shape)}${transposeB ? ' (transposed)' : ''}`;
      throw new ShapeError('matmul', 'inner axes of one length', `${showShape(a.shape)}${flags}`);
    }
    const lead = broadcastShapes(a.shape.slice(0, -2), b.shape.slice(0, -2), 'matmul');
    return { dtype: a.dtype, shape: [...lead, rows, columns] };
  },
  gradient({ inputs: [a, b], gradients: [g], attributes: { transposeA, transposeB }, wanted }) {
    const toA = () =>
      transposeA
        ? matmul(b, g!, { transposeA: transposeB, transposeB: true })
        : matmul(g!, b, { transposeB: !transposeB });
    const toB = () =>
      transposeB
        ? matmul(g!, a, { transposeA: true, transposeB: transposeA })
        : matmul(a, g!, { transposeA: !transposeA });
    return [wanted[0] ? sumTo(toA(), a.shape) : undefined, wanted[1] ? sumTo(toB(), b.shape) : undefined];
  },
  simplify([a, b], { transposeA, transposeB }) {
    const plainA = transposedMatrix(a);
    const plainB = transposedMatrix(b);
    if (plainA === undefined && plainB === undefined) return undefined;
    return matmul(plainA ?? a, plainB ?? b, {
      transposeA: transposeA !== (plainA !== undefined),
      transposeB: transposeB !== (plainB !== undefined),
    });
  },
  onnx(emit, { transposeA, transposeB }) {
    const options = { outputs: emit.outputs };
    const flags = { transA: { int: transposeA ? 1 : 0 }, transB: { int: transposeB ? 1 : 0 } };
    if (!transposeA && !transposeB) emit.add('MatMul', emit.inputs, {}, options);
    else if (emit.node.inputs.every(({ shape }) => shape.length === 2))
      emit.add('Gemm', emit.inputs, flags, options);
    else emit.add('FusedMatMul', emit.inputs, flags, { ...options, domain: 'com.microsoft' });
  },
  kernel([a, b], { transposeA, transposeB }, [output]) {
    const [rows, columns] = output.shape.slice(-2);
    const inner = a.shape.at(transposeA ? -2 : -1)!;
    const lead = output.shape.slice(0, -2);
    const data = new Float64Array(sizeOf(output.shape));
    const atA = broadcastIndex(a.shape.slice(0, -2), lead);
    const atB = broadcastIndex(b.shape.slice(0, -2), lead);
    for (let matrix = 0; matrix < sizeOf(lead); matrix++) {
      const startA = atA(matrix) * rows * inner;
      const startB = atB(matrix) * inner * columns;
      for (let i = 0; i < rows; i++) {
        for (let j = 0; j < columns; j++) {
          let sum = 0;
          for (let k = 0; k < inner; k++) {
            const left = a.data[startA + (transposeA ? k * rows + i : i * inner + k)];
            sum += left * b.data[startB + (transposeB ? j * inner + k : k * columns + j)];
          }
          data[(matrix * rows + i) * columns + j] = sum;
        }
      }
    }
    return [data];
  },
});

function matrixOf(shape: readonly Dim[], transposed: boolean): [Dim, Dim] {
  if (shape.length < 2) throw new ShapeError('matmul', 'tensors of two axes or more', showShape(shape));
  const [rows, columns] = shape.slice(-2);
  return transposed ? [columns, rows] : [rows, columns];
}

/**
 * Products of matrices: the last two axes; axes before them broadcast. The flags read a factor transposed without moving it.
 *
 * Shapes: [..., rows, inner] · [..., inner, columns] → [..., rows, columns]
 */
export function matmul(a: Tensor, b: Tensor, flags: Partial<MatmulAttributes> = {}): Tensor {
  const { transposeA = false, transposeB = false } = flags;
  if (a.shape.length > 2 && b.shape.length === 2 && !transposeA) {
    // One matrix for all: a single tall product, and its gradient a single product too.
    const tall = matmul(reshape(a, [-1, a.shape.at(-1)!]), b, { transposeB });
    return reshape(tall, [...a.shape.slice(0, -1), tall.shape[1]]);
  }
  return matmulOp([a, b], { transposeA, transposeB });
}

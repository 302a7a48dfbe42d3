import { sizeOf } from '../array/ndarray.js';
import { ShapeError, ValueError } from '../errors.js';
import { type Dim, multiplyDims } from '../graph/dim.js';
import { defineOp, type OpFunction } from '../graph/op.js';
import type { Tensor } from '../graph/tensor.js';
import { reshape } from './reshape.js';

type None = Record<never, never>;

const gatherOp: OpFunction<None> = defineOp<None>({
  name: 'gather',
  infer([table, ids]) {
    expectIds('gather', ids);
    return { dtype: table.dtype, shape: [...ids.shape, ...table.shape.slice(1)] };
  },
  gradient({ inputs: [table, ids], gradients: [g] }) {
    return [scatterAdd(g!, ids, table.shape), undefined];
  },
  onnx(emit) {
    emit.add('Gather', emit.inputs, { axis: { int: 0 } }, { outputs: emit.outputs });
  },
  kernel([table, ids], _, [output]) {
    const width = sizeOf(table.shape.slice(1));
    const data = new Float64Array(sizeOf(output.shape));
    ids.data.forEach((id, i) => {
      const row = placeOf(id, table.shape[0]);
      data.set(table.data.subarray(row * width, (row + 1) * width), i * width);
    });
    return [data];
  },
});

/**
 * Rows of a table by their ids; a negative id counts from the end.
 *
 * Shapes: [rows, ...row], [...ids] → [...ids, ...row]
 */
export function gather(table: Tensor, ids: Tensor): Tensor {
  return gatherOp([table, ids], {});
}

interface ScatterAttributes {
  shape: readonly Dim[];
}

const scatterAddOp: OpFunction<ScatterAttributes> = defineOp<ScatterAttributes>({
  name: 'scatterAdd',
  infer: ([rows], { shape }) => ({ dtype: rows.dtype, shape }),
  gradient({ inputs: [, ids], gradients: [g] }) {
    return [gather(g!, ids), undefined];
  },
  onnx(emit, { shape }) {
    const dtype = emit.node.inputs[0].dtype;
    const zeros = emit.add('Expand', [emit.constant(dtype, [], [0]), emit.shape(shape)]);
    const inputs = [
      zeros,
      emit.add('Unsqueeze', [emit.inputs[1], emit.constant('int64', [1], [-1])]),
      emit.inputs[0],
    ];
    // ScatterND wants int64 indices.
    inputs[1] =
      emit.node.inputs[1].dtype === 'int64' ? inputs[1] : emit.add('Cast', [inputs[1]], { to: { int: 7 } });
    emit.add('ScatterND', inputs, { reduction: { string: 'add' } }, { outputs: emit.outputs });
  },
  kernel([rows, ids], _, [output]) {
    const width = sizeOf(output.shape.slice(1));
    const data = new Float64Array(sizeOf(output.shape));
    ids.data.forEach((id, i) => {
      const row = placeOf(id, output.shape[0]);
      for (let k = 0; k < width; k++) data[row * width + k] += rows.data[i * width + k];
    });
    return [data];
  },
});

/**
 * Adds rows into a table of zeros at their ids: the gradient of `gather`. Rows with one id are summed.
 *
 * Shapes: [...ids, ...row], [...ids] → `shape` = [rows, ...row]
 */
export function scatterAdd(rows: Tensor, ids: Tensor, shape: readonly Dim[]): Tensor {
  const flat = [multiplyDims(ids.shape)];
  return scatterAddOp([reshape(rows, [...flat, ...shape.slice(1)]), reshape(ids, flat)], { shape });
}

/** @throws ShapeError if a tensor's dtype is not one that can hold ids. */
export function expectIds(where: string, ids: Tensor): void {
  if (ids.dtype !== 'int32' && ids.dtype !== 'int64') {
    throw new ShapeError(where, 'ids of dtype int32 or int64', ids.dtype, 'Cast them.');
  }
}

/** Where an id points to among `length` places, the negative ones counted from the end. */
export function placeOf(id: number, length: number): number {
  if (id < -length || id >= length)
    throw new ValueError('ids', `numbers from ${-length} to ${length - 1}`, String(id));
  return id < 0 ? id + length : id;
}

import { sizeOf } from '../array/ndarray.js';
import { ShapeError } from '../errors.js';
import { type Dim, multiplyDims } from '../graph/dim.js';
import { defineOp, type OpFunction } from '../graph/op.js';
import type { Tensor } from '../graph/tensor.js';
import { reshape } from './shape.js';

type None = Record<never, never>;

const gatherOp: OpFunction<None> = defineOp<None>({
  name: 'gather',
  infer([table, ids]) {
    if (ids.dtype !== 'int32' && ids.dtype !== 'int64')
      throw new ShapeError('gather', 'integer ids', ids.dtype);
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
      data.set(table.data.subarray(id * width, (id + 1) * width), i * width);
    });
    return [data];
  },
});

/**
 * Rows of a table by their ids.
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
      for (let k = 0; k < width; k++) data[id * width + k] += rows.data[i * width + k];
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

interface OneHotAttributes {
  depth: number;
}

const oneHotOp: OpFunction<OneHotAttributes> = defineOp<OneHotAttributes>({
  name: 'oneHot',
  infer: ([ids], { depth }) => ({ dtype: 'float32', shape: [...ids.shape, depth] }),
  gradient: 'zero',
  onnx(emit, { depth }) {
    const inputs = [
      emit.inputs[0],
      emit.constant('int64', [], [depth]),
      emit.constant('float32', [2], [0, 1]),
    ];
    emit.add('OneHot', inputs, { axis: { int: -1 } }, { outputs: emit.outputs });
  },
  kernel([ids], { depth }) {
    const data = new Float64Array(ids.data.length * depth);
    ids.data.forEach((id, i) => {
      if (id >= -depth && id < depth) data[i * depth + (id < 0 ? id + depth : id)] = 1;
    });
    return [data];
  },
});

/**
 * 1 at each id's place, 0 elsewhere.
 *
 * Shapes: [...ids] → [...ids, depth]
 */
export function oneHot(ids: Tensor, depth: number): Tensor {
  return oneHotOp([ids], { depth });
}

const gatherLastOp: OpFunction<None> = defineOp<None>({
  name: 'gatherLast',
  infer: ([x, ids]) => ({ dtype: x.dtype, shape: ids.shape }),
  gradient({ inputs: [x, ids], gradients: [g] }) {
    return [scatterLast(g!, ids, x.shape), undefined];
  },
  onnx(emit) {
    const axis = emit.constant('int64', [1], [-1]);
    const ids = emit.add('Unsqueeze', [emit.inputs[1], axis]);
    const picked = emit.add('GatherElements', [emit.inputs[0], ids], { axis: { int: -1 } });
    emit.add('Squeeze', [picked, axis], {}, { outputs: emit.outputs });
  },
  kernel([x, ids]) {
    const depth = x.shape.at(-1)!;
    return [ids.data.map((id, i) => x.data[i * depth + id])];
  },
});

/**
 * One entry of the last axis for each place, by its index.
 *
 * Shapes: [..., depth], [...] → [...]
 */
export function gatherLast(x: Tensor, ids: Tensor): Tensor {
  return gatherLastOp([x, ids], {});
}

const scatterLastOp: OpFunction<ScatterAttributes> = defineOp<ScatterAttributes>({
  name: 'scatterLast',
  infer: ([values], { shape }) => ({ dtype: values.dtype, shape }),
  gradient({ inputs: [, ids], gradients: [g] }) {
    return [gatherLast(g!, ids), undefined];
  },
  onnx(emit, { shape }) {
    const [values, ids] = emit.inputs;
    const axis = emit.constant('int64', [1], [-1]);
    const zeros = emit.add('Expand', [emit.constant(emit.node.inputs[0].dtype, [], [0]), emit.shape(shape)]);
    const inputs = [zeros, emit.add('Unsqueeze', [ids, axis]), emit.add('Unsqueeze', [values, axis])];
    emit.add('ScatterElements', inputs, { axis: { int: -1 } }, { outputs: emit.outputs });
  },
  kernel([values, ids], _, [output]) {
    const depth = output.shape.at(-1)!;
    const data = new Float64Array(sizeOf(output.shape));
    ids.data.forEach((id, i) => {
      data[i * depth + id] = values.data[i];
    });
    return [data];
  },
});

/** Values at their index of the last axis, zeros elsewhere: the gradient of `gatherLast`. */
function scatterLast(values: Tensor, ids: Tensor, shape: readonly Dim[]): Tensor {
  return scatterLastOp([values, ids], { shape });
}

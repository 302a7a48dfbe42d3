import { type DType, sizeOf } from '../array/ndarray.js';
import { Arena } from '../engines/arena.js';
import type { Buffer } from '../engines/engine.js';
import { createSession, type NativeSession, type SessionOptions } from '../engines/native/session.js';
import { encodeModel } from '../onnx/encode.js';
import type { OnnxModel, OnnxNode, OnnxValueInfo } from '../onnx/model.js';

/** What an input or output is declared as. */
export function value(name: string, shape: (number | string)[], dtype: DType = 'float32'): OnnxValueInfo {
  return { name, dtype, shape };
}

/** A model's session. */
export function session(model: OnnxModel, options: Partial<SessionOptions> = {}): NativeSession {
  const { inputs, outputs } = model.graph;
  return createSession(encodeModel(model), { inputs, outputs, ...options });
}

export type Arrays = Record<string, { shape: number[]; dtype?: DType; data?: ArrayLike<number | bigint> }>;

/** Buffers of one arena, filled. */
export function buffers(arrays: Arrays): Record<string, Buffer> {
  const arena = new Arena();
  for (const [name, { shape, dtype = 'float32' }] of Object.entries(arrays))
    arena.reserve(name, dtype, sizeOf(shape));
  arena.allocate();
  return Object.fromEntries(
    Object.entries(arrays).map(([name, { shape, data }]) => {
      const view = arena.view(name);
      if (data !== undefined) (view as Float32Array).set(data as ArrayLike<number>);
      return [name, { data: view, shape }];
    }),
  );
}

/** A buffer's elements as numbers. */
export function numbers({ data }: Buffer): number[] {
  return Array.from(data as ArrayLike<number | bigint>, Number);
}

/** A model of one operator. */
export function oneNode(
  opType: string,
  inputs: OnnxValueInfo[],
  outputs: OnnxValueInfo[],
  rest: Partial<OnnxNode> = {},
): OnnxModel {
  const names = (values: OnnxValueInfo[]) => values.map(({ name }) => name);
  const node = { opType, inputs: names(inputs), outputs: names(outputs), ...rest };
  return { graph: { name: 'one', nodes: [node], initializers: [], inputs, outputs } };
}

/** Takes long enough that something can happen meanwhile: `nodes` products of square matrices, one after the other. */
export function longModel(nodes: number, size: number): OnnxModel {
  return {
    graph: {
      name: 'long',
      nodes: Array.from({ length: nodes }, (_, i) => ({
        opType: 'MatMul',
        inputs: [i === 0 ? 'x' : `h${i}`, 'x'],
        outputs: [i === nodes - 1 ? 'y' : `h${i + 1}`],
      })),
      initializers: [],
      inputs: [value('x', [size, size])],
      outputs: [value('y', [size, size])],
    },
  };
}

/** Buffers of a `longModel`, its input filled. */
export function longBuffers(size: number, fill = 0): Record<'x' | 'y', Buffer> {
  const { x, y } = buffers({ x: { shape: [size, size] }, y: { shape: [size, size] } });
  x.data.fill(fill as never);
  return { x, y };
}

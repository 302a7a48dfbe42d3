import { type DType, sizeOf, type TypedArray } from '../array/ndarray.js';
import type { Dim } from '../graph/dim.js';
import { gradients } from '../graph/gradients.js';
import { type Graph, graph, type NamedTensor } from '../graph/graph.js';
import { constant, placeholder } from '../graph/leaf.js';
import type { Tensor } from '../graph/tensor.js';
import type { LayerConfig } from '../layers/from-config.js';
import type { Layer } from '../layers/layer.js';
import { add, isFloat, mul, reduceSum } from '../ops/index.js';
import type { HostArray } from './run-graph.js';
import { traceLayer } from './trace-layer.js';

/** An array in a golden file. */
export interface GoldenArray {
  shape: readonly number[];
  data: readonly number[];
  /** @default 'float32' */
  dtype?: DType;
}

/** A weight in a golden file, with its values in the check. */
export interface GoldenWeight extends GoldenArray {
  name: string;
  trainable: boolean;
  /** The number that it starts from, null if it is random. */
  initial: number | null;
}

/** What another library computed for a layer, from these inputs and weights. */
export interface LayerCase extends LayerConfig {
  inputs: readonly GoldenArray[];
  /** Of each input, null where all steps count. */
  masks?: readonly (GoldenArray | null)[];
  weights: readonly GoldenWeight[];
  inference: GoldenArray;
  /** Null if all steps count. */
  outputMask: GoldenArray | null;
  training?: {
    output: GoldenArray;
    /** What is added to the loss: the layer's own losses and its weights' penalties. */
    loss: number;
    /** By weight: its value after the step, where the step itself sets it. */
    updates: Readonly<Record<string, GoldenArray>>;
    /** Of Σ output · cotangent + loss, by input and by weight; null where there is none. */
    inputGradients: Readonly<Record<string, GoldenArray | null>>;
    weightGradients: Readonly<Record<string, GoldenArray | null>>;
  };
}

/** Values by input of the graph. */
export type Values = Record<string, HostArray & { data: readonly number[] | TypedArray }>;
/** Inputs x0 …, mask0 …, cotangent and weights; outputs y, mask, total, moved statistics and gradients d/…. */
export function layerGraph(
  layer: Layer,
  check: LayerCase,
  training: boolean,
): { graph: Graph; layer: Layer } {
  const inputs = check.inputs.map(({ shape, dtype = 'float32' }, i) =>
    placeholder(`x${i}`, dtype, withBatch(shape)),
  );
  const masks = check.inputs.map((_, i) => {
    const mask = check.masks?.[i];
    return mask ? placeholder(`mask${i}`, 'bool', withBatch(mask.shape)) : undefined;
  });
  const { outputs, weights, updates, losses } = traceLayer(
    layer,
    inputs.map((tensor, i) => ({ tensor, mask: masks[i] })),
    training,
  );
  const [{ tensor: y, mask }] = outputs;
  const cotangent = placeholder('cotangent', 'float32', y.shape);
  const penalties = layer.weights.flatMap((weight) =>
    weight.regularizer && weight.trainable && !weight.frozen
      ? [weight.regularizer.penalty(weights.get(weight)!)]
      : [],
  );
  const loss = [...losses, ...penalties].reduce<Tensor>((sum, each) => add(sum, each), constant(0));
  const total = add(reduceSum(mul(y, cotangent)), loss);
  const targets = [
    ...inputs.map((tensor, i) => ({ name: `x${i}`, tensor })),
    ...layer.weights.map((weight) => ({ name: weight.name, tensor: weights.get(weight)! })),
  ].filter(({ tensor }) => isFloat(tensor.dtype));
  const slopes = gradients(
    total,
    targets.map(({ tensor }) => tensor),
    { seed: constant(1), add },
  );
  const named: NamedTensor[] = [
    { name: 'y', tensor: y },
    { name: 'loss', tensor: loss },
    { name: 'total', tensor: total },
    ...(mask === undefined ? [] : [{ name: 'mask', tensor: mask }]),
    ...[...updates].map(([weight, tensor]) => ({ name: `update/${weight.name}`, tensor })),
    ...targets.flatMap(({ name }, i) => {
      const tensor = slopes[i];
      return tensor === undefined ? [] : [{ name: `d/${name}`, tensor }];
    }),
  ];
  const sources = [
    ...inputs.map((tensor, i) => ({ name: `x${i}`, tensor })),
    ...masks.flatMap((tensor, i) => (tensor === undefined ? [] : [{ name: `mask${i}`, tensor }])),
    { name: 'cotangent', tensor: cotangent },
    ...layer.weights.map((weight) => ({ name: weight.name, tensor: weights.get(weight)! })),
  ];
  return { graph: graph(layer.type, sources, named), layer };
}

function withBatch(shape: readonly number[]): Dim[] {
  return ['batch', ...shape.slice(1)];
}

/** What to run it on. */
export function layerValues(check: LayerCase, traced: Graph): Values {
  const values: Values = {};
  check.inputs.forEach((input, i) => {
    values[`x${i}`] = input;
    const mask = check.masks?.[i];
    if (mask) values[`mask${i}`] = mask;
  });
  for (const weight of check.weights) values[camelCase(weight.name)] = weight;
  const batch = check.inputs[0].shape[0];
  const shape = traced.outputs[0].tensor.shape.map((dim) => (dim === 'batch' ? batch : (dim as number)));
  const wave = Array.from(
    { length: sizeOf(shape) },
    (_, i) => Math.fround(Math.sin(i * 1.7 + 2.3)) * Math.fround(0.9),
  );
  values.cotangent = { shape, data: wave.map(Math.fround) };
  return values;
}

/** `moving_mean` is `movingMean` here. */
export function camelCase(name: string): string {
  return name.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

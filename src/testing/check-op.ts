import { type DType, type NDArray, sizeOf, type TypedArray } from '../array/ndarray.js';
import type { Engine } from '../engines/engine.js';
import { referenceEngine } from '../engines/reference.js';
import { gradients } from '../graph/gradients.js';
import { type Graph, graph, type NamedTensor } from '../graph/graph.js';
import { placeholder } from '../graph/leaf.js';
import { simplify } from '../graph/simplify.js';
import type { Tensor } from '../graph/tensor.js';
import { add, isFloat, mul, reduceSum } from '../ops/index.js';
import { engines, quickEngines } from './engines.js';
import { expectClose, type Numbers } from './expect-close.js';
import { type HostArrays, prepare, runGraph } from './run-graph.js';

export interface OpInput {
  /** @default 'float32' */
  dtype?: DType;
  shape: readonly number[];
  data: TypedArray | readonly number[];
}

export interface OpCheck {
  build: (inputs: Tensor[]) => Tensor;
  inputs: readonly (OpInput | NDArray)[];
  /** The inputs whose first axis is the batch: it is then symbolic too, and run at two sizes. @default none */
  batch?: readonly number[];
  /** What another library got; the gradients (of Σ output · cotangent) for all inputs, null where there is none. */
  golden?: {
    output: Numbers;
    cotangent?: ArrayLike<number>;
    gradients?: readonly (ArrayLike<number> | null)[];
  };
  /** Compares gradients with central differences on the reference engine. @default false */
  gradient?: boolean;
  /** The same for the gradients of the gradients. @default false */
  second?: boolean;
  /** For engines that compute in float32. @default 1e-5 */
  tolerance?: number;
  /** Those that run the simplified graph. @default all */
  engines?: readonly Engine[];
}

const preciseTolerance = 2e-7;
const differenceTolerance = 1e-6;

/**
 * Checks an op, on every engine, as written and simplified, with fixed and symbolic axes: its values and gradients are those
 * of another library, and of the reference engine, whose gradients are those of central differences in float64.
 *
 * @throws Error saying what differs where.
 */
export async function checkOp(check: OpCheck): Promise<void> {
  const { golden, batch = [], tolerance = 1e-5 } = check;
  const fixed = trace(check, (input) => input.shape);
  const values = valuesOf(check.inputs, fixed, golden?.cotangent);
  const truth = await runGraph(referenceEngine, fixed, values);
  if (golden !== undefined) {
    expectClose('reference against golden: output', truth.y, golden.output, preciseTolerance);
    golden.gradients?.forEach((data, i) => {
      if (data === null) return;
      const expected = { data, shape: check.inputs[i].shape };
      const got = truth[`d${i}`] ?? { ...expected, data: new Float64Array(data.length) };
      expectClose(`reference against golden: gradient ${i}`, got, expected, preciseTolerance * 5);
    });
  }
  const runs = [[values, truth]] as const;
  await runOn(quickEngines, 'as written', fixed, runs, tolerance);
  if (batch.length > 0) await checkBatch(check, values, truth);
  else await runOn(check.engines ?? engines, 'simplified', simplify(fixed), runs, tolerance);
  if (check.gradient) await checkDifferences(fixed, values, truth);
  if (check.second) await checkOp(secondOrder(check, values.cotangent));
}

/** The graph with a symbolic batch, simplified: one program for the given rows, and for twice as many. */
async function checkBatch(check: OpCheck, values: Values, truth: Truth): Promise<void> {
  const { batch = [], tolerance = 1e-5 } = check;
  const symbolic = trace(check, ({ shape }, i) => (batch.includes(i) ? ['batch', ...shape.slice(1)] : shape));
  const other = check.inputs.map((input, i) => (batch.includes(i) ? twice(input) : input));
  const wide = trace({ ...check, inputs: other }, (input) => input.shape);
  const wideValues = valuesOf(other, wide);
  const runs = [
    [values, truth],
    [wideValues, await runGraph(referenceEngine, wide, wideValues)],
  ] as const;
  await runOn(check.engines ?? engines, 'symbolic batch', simplify(symbolic), runs, tolerance);
}

/** Values for a traced op's inputs, the cotangent made up where none is given. */
function valuesOf(inputs: OpCheck['inputs'], traced: Graph, cotangent?: ArrayLike<number>): Values {
  const shape = traced.outputs[0].tensor.shape as readonly number[];
  const made = { shape, data: cotangent ? Array.from(cotangent) : wave(sizeOf(shape), 1) };
  return { ...Object.fromEntries(inputs.map((input, i) => [`x${i}`, input])), cotangent: made };
}

type Values = Readonly<Record<string, OpInput>>;
type Truth = Record<string, Numbers>;

/** The graph of an op and its gradients: inputs x0, x1, …, cotangent; outputs y, d0, d1, … (floats that have one). */
function trace(
  check: OpCheck,
  shapeOf: (input: OpInput | NDArray, i: number) => readonly (number | string)[],
): Graph {
  const inputs = check.inputs.map((input, i) =>
    placeholder(`x${i}`, input.dtype ?? 'float32', shapeOf(input, i)),
  );
  const y = check.build(inputs);
  const named = inputs.map((tensor, i) => ({ name: `x${i}`, tensor }));
  const outputs: NamedTensor[] = [{ name: 'y', tensor: y }];
  if (isFloat(y.dtype)) {
    const cotangent = placeholder('cotangent', y.dtype, y.shape);
    named.push({ name: 'cotangent', tensor: cotangent });
    gradients(y, inputs, { seed: cotangent, add }).forEach((tensor, i) => {
      if (tensor !== undefined && isFloat(inputs[i].dtype)) outputs.push({ name: `d${i}`, tensor });
    });
  }
  return graph('op', named, outputs);
}

/** The engines give the expected values, with one program for all runs. */
async function runOn(
  some: readonly Engine[],
  what: string,
  each: Graph,
  runs: readonly (readonly [HostArrays, Truth])[],
  tolerance: number,
): Promise<void> {
  for (const engine of some) {
    const program = await prepare(engine, each);
    for (const [given, expected] of runs) {
      const got = await program.run(given);
      for (const { name } of each.outputs) {
        const allowed = engine.name === 'reference' ? preciseTolerance : tolerance;
        expectClose(`${engine.name}, ${what}: ${name}`, got[name], expected[name], allowed);
      }
    }
    program.release();
  }
}

/** d Σ y · cotangent / d x by central differences of y, for each float input. */
async function checkDifferences(fixed: Graph, values: Values, truth: Truth): Promise<void> {
  const h = 1e-5;
  const values64 = graph('values', fixed.inputs, fixed.outputs.slice(0, 1));
  const program = await prepare(referenceEngine, values64);
  const total = async (given: HostArrays) => {
    const { y } = await program.run(given);
    return y.data.reduce((sum, value, i) => sum + value * Number(values.cotangent.data[i]), 0);
  };
  for (const { name, tensor } of fixed.inputs) {
    if (name === 'cotangent' || !isFloat(tensor.dtype)) continue;
    const { shape, data } = values[name];
    const slopes = new Float64Array(data.length);
    for (let k = 0; k < data.length; k++) {
      const moved = Float64Array.from(data as ArrayLike<number>);
      moved[k] += h;
      const above = await total({ ...values, [name]: { shape, data: moved } });
      moved[k] -= 2 * h;
      slopes[k] = (above - (await total({ ...values, [name]: { shape, data: moved } }))) / (2 * h);
    }
    const got = truth[`d${name.slice(1)}`] ?? { data: new Float64Array(data.length), shape };
    expectClose(
      `gradient ${name.slice(1)} against differences`,
      got,
      { data: slopes, shape },
      differenceTolerance,
    );
  }
}

/** Σ of the gradients, each times a fixed direction, as an op of the same inputs and the cotangent. */
function secondOrder(check: OpCheck, cotangent: OpInput): OpCheck {
  const count = check.inputs.length;
  const directions = check.inputs.map(({ shape }, i) => ({ shape, data: wave(sizeOf(shape), i + 2) }));
  return {
    inputs: [...check.inputs, cotangent, ...directions],
    gradient: true,
    engines: quickEngines,
    tolerance: (check.tolerance ?? 1e-5) * 5,
    build(all) {
      const inputs = all.slice(0, count);
      const seed = all[count];
      const parts = gradients(check.build(inputs), inputs, { seed, add }).flatMap((each, i) =>
        each === undefined || !isFloat(inputs[i].dtype) ? [] : [reduceSum(mul(each, all[count + 1 + i]))],
      );
      return parts.reduce((sum, part) => add(sum, part));
    },
  };
}

/** Numbers without a pattern between -1 and 1, the same in every run. */
function wave(length: number, seed: number): number[] {
  return Array.from({ length }, (_, i) => Math.fround(Math.sin(i * 1.7 + seed * 2.3) * 0.9 + 0.05));
}

/** The rows of an input, then the same rows again. */
function twice({ dtype = 'float32', shape, data }: OpInput | NDArray): OpInput {
  const rows = Array.from(data as ArrayLike<number>, Number);
  return { dtype, shape: shape.with(0, 2 * shape[0]), data: [...rows, ...rows] };
}

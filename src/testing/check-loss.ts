import { sizeOf } from '../array/ndarray.js';
import type { Engine } from '../engines/engine.js';
import { gradients } from '../graph/gradients.js';
import { type Graph, graph } from '../graph/graph.js';
import { placeholder } from '../graph/leaf.js';
import { simplify } from '../graph/simplify.js';
import type { Loss } from '../losses/define-loss.js';
import { add } from '../ops/index.js';
import { quickEngines } from './engines.js';
import { type HostArray, prepare, runGraph } from './run-graph.js';

export interface LossCase {
  yTrue: HostArray;
  yPred: HostArray;
  /** The loss of each sample. */
  values: HostArray;
  /** d Σ seed · values / d yPred. */
  gradient: HostArray;
  seed: HostArray;
  /** Whether no kink is near, so that central differences make sense. */
  smooth: boolean;
}

/** Largest error allowed: 1e-6 + 1e-5 of the value. */
const tolerance = { absolute: 1e-6, relative: 1e-5 };

/**
 * Checks a loss: values and gradient as given, on engines and with a symbolic batch; the gradient by central differences on
 * the reference engine.
 *
 * @param on The engines, the reference first. @default those that start quickly
 * @throws Error saying what differs where.
 */
export async function checkLoss(
  loss: Loss,
  expected: LossCase,
  on: readonly Engine[] = quickEngines,
): Promise<void> {
  const { yTrue, yPred, seed } = expected;
  const inputs = { yTrue, yPred, seed };
  const built = lossGraph(loss, expected);
  for (const engine of on) {
    const { values, gradient } = await runGraph(engine, built, inputs);
    close(`${engine.name}: values`, values, expected.values);
    close(`${engine.name}: gradient`, gradient, expected.gradient);
  }
  if (expected.smooth) await checkDifferences(built, expected, on[0]);
}

/** Targets, predictions and a seed in; the losses and the gradient with respect to predictions out. */
function lossGraph(loss: Loss, expected: LossCase): Graph {
  const input = (name: 'yTrue' | 'yPred' | 'seed') => ({
    name,
    tensor: placeholder(name, 'float32', ['batch', ...expected[name].shape.slice(1)]),
  });
  const [yTrue, yPred, seed] = [input('yTrue'), input('yPred'), input('seed')];
  const values = loss.values(yTrue.tensor, yPred.tensor);
  const [gradient] = gradients(values, [yPred.tensor], { seed: seed.tensor, add });
  if (gradient === undefined) throw new Error(`${loss.name}: no gradient reaches the predictions`);
  return simplify(
    graph(
      loss.name,
      [yTrue, yPred, seed],
      [
        { name: 'values', tensor: values },
        { name: 'gradient', tensor: gradient },
      ],
    ),
  );
}

async function checkDifferences(
  built: Graph,
  { yTrue, yPred, seed }: LossCase,
  engine: Engine,
): Promise<void> {
  const prepared = await prepare(engine, built);
  const total = async (data: readonly number[]) => {
    const { values } = await prepared.run({ yTrue, seed, yPred: { ...yPred, data } });
    return values.data.reduce((sum, value, i) => sum + value * Number(seed.data[i]), 0);
  };
  const { gradient } = await prepared.run({ yTrue, yPred, seed });
  const at = Array.from(yPred.data, Number);
  const differences = [];
  for (let i = 0; i < at.length; i++) {
    const step = 1e-6 * Math.max(1, Math.abs(at[i]));
    const [after, before] = [await total(at.with(i, at[i] + step)), await total(at.with(i, at[i] - step))];
    differences.push((after - before) / (2 * step));
  }
  prepared.release();
  close('central differences', gradient, { data: differences, shape: yPred.shape });
}

/** @throws Error if two arrays differ in shape, or anywhere by more than the tolerance. */
export function close(where: string, got: HostArray, expected: HostArray): void {
  if (String(got.shape) !== String(expected.shape) || got.data.length !== sizeOf(expected.shape)) {
    throw new Error(`${where}: shape [${got.shape}], expected [${expected.shape}]`);
  }
  for (let i = 0; i < got.data.length; i++) {
    const [a, b] = [Number(got.data[i]), Number(expected.data[i])];
    const allowed = tolerance.absolute + tolerance.relative * Math.abs(b);
    if (!(Math.abs(a - b) <= allowed)) throw new Error(`${where}: entry ${i} is ${a}, expected ${b}`);
  }
}

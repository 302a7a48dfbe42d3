import { sizeOf } from '../array/ndarray.js';
import { referenceEngine } from '../engines/reference.js';
import { type Graph, graph, nodesOf } from '../graph/graph.js';
import { simplify } from '../graph/simplify.js';
import { type LayerConfig, layerConfig, layerFromConfig } from '../layers/from-config.js';
import type { Layer } from '../layers/layer.js';
import { engines } from './engines.js';
import { expectClose, type Numbers } from './expect-close.js';
import { camelCase, type LayerCase, layerGraph, layerValues, type Values } from './layer-graph.js';
import { type HostArray, type HostArrays, prepare, runGraph } from './run-graph.js';

/** Another library computes in float32. */
const goldenTolerance = 1e-5;
/** Constants that are folded are rounded to float32. */
const preciseTolerance = 2e-7;
const differenceTolerance = 1e-6;

/**
 * Checks a layer: weights, outputs, masks, losses, moved statistics and gradients are those of another library; every engine
 * agrees, with the graph as written and simplified, and one program serves two batch sizes; gradients are those of central
 * differences in float64; and its config makes the same layer again.
 *
 * @param options.differences False at a jump, where there are none.
 * @throws Error saying what differs where.
 */
export async function checkLayer(
  check: LayerCase,
  { differences = true }: { differences?: boolean } = {},
): Promise<void> {
  for (const training of [false, true]) {
    if (training && check.training === undefined) continue;
    const { graph: traced, layer } = layerGraph(layerFromConfig(check), check, training);
    checkWeights(layer, check);
    checkRoundTrip(layer, check, training, traced);

    const values = layerValues(check, traced);
    const truth = await runGraph(referenceEngine, traced, values);
    checkGolden(truth, check, training);
    const twiceValues = Object.fromEntries(
      Object.entries(values).map(([name, value]) => [name, isOfBatch(name) ? twice(value) : value]),
    );
    const twiceTruth = await runGraph(referenceEngine, traced, twiceValues);
    checkTwice(truth, twiceTruth);
    await checkEngines(traced, [
      [values, truth],
      [twiceValues, twiceTruth],
    ]);
    if (differences) await checkDifferences(traced, values, truth);
  }
}

type Truth = Readonly<Record<string, Numbers>>;

/** Names, order, shapes and kinds of weights, and what they start from. */
function checkWeights(layer: Layer, check: LayerCase): void {
  const list = (weights: readonly { name: string; shape: readonly number[]; trainable: boolean }[]) =>
    JSON.stringify(weights.map(({ name, shape, trainable }) => [camelCase(name), shape, trainable]));
  const own = layer.weights.map(({ name, shape, trainable, frozen }) => ({
    name,
    shape,
    trainable: trainable && !frozen,
  }));
  if (list(own) !== list(check.weights)) {
    throw new Error(`weights: expected ${list(check.weights)}, got ${list(own)}.`);
  }
  layer.weights.forEach(({ name, shape, initializer }, i) => {
    const { initial } = check.weights[i];
    const out = new Float32Array(sizeOf(shape));
    initializer.fill(out, shape, { seed: 1, stream: i });
    const isRandom = out.length > 1 && out.some((value) => value !== out[0]);
    if (isRandom ? initial !== null : initial !== out[0]) {
      throw new Error(
        `weights: expected ${name} to start from ${initial ?? 'random numbers'}, got ${out[0]}, ….`,
      );
    }
  });
}

/** Config → JSON → layer: the same config, and the same graph. */
function checkRoundTrip(layer: Layer, check: LayerCase, training: boolean, traced: Graph): void {
  const text = JSON.stringify(layerConfig(layer));
  const again = layerFromConfig(JSON.parse(text) as LayerConfig);
  const textAgain = JSON.stringify(layerConfig(again));
  if (text !== textAgain) throw new Error(`config: expected ${text} again, got ${textAgain}.`);
  const other = layerGraph(again, check, training).graph;
  if (spell(traced) !== spell(other)) throw new Error(`config: expected the graph of ${text} again.`);
}

/** A graph as text: every node with its op, inputs and attributes. */
function spell({ outputs }: Graph): string {
  const nodes = nodesOf(outputs.map(({ tensor }) => tensor));
  const place = new Map(nodes.map((node, i) => [node, i]));
  const lines = nodes.map(({ op, inputs, attributes }) => {
    const from = inputs.map(({ node, index }) => `${place.get(node)}.${index}`).join();
    const shown = JSON.stringify(attributes, (_, value: unknown) =>
      ArrayBuffer.isView(value) ? Array.from(value as unknown as ArrayLike<number | bigint>, String) : value,
    );
    return `${op.name}(${from}) ${shown}`;
  });
  return lines.join('\n');
}

function checkGolden(truth: Truth, check: LayerCase, training: boolean): void {
  const expected = training ? check.training!.output : check.inference;
  const what = training ? 'training' : 'inference';
  expectClose(`${what}: output`, truth.y, expected, goldenTolerance);
  const everyStep = {
    shape: truth.mask?.shape ?? [],
    data: new Float64Array(truth.mask?.data.length ?? 0).fill(1),
  };
  if (check.outputMask !== null || truth.mask !== undefined) {
    const { outputMask } = check;
    // All true is what no mask means.
    const allCount = outputMask?.data.every((step) => step === 1) ?? true;
    if (truth.mask !== undefined) expectClose(`${what}: mask`, truth.mask, outputMask ?? everyStep, 0);
    else if (!allCount) throw new Error(`${what}: expected a mask on the output, got none.`);
  }
  if (!training) return;
  const { loss, updates, inputGradients, weightGradients } = check.training!;
  expectClose('training: loss', truth.loss, { shape: [], data: [loss] }, goldenTolerance);
  const moved = Object.keys(truth).filter((name) => name.startsWith('update/'));
  const wanted = Object.keys(updates).map((name) => `update/${camelCase(name)}`);
  if (moved.sort().join() !== wanted.sort().join()) {
    throw new Error(`training: expected the updates [${wanted}], got [${moved}].`);
  }
  for (const [name, value] of Object.entries(updates)) {
    expectClose(`training: update of ${name}`, truth[`update/${camelCase(name)}`], value, goldenTolerance);
  }
  const named = [
    ...Object.entries(inputGradients).map(([i, value]) => [`x${i}`, value] as const),
    ...Object.entries(weightGradients).map(([name, value]) => [camelCase(name), value] as const),
  ];
  for (const [name, value] of named) {
    const got = truth[`d/${name}`];
    if (value === null && got === undefined) continue;
    if (got === undefined) throw new Error(`training: expected a gradient for ${name}, got none.`);
    const zeros = { shape: got.shape, data: new Float64Array(got.data.length) };
    expectClose(`training: gradient of ${name}`, got, value ?? zeros, goldenTolerance);
  }
}

function isOfBatch(name: string): boolean {
  return /^(x\d+|mask\d+|cotangent)$/.test(name);
}

function twice<T extends HostArray>({ shape, data, ...rest }: T): HostArray {
  const rows = Array.from(data as ArrayLike<number>, Number);
  return { ...rest, shape: shape.with(0, 2 * shape[0]), data: [...rows, ...rows] };
}

/** A batch and itself again: the same outputs twice, the same statistics. */
function checkTwice(once: Truth, two: Truth): void {
  for (const name of ['y', 'mask']) {
    if (once[name] === undefined) continue;
    const expected = twice({ shape: once[name].shape, data: Array.from(once[name].data) });
    expectClose(`twice the batch: ${name}`, two[name], expected as Numbers, 1e-6);
  }
  for (const name of Object.keys(once).filter((each) => each === 'loss' || each.startsWith('update/'))) {
    expectClose(`twice the batch: ${name}`, two[name], once[name], 1e-6);
  }
}

/** One program on each engine, as written and simplified, gives what the reference gave. */
async function checkEngines(traced: Graph, runs: readonly (readonly [HostArrays, Truth])[]): Promise<void> {
  for (const engine of engines) {
    for (const [spelling, each] of [
      ['as written', traced],
      ['simplified', simplify(traced)],
    ] as const) {
      const program = await prepare(engine, each);
      for (const [values, expected] of runs) {
        const got = await program.run(values);
        const tolerance = engine.name === 'reference' ? preciseTolerance : goldenTolerance;
        for (const { name } of each.outputs) {
          expectClose(`${engine.name}, ${spelling}: ${name}`, got[name], expected[name], tolerance);
        }
      }
      program.release();
    }
  }
}

/** d total / d value by central differences in float64, for every gradient. */
async function checkDifferences(traced: Graph, values: Values, truth: Truth): Promise<void> {
  const h = 1e-6;
  const only = graph(
    'total',
    traced.inputs,
    traced.outputs.filter(({ name }) => name === 'total'),
  );
  const program = await prepare(referenceEngine, only);
  for (const name of Object.keys(truth).filter((each) => each.startsWith('d/'))) {
    const source = name.slice(2);
    const { shape, data } = values[source];
    const slopes = new Float64Array(data.length);
    for (let k = 0; k < data.length; k++) {
      const total = async (change: number) => {
        const moved = Float64Array.from(data as ArrayLike<number>);
        moved[k] += change;
        const result = await program.run({ ...values, [source]: { shape, data: moved } });
        return result.total.data[0];
      };
      slopes[k] = ((await total(h)) - (await total(-h))) / (2 * h);
    }
    expectClose(
      `gradient of ${source} against differences`,
      truth[name],
      { shape, data: slopes },
      differenceTolerance,
    );
  }
}

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  input,
  layers,
  losses,
  type Model,
  metrics,
  model,
  optimizers,
  schedules,
  sequential,
} from '../src/index.js';
import type { Layer, SymbolicTensor } from '../src/layers/layer.js';
import * as regularizers from '../src/layers/regularizers/index.js';
import type {
  ArraySpec,
  FitCase,
  FitGolden,
  FunctionalSpec,
  ModelSpec,
  PartSpec,
  PerOutput,
} from './golden/fit-case.js';

const golden = JSON.parse(readFileSync(new URL('./golden/fit.json', import.meta.url), 'utf8')) as FitGolden;

/** Relative to the largest number beside it: float32 sums in another order differ by a few units in the last place. */
const tolerance = 1e-5;

describe('fit trains as Keras does', () => {
  it.each(golden.cases.map((each) => [each.name, each] as const))('%s', async (_, each) => {
    const built = buildModel(each.model);
    built.setWeights(each.weights);
    if (each.adapt !== undefined) adapt(built, each.adapt, each.x as ArraySpec);
    built.compile(compileOptions(each));
    const { sampleWeight, validationData, orders } = each;
    const history = await built.fit(each.x, each.y, {
      ...each.fit,
      classWeight: each.fit.classWeight,
      sampleWeight,
      validationData: validationData && [validationData.x, validationData.y, validationData.sampleWeight],
      shuffle: orders !== undefined,
      verbose: 0,
    });
    expect(history.epoch).toEqual(each.expected.epoch);
    expect(Object.keys(history.history).sort()).toEqual(Object.keys(each.expected.history).sort());
    for (const [name, values] of Object.entries(each.expected.history)) {
      expectClose(name, history.history[name], values.map(Number));
    }
    for (const [i, weight] of built.getWeights().entries()) {
      expectClose(each.weightNames[i], Array.from(weight.data, Number), each.expected.weights[i].data);
    }
    const logs = await built.evaluate(each.x, each.y, { sampleWeight, batchSize: each.fit.batchSize });
    for (const [name, value] of Object.entries(each.expected.evaluate)) {
      expectClose(`evaluate ${name}`, [logs[name]], [Number(value)]);
    }
    const outputs = [await built.predict(each.x, { batchSize: each.fit.batchSize })].flat();
    for (const [i, output] of outputs.entries()) {
      expectClose(`predict ${i}`, Array.from(output.data, Number), each.expected.predict[i].data);
    }
  });
});

function expectClose(name: string, actual: readonly number[], expected: readonly number[]): void {
  expect(actual.length, name).toBe(expected.length);
  const size = expected.reduce(
    (most, value) => Math.max(most, Number.isFinite(value) ? Math.abs(value) : 0),
    1e-3,
  );
  for (const [i, value] of expected.entries()) {
    if (!Number.isFinite(value)) expect(actual[i], `${name} ${i}`).toBe(value);
    else
      expect(Math.abs(actual[i] - value), `${name} ${i}: ${actual[i]} for ${value}`).toBeLessThanOrEqual(
        tolerance * size,
      );
  }
}

type Factories = Readonly<Record<string, (options: never) => unknown>>;

/** Options with specs of parts inside them made real. */
function made(factories: object, { type, options }: PartSpec): unknown {
  const real = Object.fromEntries(
    Object.entries(options).map(([name, value]) => {
      if (name === 'learningRate' && isSpec(value)) return [name, made(schedules, value)];
      if (name.endsWith('Regularizer') && isSpec(value)) return [name, made(regularizers, value)];
      return [name, value];
    }),
  );
  return (factories as Factories)[type](real as never);
}

function isSpec(value: unknown): value is PartSpec {
  return typeof value === 'object' && value !== null && 'type' in value;
}

function buildModel(spec: ModelSpec): Model {
  if (spec.kind === 'sequential') {
    return sequential(
      spec.layers.map((layer) => made(layers, layer) as Layer),
      { name: spec.name },
    );
  }
  return functional(spec);
}

function functional({ inputs, nodes, outputs, name }: FunctionalSpec): Model {
  const tensors = new Map<string, SymbolicTensor>(inputs.map((each) => [each.name, input(each)]));
  const known = new Map<string, Layer>();
  for (const node of nodes) {
    let layer: Layer;
    if ('layer' in node) layer = known.get(node.layer)!;
    else if (node.type === 'model')
      layer = buildModel({ ...(node as { model: ModelSpec }).model, name: node.name });
    else
      layer = made(layers, {
        type: node.type,
        options: { ...(node as PartSpec).options, name: node.name },
      }) as Layer;
    known.set(node.name, layer);
    const from = node.from.map((each) => tensors.get(each)!);
    tensors.set(node.name, from.length === 1 ? layer(from[0]) : layer(from));
  }
  const from = inputs.map((each) => tensors.get(each.name)!);
  const to = outputs.map((each) => tensors.get(each)!);
  return model({ inputs: from.length === 1 ? from[0] : from, outputs: to.length === 1 ? to[0] : to, name });
}

function compileOptions({ compile }: FitCase): Parameters<Model['compile']>[0] {
  const each = <T, R>(value: PerOutput<T>, change: (one: T) => R): PerOutput<R> => {
    if (Array.isArray(value)) return value.map(change);
    if (typeof value === 'object' && value !== null && !isSpec(value)) {
      return Object.fromEntries(
        Object.entries(value as Record<string, T>).map(([name, one]) => [name, change(one)]),
      );
    }
    return change(value as T);
  };
  const part = (factories: object) => (spec: string | PartSpec) =>
    typeof spec === 'string' ? spec : made(factories, spec);
  const list = (value: PerOutput<(string | PartSpec)[]> | undefined) => {
    if (value === undefined) return undefined;
    const metric = part(metrics);
    if (Array.isArray(value)) return value.map((one) => (Array.isArray(one) ? one.map(metric) : metric(one)));
    return Object.fromEntries(
      Object.entries(value).map(([name, one]) => [name, (one as PartSpec[]).map(metric)]),
    );
  };
  return {
    optimizer: made(optimizers, compile.optimizer),
    loss: each(compile.loss, part(losses)),
    lossWeights: compile.lossWeights,
    metrics: list(compile.metrics),
    weightedMetrics: list(compile.weightedMetrics),
  } as Parameters<Model['compile']>[0];
}

function adapt(built: Model, name: string, x: ArraySpec): void {
  const layer = built.layers.find((each) => each.givenName === name || each.type === name) as unknown as {
    adapt(data: ArraySpec): void;
  };
  layer.adapt(x);
}

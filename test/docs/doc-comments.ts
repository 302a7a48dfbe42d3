import type { Api } from '../../scripts/reference/read-api.js';
import type { Program } from './markdown.js';

/** What the examples in doc comments may use without saying where it is from. */
const preamble = `import * as minibatch from 'minibatch';
import type { Logs, OptimizerOptions, Run } from 'minibatch';
const { defineCallback, defineInitializer, defineLayer, defineLoss, defineMeanMetric, defineMetric } = minibatch;
const { defineOptimizer, defineRegularizer, defineSchedule, batchPlan, describePlan, fitTargets, input } = minibatch;
const { callbacks, initializers, layers, ops, losses, metrics, optimizers, schedules, sequential } = minibatch;
const { adam, sgd } = optimizers;
const { cosineDecay, cosineDecayRestarts, exponentialDecay } = schedules;
const { inverseTimeDecay, piecewiseConstantDecay, polynomialDecay } = schedules;
const positive = { expected: 'a number > 0', holds: (value: unknown) => Number(value) > 0 };
const x = Array.from({ length: 12 }, (_, i) => Array.from({ length: 13 }, (_, k) => Math.sin(i * k)));
const y = x.map(([, a, b]) => a - b);
const xTrain = x;
const model = sequential([layers.dense({ units: 1, inputShape: [13] })]);
model.compile({ loss: 'mse' });
`;

/** The examples of all that is exported: each as a program to check the types of, and one program that runs them all. */
export function examplesOf(api: Api, namespaces: Iterable<string>): { each: Program[]; all: Program } {
  const entries = [
    ...api.values,
    ...[...namespaces].flatMap((name) => api.namespace(name)),
    ...api.members('Model'),
  ].filter(({ example }) => example !== undefined);
  const blocks = entries.map(({ name, example }) => ({ name, code: blockOf(name, String(example)) }));
  return {
    each: blocks.map(({ name, code }) => program(`the example of ${name}`, code)),
    all: program('doc comments', blocks.map(({ code }) => code).join('')),
  };
}

/** `model` itself is a function of the library in the examples of models, and a model in the others. */
function blockOf(name: string, code: string): string {
  return `{\n${name === 'model' ? 'const { model } = minibatch;\n' : ''}${code}\n}\n`;
}

function program(page: string, code: string): Program {
  const lines = [...preamble.split('\n').map(() => 0), ...code.split('\n').map((_, i) => i)];
  return { place: page, page, language: 'ts', noRun: false, code: preamble + code, lines };
}

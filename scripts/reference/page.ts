import { optimizers } from 'minibatch';
import type { Api, ApiEntry, ApiOption } from './read-api.js';

/** The page docs/reference.md: one line for each thing that is exported, as its doc comment has it. */
export function referencePage(api: Api): string {
  const isNamespace = (name: string) => namespaces.has(name);
  const functions = api.values.filter(({ name }) => !isNamespace(name) && !classes.has(name));
  const maker = ({ name }: ApiEntry) => name.startsWith('define');
  const models = ['sequential', 'input', 'model', 'modelFromConfig'];
  const find = (name: string) => functions.find((each) => each.name === name)!;
  const callback = api.members('Callback');
  const hooks = callback.filter(({ name }) => name.startsWith('on'));
  const others = functions.filter((each) => !maker(each) && !models.includes(each.name));

  return `${[
    '# Reference',
    preface,
    '## Models',
    table('function', models.map(find).map(functionRow), 'takes'),
    'A model is a layer: call it on symbolic tensors to build on it. It has `name`, `inputs`, `outputs`, `layers` and `trainable`; one of `sequential` has `add(layer)` too. What it can do:',
    memberTable('member', own(api.members('Model'))),
    '### compile',
    memberTable('option', api.members('CompileOptions')),
    '### fit',
    memberTable('option', api.members('FitOptions')),
    '### evaluate and predict',
    'Both stay silent unless `verbose` is given.',
    memberTable('option of evaluate', api.members('EvaluateOptions')),
    memberTable('option of predict', api.members('PredictOptions')),
    memberTable('option of trainOnBatch and testOnBatch', api.members('BatchOptions')),
    '### History',
    'What `fit` returns. Its arrays have one entry for each epoch. `console.log(history)` prints a short table.',
    memberTable('member', told(api.members('History'))),
    '### The plan',
    'What `batchPlan` gives, and `history.plan`:',
    memberTable('member', api.members('Plan')),
    '## Layers',
    'Every layer also takes:',
    memberTable('option', api.members('LayerOptions')),
    table('layer', api.namespace('layers').map(optionRow)),
    '## Activations',
    "Given by name (`activation: 'relu'`), or as a function of a tensor. What it takes besides `x` stands here.",
    table('activation', api.namespace('activations').map(functionRow), 'takes'),
    '## Initializers',
    "Given by name, in Keras's spellings too (`glorot_uniform`), or made with options.",
    table('initializer', api.namespace('initializers').map(optionRow)),
    '## Regularizers',
    table('regularizer', api.namespace('regularizers').map(optionRow)),
    '## Losses',
    'Given by name: as here, as in Keras (`mean_squared_error`, `MeanSquaredError`), or short: `mse`, `mae`, `mape`, `msle`, `bce`, `kld`, `ce`. Or made with options, or a function `(yTrue, yPred) => values`. Every loss also takes `name` and:',
    memberTable(
      'option',
      api.members('LossOptions').filter(({ name }) => name !== 'name'),
    ),
    table('loss', api.namespace('losses').map(optionRow)),
    '## Metrics',
    'Given by name like losses (and `acc`, `rmse`); the log has the name that was asked for. Every metric also takes `name`.',
    table('metric', api.namespace('metrics').map(optionRow)),
    '## Optimizers',
    'Every optimizer also takes:',
    memberTable('option', api.members('OptimizerOptions')),
    table(
      'optimizer',
      api.namespace('optimizers').map((each) => optimizerRow(each, commonOf(api))),
    ),
    '## Schedules',
    'In the place of a learning rate. They count updates, from 0.',
    table('schedule', api.namespace('schedules').map(optionRow)),
    '## Callbacks',
    'A callback is any object with a `name` and some of these functions, which may return promises. `run` is described below; `logs` are the running means of the epoch by name.',
    hooks.map((each) => `\`${each.name}(${each.parameters})\``).join(' · '),
    memberTable(
      'member',
      callback.filter((each) => !hooks.includes(each)),
    ),
    table(
      'ready-made',
      api
        .namespace('callbacks')
        .filter((each) => !maker(each))
        .map((each) => (each.options.length > 0 ? optionRow(each) : functionRow(each))),
    ),
    '### What a callback sees: run',
    memberTable('member', api.members('Run')),
    '`run.params`:',
    memberTable('member', api.members('RunParams')),
    '`run.timings`, in milliseconds:',
    memberTable('member', api.members('Timings')),
    '## Training state',
    'What `model.trainingState()` gives and `fit` takes as `resume`.',
    memberTable('member', api.members('TrainingState')),
    '## Example data',
    table('data set', api.namespace('datasets').map(functionRow), 'takes'),
    '## Your own parts',
    'Each is shown at work in [architecture.md](architecture.md).',
    table('function', functions.filter(maker).map(functionRow), 'takes'),
    '## Ops',
    'What layers, losses, metrics and activations are written in: functions of tensors in a graph, which hold no numbers.',
    table('op', api.namespace('ops').map(functionRow), 'takes'),
    '## The rest',
    table(
      'name',
      [...others, ...api.values.filter(({ name }) => classes.has(name))].map(functionRow),
      'takes',
    ),
    '## Types',
    api.types.map(({ name }) => `\`${name}\``).join(' · '),
  ].join('\n\n')}\n`;
}

const preface = `One line for each thing that \`minibatch\` exports. Editors show the whole doc comments, with formulas, shapes and references.

This page is made from those comments by \`node scripts/run-ts.mjs scripts/reference.ts\`; a test fails when it no longer agrees with
them. Options are written \`name\` where they must be given, \`name = value\` with their default, and \`name?\` where there is none.`;

export const namespaces: ReadonlySet<string> = new Set([
  ...['layers', 'activations', 'initializers', 'regularizers', 'losses', 'metrics', 'optimizers'],
  ...['schedules', 'callbacks', 'datasets', 'ops'],
]);
const classes: ReadonlySet<string> = new Set([
  ...['NDArray', 'History', 'MinibatchError', 'ShapeError', 'UnknownNameError', 'ValueError'],
]);

/** What a model can do, without what it has as a layer. */
function own(members: readonly ApiOption[]): ApiOption[] {
  const names = members.map(({ name }) => name);
  return members.slice(names.indexOf('compile'), names.indexOf('type'));
}

/** Without the functions by which fit fills it. */
function told(members: readonly ApiOption[]): ApiOption[] {
  return members.filter(({ name }) => !/^on[A-Z]|State$|^name$/.test(name));
}

function commonOf(api: Api): ReadonlySet<string> {
  return new Set(api.members('OptimizerOptions').map(({ name }) => name));
}

type Row = readonly [name: string, options: string, text: string];

function optionRow({ name, options, summary }: ApiEntry): Row {
  return [`\`${name}\``, options.map(optionText).join(', '), summary];
}

function optimizerRow({ name, options, summary }: ApiEntry, common: ReadonlySet<string>): Row {
  const made = optimizers[name as keyof typeof optimizers]().options;
  const shared = ['learningRate', 'weightDecay'].flatMap((each) =>
    made[each] === undefined ? [] : [`\`${each} = ${made[each]}\``],
  );
  const texts = options.filter((each) => !common.has(each.name)).map(optionText);
  return [`\`${name}\``, [...shared, ...texts].join(', '), summary];
}

function functionRow({ name, parameters, summary }: ApiEntry): Row {
  return [`\`${name}\``, parameters.length === 0 ? '' : `\`${parameters.join(', ')}\``, summary];
}

function optionText(option: ApiOption): string {
  const { name, required } = option;
  const value = defaultValue(option);
  if (value !== undefined) return `\`${name} = ${value}\``;
  return required ? `\`${name}\`` : `\`${name}?\``;
}

/** The default as code, without what is said about it; undefined where it is told in words. */
export function defaultValue({ default: text }: ApiOption): string | undefined {
  return /^(-?[\d.]+(e-?\d+)?|'[^']*'|true|false|null|\[\])(?=$|:| \()/.exec(text ?? '')?.[0];
}

function table(title: string, rows: readonly Row[], second = 'options'): string {
  const plain = rows.every(([, options]) => options === '');
  return [
    plain ? `| ${title} | |` : `| ${title} | ${second} | |`,
    plain ? '| --- | --- |' : '| --- | --- | --- |',
    ...rows.map(([name, options, text]) =>
      plain ? `| ${cell(name)} | ${cell(text)} |` : `| ${cell(name)} | ${cell(options)} | ${cell(text)} |`,
    ),
  ].join('\n');
}

function memberTable(title: string, members: readonly ApiOption[]): string {
  const rows = members.map(({ name, required, default: value, text, parameters }) => {
    const call = parameters === undefined ? name : `${name}(${parameters})`;
    const mark =
      !required && parameters === undefined && value === undefined && title.startsWith('option') ? '?' : '';
    const told = value === undefined ? text : `${text} Default: ${asCode(value)}`;
    return `| ${cell(`\`${call}${mark}\``)} | ${cell(told.trim())} |`;
  });
  return [`| ${title} | |`, '| --- | --- |', ...rows].join('\n');
}

function asCode(value: string): string {
  return defaultValue({ default: value } as ApiOption) === value ? `\`${value}\`` : value;
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}

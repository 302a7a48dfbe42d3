import { sizeOf } from '../array/ndarray.js';
import type { Dim } from '../graph/dim.js';
import type { Layer } from '../layers/layer.js';
import type { Weight } from '../layers/weight.js';
import type { Network } from './network.js';

interface Row {
  name: string;
  shape: string;
  params: string;
  from: string;
}

/** The layers as a table: name and type, output shape, parameters, and where the input comes from if not from the row above. */
export function summarize(name: string, network: Network | undefined, layers: readonly Layer[]): string {
  if (network === undefined) {
    const list = layers.map((layer) => layer.givenName ?? layer.type).join(' → ');
    return `Model: ${name} (waits for its inputs' shape)\n${list}`;
  }
  const rows = rowsOf(network);
  const title: Row = {
    name: 'Layer (type)',
    shape: 'Output shape',
    params: 'Parameters',
    from: 'Connected to',
  };
  const columns: (keyof Row)[] = rows.some((row) => row.from !== '')
    ? ['name', 'shape', 'params', 'from']
    : ['name', 'shape', 'params'];
  const widths = columns.map((column) => Math.max(...[title, ...rows].map((row) => row[column].length)));
  const line = (row: Row) =>
    columns
      .map((column, i) =>
        column === 'params' ? row[column].padStart(widths[i]) : row[column].padEnd(widths[i]),
      )
      .join('   ')
      .trimEnd();
  const rule = '─'.repeat(widths.reduce((sum, width) => sum + width + 3, -3));
  const weights = network.weights.map((each) => each.weight);
  const count = (chosen: readonly Weight[]) =>
    chosen.reduce((sum, { shape }) => sum + sizeOf(shape), 0).toLocaleString('en-US');
  const isTrained = ({ trainable, frozen }: Weight) => trainable && !frozen;
  return [
    `Model: ${name}`,
    rule,
    line(title),
    rule,
    ...rows.map(line),
    rule,
    ...outputLines(network),
    `Parameters: ${count(weights)}, of which ${count(weights.filter(isTrained))} are trained`,
  ].join('\n');
}

/** Where several outputs come from: losses and logs go by their names. */
function outputLines(network: Network): string[] {
  if (network.outputs.length === 1) return [];
  const places = network.outputs.map(({ name }, i) => {
    const layer = nameOf(network, network.outputTensors[i]);
    return layer === name ? name : `${name} (${layer})`;
  });
  return [`Outputs: ${places.join(', ')}`];
}

function rowsOf(network: Network): Row[] {
  const rows: Row[] = network.inputs.map(({ name, shape }) => ({
    name: `${name} (input)`,
    shape: showDims(shape),
    params: '0',
    from: '',
  }));
  const seen = new Set<Layer>();
  let above = network.inputs.length === 1 ? network.inputs[0].name : '';
  for (const { layer, inputs, outputs } of network.calls) {
    const name = network.names.get(layer)!;
    const sources = inputs.map((tensor) => nameOf(network, tensor));
    const params = seen.has(layer)
      ? 'shared'
      : layer.weights.reduce((sum, { shape }) => sum + sizeOf(shape), 0).toLocaleString('en-US');
    seen.add(layer);
    rows.push({
      name: `${name} (${layer.type})`,
      shape: outputs.map(({ shape }) => showDims(shape)).join(', '),
      params,
      from: sources.length === 1 && sources[0] === above ? '' : sources.join(', '),
    });
    above = name;
  }
  return rows;
}

function nameOf(network: Network, tensor: Network['inputTensors'][number]): string {
  if (tensor.call !== undefined) return network.names.get(tensor.call.layer)!;
  return network.inputs[network.inputTensors.indexOf(tensor)].name;
}

function showDims(shape: readonly Dim[]): string {
  return `[${shape.join(', ')}]`;
}

import { showShape } from '../array/ndarray.js';
import { ShapeError, show, ValueError } from '../errors.js';
import { sameShape } from '../graph/dim.js';
import type { TensorType } from '../graph/tensor.js';
import type {
  InputIds,
  Layer,
  LayerCall,
  MaskedTensor,
  SymbolicTensor,
  TraceContext,
} from '../layers/layer.js';
import type { NamedWeight, Port, Trainable } from '../train/trainable.js';

/** Layers connected from inputs to outputs, named: what a sequential and a functional model both come down to. */
export class Network implements Trainable {
  readonly inputs: readonly Port[];
  readonly outputs: readonly Port[];
  /** Calls in an order in which each comes after those it needs. */
  readonly calls: readonly LayerCall[];
  /** Each once, in the order of their first call. */
  readonly layers: readonly Layer[];
  readonly weights: readonly NamedWeight[];
  /** For each input that goes into a layer as ids: the smallest number of ids that such a layer knows. */
  readonly inputIds: readonly (InputIds | undefined)[];
  /** The layers' names: unique within the model. */
  readonly names: ReadonlyMap<Layer, string>;

  /** @throws ValueError if an output does not come from the inputs, or two layers have one name. */
  constructor(
    readonly name: string,
    readonly inputTensors: readonly SymbolicTensor[],
    readonly outputTensors: readonly SymbolicTensor[],
    names: { inputs?: readonly string[]; outputs?: readonly string[] } = {},
  ) {
    this.calls = callsBetween(name, inputTensors, outputTensors);
    this.layers = [...new Set(this.calls.map((call) => call.layer))];
    this.names = nameLayers(name, this.layers);
    this.weights = namedWeights(this.layers, this.names);
    this.inputIds = inputTensors.map((tensor) => this.#idsOf(tensor));
    const inputNames = names.inputs ?? numbered(inputTensors.map((tensor) => tensor.name ?? 'input'));
    this.inputs = inputTensors.map(({ dtype, shape }, i) => ({ name: inputNames[i], dtype, shape }));
    const produced = outputTensors.map(({ call, name: own }) =>
      call === undefined ? (own ?? 'input') : this.names.get(call.layer)!,
    );
    const unique = names.outputs ?? numbered(produced);
    this.outputs = outputTensors.map(({ dtype, shape }, i) => ({ name: unique[i], dtype, shape }));
  }

  trace(inputs: readonly MaskedTensor[], context: TraceContext): MaskedTensor[] {
    this.checkInputs(inputs.map((each) => each.tensor));
    const values = new Map<SymbolicTensor, MaskedTensor>();
    for (const [i, tensor] of this.inputTensors.entries()) values.set(tensor, inputs[i]);
    for (const { layer, inputs: from, outputs } of this.calls) {
      const results = layer.trace(
        from.map((tensor) => values.get(tensor)!),
        context,
      );
      for (const [i, output] of outputs.entries()) values.set(output, results[i]);
    }
    return this.outputTensors.map((tensor) => values.get(tensor)!);
  }

  #idsOf(tensor: SymbolicTensor): InputIds | undefined {
    const wanted = this.calls.flatMap(({ layer, inputs }) =>
      inputs.flatMap((input, i) => {
        const ids = input === tensor ? layer.inputIds?.[i] : undefined;
        return ids === undefined
          ? []
          : [{ count: ids.count, path: [this.names.get(layer), ids.path].filter(Boolean).join('/') }];
      }),
    );
    return wanted.sort((a, b) => a.count - b.count)[0];
  }

  /** @throws ShapeError if a tensor does not fit its input. */
  checkInputs(tensors: readonly TensorType[]): void {
    if (tensors.length !== this.inputs.length) {
      throw new ShapeError(this.name, `${this.inputs.length} inputs`, `${tensors.length}`);
    }
    for (const [i, { name, shape }] of this.inputs.entries()) {
      if (!sameShape(shape.slice(1), tensors[i].shape.slice(1))) {
        throw new ShapeError(`${this.name}: ${name}`, showShape(shape), showShape(tensors[i].shape));
      }
    }
  }
}

/** Follows the outputs back to the inputs. */
function callsBetween(
  where: string,
  inputs: readonly SymbolicTensor[],
  outputs: readonly SymbolicTensor[],
): LayerCall[] {
  for (const tensor of [...inputs, ...outputs]) {
    if (tensor?.traced === undefined) {
      throw new ValueError(
        where,
        'symbolic tensors as inputs and outputs',
        show(tensor),
        'Start from input({ shape }).',
      );
    }
  }
  const place = `${where}: inputs`;
  if (new Set(inputs).size < inputs.length) throw new ValueError(place, 'each input once', 'one twice');
  const given = inputs.flatMap(({ name }) => (name === undefined ? [] : [name]));
  const twice = given.find((name, i) => given.indexOf(name) !== i);
  if (twice !== undefined) throw new ValueError(place, 'names that differ', `'${twice}' twice`);
  if (outputs.length === 0) throw new ValueError(`${where}: outputs`, 'at least one', 'none');
  const found = new Set<LayerCall>();
  const pending = [...outputs];
  const seen = new Set<SymbolicTensor>(inputs);
  while (pending.length > 0) {
    const tensor = pending.pop()!;
    if (seen.has(tensor)) continue;
    seen.add(tensor);
    if (tensor.call === undefined) {
      const name = tensor.name === undefined ? 'an input' : `the input '${tensor.name}'`;
      throw new ValueError(
        where,
        'outputs that follow from its inputs',
        `${name} that is not in its list`,
        'Add it to inputs.',
      );
    }
    found.add(tensor.call);
    pending.push(...tensor.call.inputs);
  }
  return [...found].sort((a, b) => a.id - b.id);
}

/** Given names stay; the others are the type, numbered where there are several: `dense`, `dense_1`. */
export function nameLayers(where: string, all: readonly Layer[]): Map<Layer, string> {
  const layers = [...new Set(all)];
  const given = layers.flatMap((layer) => (layer.givenName === undefined ? [] : [layer.givenName]));
  const twice = given.find((name, i) => given.indexOf(name) !== i);
  if (twice !== undefined) throw new ValueError(where, 'layers with names that differ', `'${twice}' twice`);
  const used = new Set(given);
  return new Map(layers.map((layer) => [layer, layer.givenName ?? free(layer.type, used)]));
}

/** The name, or the name with the first number that is free; takes it. */
function free(name: string, used: Set<string>): string {
  let candidate = name;
  for (let i = 1; used.has(candidate); i++) candidate = `${name}_${i}`;
  used.add(candidate);
  return candidate;
}

function numbered(names: readonly string[]): string[] {
  const used = new Set<string>();
  return names.map((name) => free(name, used));
}

/** All weights, each once even if its layer stands in several places, by path: `block/dense_1/kernel`. */
function namedWeights(layers: readonly Layer[], names: ReadonlyMap<Layer, string>): NamedWeight[] {
  const seen = new Set<object>();
  const list: NamedWeight[] = [];
  for (const layer of layers) {
    for (const [i, weight] of layer.weights.entries()) {
      if (seen.has(weight)) continue;
      seen.add(weight);
      list.push({ path: `${names.get(layer)}/${layer.weightPaths?.[i] ?? weight.name}`, weight });
    }
  }
  return list;
}

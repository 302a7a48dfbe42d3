import type { Dim } from '../graph/dim.js';
import { gradients } from '../graph/gradients.js';
import { type Graph, graph, type NamedTensor } from '../graph/graph.js';
import { constant, filled, placeholder } from '../graph/leaf.js';
import { simplify } from '../graph/simplify.js';
import type { Tensor } from '../graph/tensor.js';
import type { DropoutRequest, TraceContext } from '../layers/layer.js';
import type { Weight } from '../layers/weight.js';
import { add, mul } from '../ops/index.js';
import { names } from './names.js';
import type { Objective } from './objective.js';
import { type OutputTerms, outputTerms } from './output-terms.js';
import type { NamedWeight, Trainable } from './trainable.js';

/** What a step is to do and what its batches bring. Two batches of one signature share a graph. */
export interface StepRequest {
  /** `train`: loss, metrics, gradients and new moving statistics. `test`: loss and metrics. `predict`: outputs alone. */
  readonly mode: 'train' | 'test' | 'predict';
  /** Shape of one target of each output, without the batch axis; undefined where there is none. */
  readonly targets: readonly (readonly number[] | undefined)[];
  /** Shape of one sample's weight for each output; undefined where samples count alike. */
  readonly sampleWeights: readonly (readonly number[] | undefined)[];
}

/** One graph from a batch to everything that a step wants of it, and what must be fed into it. */
export interface StepGraph {
  readonly graph: Graph;
  readonly request: StepRequest;
  /** Masks to draw anew before each run, in the order of `names.dropout`. */
  readonly dropout: readonly DropoutRequest[];
  /** Weights whose gradients come out. */
  readonly trained: readonly NamedWeight[];
  /** Weights whose next values come out. */
  readonly updated: readonly NamedWeight[];
  /** What each output adds to the loss and the metrics; none in `predict`. */
  readonly terms: readonly OutputTerms[];
  /** Whether penalties (regularizers, layers' own) are part of the loss. */
  readonly penalized: boolean;
}

/**
 * Traces the model on a batch, adds loss and metrics, and differentiates:
 *
 *     loss = Σ over outputs  lossWeight · lossScale · Σ weight · value   +   penaltyScale · Σ penalties
 *
 * Step number and learning rate are no part of it, so schedules never make it anew; nor is the size of the batch.
 *
 * @param trainable What an optimizer may change: settled once for a trainer, whatever is frozen later.
 */
export function stepGraph(
  model: Trainable,
  objective: Objective,
  request: StepRequest,
  trainable: readonly NamedWeight[] = model.weights.filter(
    ({ weight }) => weight.trainable && !weight.frozen,
  ),
): StepGraph {
  const inputs: NamedTensor[] = [];
  const outputs: NamedTensor[] = [];
  const feed = (name: string, ...type: ['float32' | Tensor['dtype'], readonly Dim[]]): Tensor => {
    const tensor = placeholder(name, ...type);
    inputs.push({ name, tensor });
    return tensor;
  };
  const training = request.mode === 'train';
  const trace = new StepTrace(model, { training, trainable }, feed);
  const xs = model.inputs.map(({ dtype, shape }, i) => ({ tensor: feed(names.x(i), dtype, shape) }));
  const predictions = model.trace(xs, trace);

  if (request.mode === 'predict') {
    outputs.push(...predictions.map(({ tensor }, i) => ({ name: names.output(i), tensor })));
    return finish(model, { inputs, outputs, request, trace, trained: [], terms: [], penalized: false });
  }

  const terms = objective.outputs.map((output, i) =>
    outputTerms(output, predictions[i], {
      index: i,
      several: objective.outputs.length > 1,
      target: request.targets[i],
      sampleWeight: request.sampleWeights[i],
      feed,
    }),
  );
  const penalties = [...trace.penalties(), ...trace.losses];
  const parts = terms.flatMap(({ loss, lossWeight }) => (loss === undefined ? [] : [mul(loss, lossWeight)]));
  if (penalties.length > 0) {
    const scale = feed(names.penaltyScale, 'float32', []);
    parts.push(
      mul(
        penalties.reduce((sum, penalty) => add(sum, penalty)),
        scale,
      ),
    );
  }
  const loss = parts.length === 0 ? constant(0) : parts.reduce((sum, part) => add(sum, part));
  outputs.push({ name: names.loss, tensor: loss });
  terms.forEach((term, i) => {
    if (term.loss !== undefined && objective.outputs.length > 1) {
      outputs.push({ name: names.outputLoss(i), tensor: term.loss });
    }
    for (const [m, sums] of term.metrics.entries()) {
      for (const [key, tensor] of Object.entries(sums))
        outputs.push({ name: names.metric(i, m, key), tensor });
    }
  });

  const trained = training ? trainable : [];
  const tensors = trained.map(({ weight }) => trace.source(weight));
  gradients(loss, tensors, { seed: constant(1), add }).forEach((gradient, i) => {
    outputs.push({
      name: names.gradient(trained[i].path),
      tensor: gradient ?? filled(trained[i].weight.shape, 0),
    });
  });
  return finish(model, { inputs, outputs, request, trace, trained, terms, penalized: penalties.length > 0 });
}

function finish(
  model: Trainable,
  parts: Omit<StepGraph, 'graph' | 'dropout' | 'updated'> & {
    inputs: NamedTensor[];
    outputs: NamedTensor[];
    trace: StepTrace;
  },
): StepGraph {
  const { inputs, outputs, trace, ...rest } = parts;
  const updated = model.weights.filter(({ weight }) => trace.updates.has(weight));
  for (const { path, weight } of updated) {
    outputs.push({ name: names.update(path), tensor: trace.updates.get(weight)! });
  }
  const whole = simplify(graph(`${model.name} ${rest.request.mode}`, inputs, outputs));
  return { ...rest, graph: whole, dropout: trace.dropout, updated };
}

/** Feeds weights and masks into the graph as layers ask for them, and collects what they give back. */
class StepTrace implements TraceContext {
  readonly dropout: DropoutRequest[] = [];
  readonly losses: Tensor[] = [];
  readonly updates = new Map<Weight, Tensor>();
  readonly #weights = new Map<Weight, Tensor>();

  constructor(
    readonly model: Trainable,
    readonly options: { training: boolean; trainable: readonly NamedWeight[] },
    readonly feed: (name: string, dtype: 'float32', shape: readonly Dim[]) => Tensor,
  ) {
    for (const { path, weight } of model.weights) {
      this.#weights.set(weight, feed(names.weight(path), 'float32', weight.shape));
    }
  }

  weight(weight: Weight): Tensor {
    // A layer that is called twice and updates its statistics sees its own first update the second time.
    return this.updates.get(weight) ?? this.source(weight);
  }

  /** The weight as it was fed. */
  source(weight: Weight): Tensor {
    return this.#weights.get(weight)!;
  }

  update(weight: Weight, value: Tensor): void {
    this.updates.set(weight, value);
  }

  dropoutMask(request: DropoutRequest): Tensor {
    this.dropout.push(request);
    return this.feed(names.dropout(this.dropout.length - 1), 'float32', request.shape);
  }

  addLoss(value: Tensor): void {
    this.losses.push(value);
  }

  get training(): boolean {
    return this.options.training;
  }

  /** Regularizers' penalties on weights that are trained; as in Keras, also while testing. */
  penalties(): Tensor[] {
    return this.options.trainable.flatMap(({ weight }) =>
      weight.regularizer === undefined ? [] : [weight.regularizer.penalty(this.weight(weight))],
    );
  }
}

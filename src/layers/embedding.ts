import { cast, gather, notEqual } from '../ops/index.js';
import { checkCount, checkFlag } from './check-options.js';
import { defineLayer, type LayerFactory } from './define-layer.js';
import { type InitializerLike, resolveInitializer } from './initializers/resolve-initializer.js';
import { type RegularizerLike, resolveRegularizer } from './regularizers/resolve-regularizer.js';
import type { WeightSpec } from './weight.js';

export interface EmbeddingOptions {
  /** How many ids there are: they go from 0 to inputDim - 1. */
  inputDim: number;
  /** Length of each id's vector. */
  outputDim: number;
  /** @default 'uniform': evenly from -0.05 to 0.05 */
  embeddingsInitializer?: InitializerLike;
  /** A penalty on the table. @default none */
  embeddingsRegularizer?: RegularizerLike;
  /** Whether id 0 is padding, which later layers leave out. @default false */
  maskZero?: boolean;
}

/**
 * A learnt vector for each id: a row of a table.
 *
 * Shapes: [batch, ...] of ids → [batch, ..., outputDim]
 * Parameters: embeddings [inputDim, outputDim].
 */
export const embedding: LayerFactory<EmbeddingOptions> = defineLayer<EmbeddingOptions>({
  type: 'embedding',
  defaults: {
    inputDim: undefined,
    outputDim: undefined,
    embeddingsInitializer: 'uniform',
    embeddingsRegularizer: undefined,
    maskZero: false,
  },
  check(options, where) {
    checkCount(options.inputDim, `${where}: inputDim`);
    checkCount(options.outputDim, `${where}: outputDim`);
    checkFlag(options.maskZero, `${where}: maskZero`);
    weightsOf(options, where);
  },
  weights: (_, options, where) => weightsOf(options, where),
  inputIds: (options) => options.inputDim,
  call({ x, weights }) {
    const ids = x.dtype === 'int64' ? x : cast(x, 'int32');
    return gather(weights.embeddings, ids);
  },
  mask: ({ x, options }) => (options.maskZero ? notEqual(x, 0) : undefined),
});

function weightsOf(options: EmbeddingOptions, where: string): Record<string, WeightSpec> {
  const embeddings = {
    shape: [options.inputDim, options.outputDim],
    initializer: resolveInitializer(options.embeddingsInitializer!, `${where}: embeddingsInitializer`),
    regularizer: resolveRegularizer(options.embeddingsRegularizer, `${where}: embeddingsRegularizer`),
  };
  return { embeddings };
}

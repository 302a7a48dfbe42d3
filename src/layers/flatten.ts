import { multiplyDims } from '../graph/dim.js';
import { reshape, transpose } from '../ops/index.js';
import { checkChoice } from './check-options.js';
import { defineLayer, type LayerFactory } from './define-layer.js';

export interface FlattenOptions {
  /** `'channelsFirst'` moves the second axis last before flattening. @default 'channelsLast' */
  dataFormat?: 'channelsLast' | 'channelsFirst';
}

/**
 * All of a sample's numbers in one axis.
 *
 * Shapes: [batch, ...axes] → [batch, product of the axes]; [batch] → [batch, 1]
 */
export const flatten: LayerFactory<FlattenOptions> = defineLayer<FlattenOptions>({
  type: 'flatten',
  defaults: { dataFormat: 'channelsLast' },
  check: ({ dataFormat }, where) =>
    checkChoice(dataFormat, `${where}: dataFormat`, ['channelsLast', 'channelsFirst']),
  call({ x, options: { dataFormat } }) {
    const axes = x.shape.map((_, axis) => axis);
    const last =
      dataFormat === 'channelsFirst' && axes.length > 2 ? transpose(x, [0, ...axes.slice(2), 1]) : x;
    return reshape(last, [x.shape[0], multiplyDims(x.shape.slice(1))]);
  },
  mask: 'drop',
});

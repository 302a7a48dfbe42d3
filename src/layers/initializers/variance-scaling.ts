import type { Shape } from '../../array/ndarray.js';
import { fillNormal, fillTruncatedNormal, fillUniform } from '../../array/random.js';
import { show, UnknownNameError, ValueError } from '../../errors.js';
import { defineInitializer, type InitializerFactory, type SeedOption } from './define-initializer.js';
import { fans } from './fans.js';
import type { WeightKey } from './initializer.js';

export interface VarianceScalingOptions extends SeedOption {
  /** Scales the variance, > 0. @default 1 */
  scale?: number;
  /** Which number of connections divides the variance. @default 'fanIn' */
  mode?: 'fanIn' | 'fanOut' | 'fanAvg';
  /** @default 'truncatedNormal' */
  distribution?: 'truncatedNormal' | 'untruncatedNormal' | 'uniform';
}

const modes = ['fanIn', 'fanOut', 'fanAvg'] as const;
const distributions = ['truncatedNormal', 'untruncatedNormal', 'uniform'] as const;

/** The deviation of a standard normal distribution that is cut off at ±2. */
const truncatedDeviation = 0.8796256610342398;

/** Fills a weight with random numbers whose variance is scale / fan. */
export function fillScaled(
  out: Float32Array,
  shape: Shape,
  key: WeightKey,
  { scale, mode, distribution }: Required<Omit<VarianceScalingOptions, 'seed'>>,
): void {
  const { fanIn, fanOut } = fans(shape);
  const fan = { fanIn, fanOut, fanAvg: (fanIn + fanOut) / 2 }[mode];
  const variance = scale / Math.max(1, fan);
  if (distribution === 'uniform') {
    const limit = Math.sqrt(3 * variance);
    fillUniform(out, { ...key, low: -limit, high: limit });
  } else if (distribution === 'untruncatedNormal') {
    fillNormal(out, { ...key, mean: 0, deviation: Math.sqrt(variance) });
  } else {
    fillTruncatedNormal(out, { ...key, mean: 0, deviation: Math.sqrt(variance) / truncatedDeviation });
  }
}

/**
 * Random numbers whose variance is scale / fan, so that signals keep their size through the layers.
 *
 *     uniform            ±√(3 · scale / fan)
 *     untruncatedNormal  deviation √(scale / fan)
 *     truncatedNormal    the same deviation after the tails beyond 2σ are drawn again
 *
 * Reference: He et al. 2015, arXiv 1502.01852, which all of the glorot, he and lecun initializers are cases of.
 */
export const varianceScaling: InitializerFactory<VarianceScalingOptions> =
  defineInitializer<VarianceScalingOptions>({
    type: 'varianceScaling',
    defaults: { scale: 1, mode: 'fanIn', distribution: 'truncatedNormal', seed: undefined },
    check({ scale, mode, distribution }, where) {
      if (!(typeof scale === 'number' && scale > 0 && Number.isFinite(scale))) {
        throw new ValueError(`${where}: scale`, 'a number > 0', show(scale));
      }
      if (!modes.includes(mode!)) throw new UnknownNameError(`${where}: mode`, 'mode', String(mode), modes);
      if (!distributions.includes(distribution!)) {
        throw new UnknownNameError(
          `${where}: distribution`,
          'distribution',
          String(distribution),
          distributions,
        );
      }
    },
    fill: ({ out, shape, key, options }) =>
      fillScaled(out, shape, key, options as Required<VarianceScalingOptions>),
  });

/** A case of {@link varianceScaling} under its own name. */
export function scaledInitializer(
  type: string,
  settings: Required<Omit<VarianceScalingOptions, 'seed'>>,
): InitializerFactory<SeedOption> {
  return defineInitializer<SeedOption>({
    type,
    defaults: { seed: undefined },
    fill: ({ out, shape, key }) => fillScaled(out, shape, key, settings),
  });
}

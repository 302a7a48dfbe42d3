import type { Shape } from '../array/ndarray.js';
import { checkFlag, checkNumber } from './check-options.js';
import { type InitializerLike, resolveInitializer } from './initializers/resolve-initializer.js';
import { type RegularizerLike, resolveRegularizer } from './regularizers/resolve-regularizer.js';
import type { WeightSpec } from './weight.js';

/** Options of layers that normalize and then may scale by γ and move by β. */
export interface ScaleAndCenterOptions {
  /** Keeps the divisor away from zero, ≥ 0. @default 0.001 */
  epsilon?: number;
  /** Whether to add β. @default true */
  center?: boolean;
  /** Whether to multiply by γ. @default true */
  scale?: boolean;
  /** @default 'zeros' */
  betaInitializer?: InitializerLike;
  /** @default 'ones' */
  gammaInitializer?: InitializerLike;
  /** A penalty on β. @default none */
  betaRegularizer?: RegularizerLike;
  /** A penalty on γ. @default none */
  gammaRegularizer?: RegularizerLike;
}

/** Their defaults. */
export const scaleAndCenterDefaults: Required<ScaleAndCenterOptions> = {
  epsilon: 1e-3,
  center: true,
  scale: true,
  betaInitializer: 'zeros',
  gammaInitializer: 'ones',
  betaRegularizer: undefined as unknown as RegularizerLike,
  gammaRegularizer: undefined as unknown as RegularizerLike,
};

/** Refuses bad ones. */
export function checkScaleAndCenter(options: ScaleAndCenterOptions, where: string): void {
  checkNumber(options.epsilon, `${where}: epsilon`, { low: 0 });
  checkFlag(options.center, `${where}: center`);
  checkFlag(options.scale, `${where}: scale`);
  scaleAndCenterWeights([1], options, where);
}

/** γ and β, as far as they are wanted. */
export function scaleAndCenterWeights(
  shape: Shape,
  options: ScaleAndCenterOptions,
  where: string,
): Record<string, WeightSpec> {
  const gamma = {
    shape,
    initializer: resolveInitializer(options.gammaInitializer!, `${where}: gammaInitializer`),
    regularizer: resolveRegularizer(options.gammaRegularizer, `${where}: gammaRegularizer`),
  };
  const beta = {
    shape,
    initializer: resolveInitializer(options.betaInitializer!, `${where}: betaInitializer`),
    regularizer: resolveRegularizer(options.betaRegularizer, `${where}: betaRegularizer`),
  };
  return { ...(options.scale ? { gamma } : {}), ...(options.center ? { beta } : {}) };
}

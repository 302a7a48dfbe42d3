import { describe, expect, it } from 'vitest';
import { createOptimizerPass, slotNames } from '../engines/fused.js';
import { webAssembly } from '../platform/webassembly.js';
import { checkOptimizer, type OptimizerProblem } from '../testing/check-optimizer.js';
import { adam } from './adam.js';
import { adamw } from './adamw.js';
import { decayRate } from './check-options.js';
import { defineOptimizer } from './define-optimizer.js';
import { interpretedPass } from './interpreted-pass.js';
import { learningRateAt } from './learning-rate-at.js';
import { lion } from './lion.js';
import { nadam } from './nadam.js';
import type { Optimizer, OptimizerOptions } from './optimizer.js';
import { optimizerFromConfig } from './optimizer-from-config.js';
import type { OptimizerPlace } from './optimizer-pass.js';
import { resolveOptimizer } from './resolve-optimizer.js';
import { rmsprop } from './rmsprop.js';
import { exponentialDecay } from './schedules/exponential-decay.js';
import { piecewiseConstantDecay } from './schedules/piecewise-constant-decay.js';
import { sgd } from './sgd.js';

describe('optimizers refuse', () => {
  it.each([
    [() => adam({ learningRate: 0 }), 'adam: learningRate: expected a number > 0 or a schedule, got 0.'],
    [
      () => adam({ learningRate: Number.NaN }),
      'adam: learningRate: expected a number > 0 or a schedule, got NaN.',
    ],
    [() => adam({ beta1: 1 }), 'adam: beta1: expected a number ≥ 0 and < 1, got 1.'],
    [() => adam({ amsgrad: 1 as never }), 'adam: amsgrad: expected true or false, got 1.'],
    [() => adam({ learninRate: 1 } as never), "Did you mean 'learningRate'?"],
    [() => sgd({ nesterof: true } as never), "Did you mean 'nesterov'?"],
    [() => sgd({ momentum: 1.1 }), 'sgd: momentum: expected a number from 0 to 1, got 1.1.'],
    [
      () => sgd({ clipnorm: 1, clipvalue: 1 }),
      'sgd: expected one of clipnorm, clipvalue and globalClipnorm, got clipnorm and clipvalue.',
    ],
    [
      () => sgd({ emaOverwriteFrequency: 1.5 }),
      'sgd: emaOverwriteFrequency: expected a whole number ≥ 1, got 1.5.',
    ],
    [() => sgd({ emaMomentum: 2 }), 'sgd: emaMomentum: expected a number from 0 to 1, got 2.'],
    [() => adamw({ weightDecay: -1 }), 'adamw: weightDecay: expected a number ≥ 0, got -1.'],
    [
      () => adamw({ excludeFromWeightDecay: ['('] }),
      'excludeFromWeightDecay: expected a list of regular expressions',
    ],
    [() => lion({ beta1: 0 }), 'lion: beta1: expected a number > 0 and ≤ 1, got 0.'],
    [() => rmsprop({ epsilon: 0 }), 'rmsprop: epsilon: expected a number > 0, got 0.'],
    [() => sgd(5 as never), 'sgd: expected an object of options, got 5.'],
    [() => resolveOptimizer('adm' as never), "Did you mean 'adam'?"],
    [
      () => resolveOptimizer(undefined as never, 'compile: optimizer'),
      'compile: optimizer: expected a name or a config',
    ],
    [() => sgd({ learningRate: { type: 'cosinDecay' } as never }), "Did you mean 'cosineDecay'?"],
  ])('bad options and unknown names: %#', (make, message) => {
    expect(make).toThrow(message);
  });
});

describe('optimizers take', () => {
  it('options at the ends of their ranges', () => {
    expect(sgd({ emaOverwriteFrequency: 1, momentum: 1, emaMomentum: 0 }).options.emaOverwriteFrequency).toBe(
      1,
    );
    expect(lion({ beta1: 1, beta2: 0 }).options.beta1).toBe(1);
  });
});

describe('configs', () => {
  it('hold type and options, and give the same optimizer back, schedule and all', () => {
    const optimizer = adam({
      beta1: 0.8,
      clipnorm: 2,
      learningRate: exponentialDecay({ initialLearningRate: 0.1, decaySteps: 2, decayRate: 0.5 }),
    });
    const config = JSON.parse(JSON.stringify(optimizer));
    expect(config).toEqual({
      type: 'adam',
      options: {
        learningRate: {
          type: 'exponentialDecay',
          options: { initialLearningRate: 0.1, decaySteps: 2, decayRate: 0.5, staircase: false },
        },
        beta1: 0.8,
        beta2: 0.999,
        epsilon: 1e-7,
        amsgrad: false,
        clipnorm: 2,
        useEma: false,
        emaMomentum: 0.99,
      },
    });
    const again = optimizerFromConfig(config);
    expect(JSON.parse(JSON.stringify(again))).toEqual(config);
    expect(learningRateAt(again, 2)).toBe(0.05);
  });

  it('may be a name or the optimizer itself', () => {
    const optimizer = sgd();
    expect(resolveOptimizer(optimizer)).toBe(optimizer);
    expect(resolveOptimizer('rmsprop').options).toEqual(rmsprop().options);
  });
});

describe('defaults are those of Keras', () => {
  it.each([
    ['sgd', { learningRate: 0.01, momentum: 0, nesterov: false }],
    ['rmsprop', { learningRate: 0.001, rho: 0.9, momentum: 0, epsilon: 1e-7, centered: false }],
    ['adam', { learningRate: 0.001, beta1: 0.9, beta2: 0.999, epsilon: 1e-7, amsgrad: false }],
    [
      'adamw',
      { learningRate: 0.001, beta1: 0.9, beta2: 0.999, epsilon: 1e-7, amsgrad: false, weightDecay: 0.004 },
    ],
    ['adamax', { learningRate: 0.001, beta1: 0.9, beta2: 0.999, epsilon: 1e-7 }],
    ['nadam', { learningRate: 0.001, beta1: 0.9, beta2: 0.999, epsilon: 1e-7 }],
    ['adagrad', { learningRate: 0.001, initialAccumulatorValue: 0.1, epsilon: 1e-7 }],
    ['adadelta', { learningRate: 0.001, rho: 0.95, epsilon: 1e-7 }],
    [
      'ftrl',
      {
        learningRate: 0.001,
        initialAccumulatorValue: 0.1,
        l1RegularizationStrength: 0,
        l2RegularizationStrength: 0,
        l2ShrinkageRegularizationStrength: 0,
        beta: 0,
      },
    ],
    ['lion', { learningRate: 0.001, beta1: 0.9, beta2: 0.99 }],
  ] as const)('%s', (name, options) => {
    expect(resolveOptimizer(name).options).toEqual({ ...options, useEma: false, emaMomentum: 0.99 });
  });
});

describe('learningRateAt', () => {
  it('asks a schedule for the number of updates done', () => {
    const learningRate = piecewiseConstantDecay({ boundaries: [0], values: [1, 0.5] });
    expect([0, 1, 2].map((updates) => learningRateAt(sgd({ learningRate }), updates))).toEqual([1, 0.5, 0.5]);
    expect(learningRateAt(sgd({ learningRate: 0.2 }), 7)).toBe(0.2);
  });
});

describe('nadam', () => {
  it('corrects no more for its start after many steps', () => {
    const optimizer = nadam({ learningRate: 0.1, beta1: 0.5 });
    const { place, floats } = arena(optimizer);
    const [g, m, v] = [0.5, 0.25, 0.04];
    floats[place.gradients / 4] = g;
    floats[place.slots.momentum / 4] = m;
    floats[place.slots.velocity / 4] = v;
    createOptimizerPass(optimizer, place).step({ step: 100_000, learningRate: 0.1 });
    const ahead = 0.5 * (0.5 * m + 0.5 * g) + 0.5 * g;
    const wanted = (-0.1 * ahead) / (Math.sqrt(0.999 * v + 0.001 * g * g) + 1e-7);
    expect(Math.abs(floats[0] - wanted)).toBeLessThan(1e-7);
  });
});

interface SignOptions extends OptimizerOptions {
  mix?: number;
}

describe('defineOptimizer', () => {
  const signDescent = defineOptimizer<SignOptions>({
    name: 'signDescent',
    defaults: { learningRate: 0.1, mix: 0.9 },
    checks: { mix: decayRate },
    slots: () => ({ mean: 0, steps: 3 }),
    scalars: ({ learningRate, options }) => ({ learningRate, mix: options.mix }),
    rule: ({ param, gradient, slots, scalars }) => {
      const mean = slots.mean.mul(scalars.mix).add(gradient);
      return {
        param: param.sub(mean.sign().mul(scalars.learningRate)),
        slots: { mean, steps: slots.steps.add(1) },
      };
    },
  });
  const problem: OptimizerProblem = {
    segments: [
      { name: 'kernel', size: 3 },
      { name: 'bias', size: 1 },
    ],
    initial: [1, -2, 0.5, 4],
    gradients: Array.from({ length: 20 }, (_, t) => [1, -1, 0, Math.sin(t)].map(Math.fround)),
  };

  it('makes optimizers of your own, with all that the built-in ones have', () => {
    for (const options of [{}, { clipnorm: 0.5 }, { globalClipnorm: 0.5, weightDecay: 0.1, useEma: true }]) {
      checkOptimizer(signDescent({ mix: 0.5, ...options }), problem, {
        remake: (config) => optimizerFromConfig(config, [signDescent]),
      });
    }
  });

  it('starts slots from their initial values in step 1, whatever was there', () => {
    const { place, floats } = arena(signDescent());
    floats.fill(7);
    createOptimizerPass(signDescent(), place).step({ step: 1, learningRate: 0.1 });
    expect(floats[place.slots.steps / 4]).toBe(4);
    createOptimizerPass(signDescent(), place).step({ step: 2, learningRate: 0.1 });
    expect(floats[place.slots.steps / 4]).toBe(5);
  });

  it('says what is wrong with a rule', () => {
    const define = (rule: Parameters<typeof defineOptimizer>[0]['rule'], slot = 'mean') =>
      defineOptimizer({
        name: 'mine',
        defaults: { learningRate: 0.1 },
        slots: () => [slot],
        scalars: ({ learningRate }) => ({ learningRate }),
        rule,
      })().update();
    expect(() => define(({ param, scalars }) => ({ param: param.mul(scalars.learninRate) }))).toThrow(
      "Did you mean 'learningRate'?",
    );
    expect(() => define(({ param }) => ({ param }))).toThrow(
      'mine: rule: expected an expression for slots.mean, got nothing.',
    );
    expect(() => define(({ param }) => ({ param, slots: { meen: param } }))).toThrow("Did you mean 'mean'?");
    expect(() => define(({ param }) => ({ param, slots: { ema: param } }), 'ema')).toThrow(
      'Rename the slot.',
    );
    expect(() => define(({ param }) => ({ param: param.mul('2' as never), slots: { mean: param } }))).toThrow(
      'a number or an expression',
    );
  });
});

describe('a pass', () => {
  it('asks for regions that are aligned, large enough and apart', () => {
    const optimizer = adam();
    const { place } = arena(optimizer);
    const refuse = (change: Partial<OptimizerPlace>) =>
      expect(() => createOptimizerPass(optimizer, { ...place, ...change }));
    refuse({ parameters: 4 }).toThrow('adam: parameters: expected a multiple of 64, got 4.');
    refuse({ length: 8 }).toThrow('adam: length: expected a multiple of 16, got 8.');
    refuse({ slots: { momentum: place.slots.momentum } }).toThrow(
      'adam: slot velocity: expected a byte offset',
    );
    refuse({ gradients: place.parameters }).toThrow('adam: gradients 0: expected a region after parameters');
    refuse({ gradients: 65_536 - 64 }).toThrow('adam: gradients 0: expected an end within 65536 bytes');
    refuse({ gradients: [] }).toThrow('adam: gradients: expected at least one region');
    refuse({ segments: [{ name: 'k', start: 8, length: 16 }] }).toThrow('adam: segment k: start');
    refuse({ segments: [{ name: 'k', start: 16, length: 32 }] }).toThrow('adam: segment k: expected floats');
  });

  it.each([createOptimizerPass, interpretedPass])('gives NaN when a norm is not finite: $name', (create) => {
    for (const optimizer of [sgd({ clipnorm: 1 }), sgd({ globalClipnorm: 1 })]) {
      const { place, floats } = arena(optimizer);
      floats[place.gradients / 4 + 3] = Number.POSITIVE_INFINITY;
      create(optimizer, place).step({ step: 1, learningRate: 0.1 });
      expect(floats[0]).toBeNaN();
    }
  });

  it('scales gradients before it clips them', () => {
    for (const clip of ['clipnorm', 'globalClipnorm', 'clipvalue']) {
      const optimizer = sgd({ [clip]: 1 });
      const { place, floats } = arena(optimizer);
      floats[place.gradients / 4] = -8;
      createOptimizerPass(optimizer, place).step({ step: 1, learningRate: 1, gradientScale: 0.0625 });
      expect(floats[0]).toBe(0.5);
      createOptimizerPass(optimizer, place).step({ step: 1, learningRate: 1, gradientScale: -0.25 });
      expect(floats[0]).toBe(-0.5);
    }
  });
});

/** 32 floats each of weights, gradients and slots. */
function arena(optimizer: Optimizer) {
  const memory = new webAssembly.Memory({ initial: 1, maximum: 1, shared: true });
  const place = {
    memory,
    length: 32,
    segments: [{ name: 'w', start: 0, length: 32 }],
    parameters: 0,
    gradients: 128,
    slots: Object.fromEntries(slotNames(optimizer).map((name, i) => [name, 256 + i * 128])),
  };
  return { place, floats: new Float32Array(memory.buffer) };
}

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import wabt from 'wabt';
import { adagrad } from '../../optimizers/adagrad.js';
import { adam } from '../../optimizers/adam.js';
import { defineOptimizer } from '../../optimizers/define-optimizer.js';
import * as optimizers from '../../optimizers/index.js';
import { interpretedPass } from '../../optimizers/interpreted-pass.js';
import type { Optimizer } from '../../optimizers/optimizer.js';
import { constant, Expr, type RuleInputs } from '../../optimizers/rule.js';
import { sgd } from '../../optimizers/sgd.js';
import { type WasmMemory, webAssembly } from '../../platform/webassembly.js';
import { createOptimizerPass, slotNames } from '../fused.js';
import { ByteWriter } from './byte-writer.js';
import { compileModule } from './compile-module.js';
import { emitSumOfSquares } from './emit-sum-of-squares.js';
import { updateModule } from './fused-kernel.js';
import { encodeModule } from './module.js';

const length = 32;

function sharedMemory(pages = 1): WasmMemory {
  return new webAssembly.Memory({ initial: pages, maximum: pages, shared: true });
}

/** Weights at byte 0, gradients after them, slots after those. */
function placeIn(memory: WasmMemory, optimizer: Optimizer) {
  return {
    memory,
    length,
    segments: [{ name: 'w', start: 0, length }],
    parameters: 0,
    gradients: length * 4,
    slots: Object.fromEntries(slotNames(optimizer).map((name, i) => [name, (2 + i) * length * 4])),
  };
}

describe('the modules of the fused passes', async () => {
  const { readWasm } = await wabt();
  const features = { simd: true, threads: true };
  const disassemble = (bytes: Uint8Array) => {
    const module = readWasm(bytes, features);
    (module.validate as (features: object) => void).call(module, features);
    const text = module.toText({});
    module.destroy();
    return text;
  };

  it.each(Object.entries(optimizers))(
    'are valid for %s, shared or not, with several lanes',
    (_name, make) => {
      const options = { clipvalue: 1, weightDecay: 0.1, useEma: true, learningRate: 0.1 };
      for (const shared of [true, false]) {
        for (const lanes of [1, 3]) {
          const bytes = updateModule(make(options).update({ lanes }), lanes, shared);
          const text = disassemble(bytes);
          expect(text).toContain(`(import "env" "memory" (memory (;0;) 0${shared ? ' 65536 shared' : ''}))`);
          expect(webAssembly.validate(bytes)).toBe(true);
        }
      }
    },
  );

  it('compute a subexpression once and what is uniform outside of the loop', () => {
    const [, body] = disassemble(updateModule(adam().update(), 1, true)).split('loop');
    const inLoop = body.slice(0, body.indexOf('br_if'));
    const occurrences = (text: string) => inLoop.split(text).length - 1;
    expect(occurrences('v128.load')).toBe(4);
    expect(occurrences('v128.store')).toBe(3);
    expect(occurrences('f32x4.sqrt')).toBe(1);
    expect(occurrences('f32x4.div')).toBe(1);
    expect(occurrences('splat')).toBe(0);
  });

  it('are the same for all hyperparameters and sizes of memory, and compiled once', () => {
    const bytes = (options: Parameters<typeof adam>[0]) => updateModule(adam(options).update(), 1, true);
    expect(bytes({ beta1: 0.5, learningRate: 1 })).toEqual(bytes({}));
    expect(compileModule(bytes({ epsilon: 1 }))).toBe(compileModule(bytes({})));
  });
});

describe('a fused pass', () => {
  const leaf = ({ param, gradient, slots, scalars }: RuleInputs) =>
    fc.oneof(
      fc.constantFrom(param, gradient, slots.first, slots.second, scalars.learningRate, scalars.step),
      fc.constantFrom(0, -0, 1, -2.5, 1e-30, 3e38, Number.POSITIVE_INFINITY, Number.NaN).map(constant),
    );
  const binaries = ['add', 'sub', 'mul', 'div', 'min', 'max'] as const;
  const unaries = ['sqrt', 'square', 'abs', 'neg', 'sign'] as const;

  function expressions(inputs: RuleInputs): fc.Arbitrary<Expr> {
    return fc.letrec<{ expr: Expr }>((tie) => ({
      expr: fc.oneof(
        { maxDepth: 5, withCrossShrink: true },
        leaf(inputs),
        fc.tuple(fc.constantFrom(...unaries), tie('expr')).map(([op, a]) => a[op]()),
        fc.tuple(fc.constantFrom(...binaries), tie('expr'), tie('expr')).map(([op, a, b]) => a[op](b)),
        fc
          .tuple(tie('expr'), tie('expr'), tie('expr'), tie('expr'))
          .map(([a, b, yes, no]) => a.ifLess(b, yes, no)),
        tie('expr').map((a) => a.mul(a).add(a)),
      ),
    })).expr;
  }

  const value = fc.oneof(
    { weight: 4, arbitrary: fc.float() },
    { weight: 2, arbitrary: fc.float({ min: -10, max: 10 }) },
    { weight: 1, arbitrary: fc.float({ min: Math.fround(-1e-30), max: Math.fround(1e-30) }) },
  );

  it('does to the bit what the interpreter does, for any rule and any numbers', () => {
    const shell = new Proxy({}, { get: (_, name) => leafNamed(String(name)) }) as RuleInputs['slots'];
    const scalarShell = new Proxy(
      {},
      { get: (_, name) => new Expr({ op: 'scalar', name: String(name) }) },
    ) as RuleInputs['scalars'];
    const inputs: RuleInputs = {
      param: new Expr({ op: 'param' }),
      gradient: new Expr({ op: 'gradient', lane: 0 }),
      slots: shell,
      scalars: scalarShell,
      options: {},
    };
    const rules = fc.tuple(expressions(inputs), expressions(inputs), expressions(inputs));
    const contents = fc.array(value, { minLength: 4 * length, maxLength: 4 * length });
    fc.assert(
      fc.property(rules, contents, fc.constantFrom(2, 16), ([param, first, second], numbers, step) => {
        const optimizer = defineOptimizer({
          name: 'random',
          defaults: { learningRate: 0.1 },
          slots: () => ['first', 'second'],
          scalars: (moment) => ({ learningRate: moment.learningRate, step: moment.step }),
          rule: () => ({ param, slots: { first, second } }),
        })();
        const results = [createOptimizerPass, interpretedPass].map((create) => {
          const memory = sharedMemory();
          const floats = new Float32Array(memory.buffer);
          floats.set(numbers);
          create(optimizer, placeIn(memory, optimizer)).step({ step, learningRate: 0.3, gradientScale: 0.7 });
          return floats.slice(0, 4 * length);
        });
        for (let i = 0; i < 4 * length; i++) expect(results[0][i]).toBe(results[1][i]);
      }),
      { numRuns: 300 },
    );
  });

  function leafNamed(name: string): Expr {
    return new Expr({ op: 'slot', name });
  }

  it('sets what is negligible in slots to zero every 16 steps, and keeps NaN', () => {
    const optimizer = sgd({ momentum: 1, learningRate: 0.1 });
    for (const create of [createOptimizerPass, interpretedPass]) {
      const memory = sharedMemory();
      const place = placeIn(memory, optimizer);
      const momentum = new Float32Array(memory.buffer, place.slots.momentum, length);
      const [below, above] = [2 ** -112 * (1 - 2 ** -24), 2 ** -112].map(Math.fround);
      const start = [below, -below, above, -above, 1e-40, Number.NaN, 1];
      momentum.set(start);
      const pass = create(optimizer, place);
      pass.step({ step: 15, learningRate: 0.1 });
      expect([...momentum.subarray(0, 7)]).toEqual(start.map(Math.fround));
      pass.step({ step: 16, learningRate: 0.1 });
      expect([...momentum.subarray(0, 7)]).toEqual([0, 0, above, -above, 0, Number.NaN, 1]);
    }
  });

  it('squares to zero what would not be a normal number', () => {
    const optimizer = adagrad({ initialAccumulatorValue: 0, epsilon: 1 });
    const memory = sharedMemory();
    const place = placeIn(memory, optimizer);
    const gradients = new Float32Array(memory.buffer, place.gradients, length);
    gradients.set([2 ** -63, -(2 ** -63), 2 ** -63 * (1 - 2 ** -24), 2 ** -64, Number.NaN]);
    createOptimizerPass(optimizer, place).step({ step: 2, learningRate: 0.1 });
    const accumulator = new Float32Array(memory.buffer, place.slots.accumulator, 5);
    expect([...accumulator]).toEqual([2 ** -126, 2 ** -126, 0, 0, Number.NaN]);
  });

  it('works on memory that is not shared', () => {
    const memory = new webAssembly.Memory({ initial: 2 });
    const optimizer = sgd();
    new Float32Array(memory.buffer, length * 4, length).fill(2);
    createOptimizerPass(optimizer, placeIn(memory, optimizer)).step({ step: 1, learningRate: 0.25 });
    expect([...new Float32Array(memory.buffer, 0, length)]).toEqual(Array(length).fill(-0.5));
  });
});

describe('sumOfSquares', () => {
  it('adds lanes in float32, and squares in float64, where float32 would overflow', () => {
    const memory = sharedMemory();
    const floats = new Float32Array(memory.buffer);
    const { exports } = new webAssembly.Instance(compileModule(encodeModule([emitSumOfSquares(2)], true)), {
      env: { memory },
    });
    floats.fill(1e30, 0, 32).fill(2e30, 32, 64);
    const value = Math.fround(Math.fround(1e30) + Math.fround(2e30)) ** 2;
    expect(exports.sumOfSquares(0, 128, 0, 128)).toBe(32 * value);
    floats.fill(0);
    for (let i = 0; i < 32; i++) floats[i] = i + 1;
    expect(exports.sumOfSquares(0, 128, 0, 128)).toBe((32 * 33 * 65) / 6);
    expect(exports.sumOfSquares(64, 128, 0, 128)).toBe((32 * 33 * 65 - 16 * 17 * 33) / 6);
  });
});

describe('ByteWriter', () => {
  it('writes integers in groups of seven bits', () => {
    const bytes = (write: (writer: ByteWriter) => void) => {
      const writer = new ByteWriter();
      write(writer);
      return [...writer.toBytes()];
    };
    expect(bytes((writer) => writer.unsigned(624_485))).toEqual([0xe5, 0x8e, 0x26]);
    expect(bytes((writer) => writer.unsigned(2 ** 32 - 1))).toEqual([0xff, 0xff, 0xff, 0xff, 0x0f]);
    expect(bytes((writer) => writer.signed(-123_456))).toEqual([0xc0, 0xbb, 0x78]);
    expect(bytes((writer) => writer.signed(64))).toEqual([0xc0, 0x00]);
    expect(bytes((writer) => writer.signed(-64))).toEqual([0x40]);
  });
});

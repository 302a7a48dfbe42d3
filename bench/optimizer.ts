/**
 * How long does one optimizer pass take: WebAssembly SIMD against a plain loop in JavaScript, for a large and a tiny model?
 *
 *     npx rolldown bench/optimizer.ts --format esm --platform node -o /tmp/bench-optimizer.mjs && node /tmp/bench-optimizer.mjs
 *
 * Prints JSON: microseconds per pass, medians of interleaved blocks. `stale` is a model with no gradients whose moments have decayed
 * for a long time, so that they end where float32 runs out of normal numbers.
 */
import { cpus, loadavg } from 'node:os';
import { createOptimizerPass, type OptimizerPass, slotNames } from '../src/engines/fused.js';
import { adam } from '../src/optimizers/adam.js';
import { interpretedPass } from '../src/optimizers/interpreted-pass.js';
import type { Optimizer } from '../src/optimizers/optimizer.js';
import { sgd } from '../src/optimizers/sgd.js';
import { webAssembly } from '../src/platform/webassembly.js';

const large = Math.ceil(535_818 / 16) * 16;
const tiny = 16;

interface Candidate {
  name: string;
  pass: Pick<OptimizerPass, 'step'>;
  passesPerBlock: number;
}

const candidates: Candidate[] = [
  { name: 'adam, 535,818 parameters, fused', pass: makePass(adam(), large), passesPerBlock: 10 },
  {
    name: 'adam, 535,818 parameters, fused, two lanes',
    pass: makePass(adam(), large, 2),
    passesPerBlock: 10,
  },
  {
    name: 'adam, 535,818 parameters, fused, stale',
    pass: makePass(adam(), large, 1, 1e-38),
    passesPerBlock: 10,
  },
  {
    name: 'adam, 535,818 parameters, fused, globalClipnorm',
    pass: makePass(adam({ globalClipnorm: 1 }), large),
    passesPerBlock: 10,
  },
  { name: 'adam, 535,818 parameters, JavaScript loop', pass: javaScriptAdam(large), passesPerBlock: 3 },
  {
    name: 'adam, 535,818 parameters, JavaScript loop, stale',
    pass: javaScriptAdam(large, 1e-38),
    passesPerBlock: 3,
  },
  { name: 'sgd, 535,818 parameters, fused', pass: makePass(sgd(), large), passesPerBlock: 10 },
  { name: 'adam, 16 parameters, fused', pass: makePass(adam(), tiny), passesPerBlock: 20_000 },
  { name: 'adam, 16 parameters, JavaScript loop', pass: javaScriptAdam(tiny), passesPerBlock: 20_000 },
  { name: 'sgd, 16 parameters, fused', pass: makePass(sgd(), tiny), passesPerBlock: 20_000 },
  {
    name: 'adam, 16 parameters, interpreted',
    pass: makePass(adam(), tiny, 1, 1, interpretedPass),
    passesPerBlock: 2_000,
  },
];

const blocks = 30;
const times = candidates.map((): number[] => []);
const steps = candidates.map(() => 1);
for (let block = -5; block < blocks; block++) {
  for (const [i, { pass, passesPerBlock }] of candidates.entries()) {
    const start = performance.now();
    for (let k = 0; k < passesPerBlock; k++) pass.step({ step: ++steps[i], learningRate: 0.001 });
    if (block >= 0) times[i].push(((performance.now() - start) * 1000) / passesPerBlock);
  }
}
const results = candidates.map(({ name }, i) => {
  const sorted = times[i].sort((a, b) => a - b);
  return { name, medianUs: round(sorted[blocks >> 1]), bestUs: round(sorted[0]) };
});
console.log(
  JSON.stringify({ node: process.version, cpu: cpus()[0].model, load: loadavg()[0], results }, null, 2),
);

function round(microseconds: number): number {
  return Number(microseconds.toPrecision(3));
}

/** @param size What gradients, and moments at the start, are about: 1, or something tiny with gradients of zero. */
function makePass(
  optimizer: Optimizer,
  length: number,
  lanes = 1,
  size = 1,
  create: typeof createOptimizerPass = createOptimizerPass,
): OptimizerPass {
  const names = slotNames(optimizer);
  const pages = Math.ceil(((2 + lanes + names.length) * length * 4) / 65_536) + 1;
  const memory = new webAssembly.Memory({ initial: pages, maximum: pages, shared: true });
  let end = 64;
  const region = (value: (i: number) => number) => {
    const start = end;
    const floats = new Float32Array(memory.buffer, start, length);
    for (let i = 0; i < length; i++) floats[i] = value(i);
    end += length * 4;
    return start;
  };
  const gradient = size === 1 ? (i: number) => Math.sin(i) : () => 0;
  const place = {
    memory,
    length,
    segments: [{ name: 'all', start: 0, length }],
    parameters: region(Math.cos),
    gradients: Array.from({ length: lanes }, () => region(gradient)),
    slots: Object.fromEntries(names.map((name) => [name, region(() => size)])),
  };
  return create(optimizer, place);
}

function javaScriptAdam(length: number, size = 1): Pick<OptimizerPass, 'step'> {
  const weights = Float32Array.from({ length }, (_, i) => Math.cos(i));
  const gradients = Float32Array.from({ length }, (_, i) => (size === 1 ? Math.sin(i) : 0));
  const momentum = new Float32Array(length).fill(size);
  const velocity = new Float32Array(length).fill(size);
  return {
    step({ step, learningRate }) {
      const alpha = (learningRate * Math.sqrt(1 - 0.999 ** step)) / (1 - 0.9 ** step);
      for (let i = 0; i < length; i++) {
        const gradient = gradients[i];
        momentum[i] += (gradient - momentum[i]) * (1 - 0.9);
        velocity[i] += (gradient * gradient - velocity[i]) * (1 - 0.999);
        weights[i] -= (momentum[i] * alpha) / (Math.sqrt(velocity[i]) + 1e-7);
      }
    },
  };
}

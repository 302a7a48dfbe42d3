import type { Update } from '../../optimizers/optimizer.js';
import type { Kernel, OptimizerPlace } from '../../optimizers/optimizer-pass.js';
import { webAssembly } from '../../platform/webassembly.js';
import { compileModule } from './compile-module.js';
import { emitSumOfSquares } from './emit-sum-of-squares.js';
import { emitUpdate } from './emit-update.js';
import { encodeModule } from './module.js';

const bytesPerFloat = 4;

/** The bytes of a WebAssembly module that applies an update: for tests and for the curious. */
export function updateModule(update: Update, lanes: number, shared: boolean): Uint8Array<ArrayBuffer> {
  return encodeModule(
    [emitUpdate(update, lanes, false), emitUpdate(update, lanes, true), emitSumOfSquares(lanes)],
    shared,
  );
}

/** The loops of an update as WebAssembly SIMD, on the memory of a place. */
export function fusedKernel(update: Update, place: OptimizerPlace): Kernel {
  const gradients = [place.gradients].flat();
  const shared = !(place.memory.buffer instanceof ArrayBuffer);
  const module = compileModule(updateModule(update, gradients.length, shared));
  const instance = new webAssembly.Instance(module, { env: { memory: place.memory } });
  const { run, runAndFlush, sumOfSquares } = instance.exports;
  const regions = [
    place.parameters,
    ...gradients,
    ...Object.keys(update.slots).map((name) => place.slots[name]),
  ];
  const first = 2 + regions.length;
  const args = [0, 0, ...regions, ...update.scalars.map(() => 0)];

  return {
    run(start, end, scalars, flush) {
      args[0] = start * bytesPerFloat;
      args[1] = end * bytesPerFloat;
      for (let i = 0; i < scalars.length; i++) args[first + i] = scalars[i];
      if (flush) runAndFlush(...args);
      else run(...args);
    },
    sumOfSquares: (start, end) => sumOfSquares(start * bytesPerFloat, end * bytesPerFloat, ...gradients),
  };
}

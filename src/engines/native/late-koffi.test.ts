import { createRequire } from 'node:module';
import { expect, it } from 'vitest';
import { encodeModel } from '../../onnx/encode.js';
import { sampleModels } from '../../testing/onnx-models.js';
import { Arena } from '../arena.js';
import { loadLibrary } from './library.js';
import { createSession } from './session.js';

// A file of its own, because it needs a process in which nobody has called koffi.
it('runs on the calling thread where other code has fixed the stack of asynchronous calls', async () => {
  const koffi = createRequire(import.meta.url)('koffi');
  koffi.load(null);
  const library = loadLibrary();
  expect(library).toMatchObject({ asynchronous: false });
  const arena = new Arena();
  arena.reserve('x', 'float32', 2);
  arena.reserve('y', 'float32', 3);
  arena.allocate();
  const x = { data: arena.view('x'), shape: [1, 2] };
  const y = { data: arena.view('y'), shape: [1, 3] };
  const binding = createSession(encodeModel(sampleModels.dense), sampleModels.dense.graph).bind({ x }, { y });
  await binding.runAsync();
  expect(y.data).toEqual(new Float32Array([0.5, 0, 0.25]));
});

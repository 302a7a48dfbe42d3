import { afterEach, describe, expect, it, vi } from 'vitest';
import { pickEngine } from './pick.js';

const library = vi.hoisted(() => ({ answer: undefined as string | undefined }));

vi.mock('./native/library.js', async (original) => {
  const real = await original<typeof import('./native/library.js')>();
  return { ...real, loadLibrary: () => library.answer ?? real.loadLibrary() };
});

afterEach(() => {
  vi.unstubAllEnvs();
  library.answer = undefined;
});

describe('pickEngine', () => {
  it('takes the native engine without a word where it loads', async () => {
    vi.stubEnv('MINIBATCH_ENGINE', '');
    expect(await pickEngine()).toEqual({ engine: expect.objectContaining({ name: 'native' }) });
  });

  it('takes the web engine where the native one is missing, and says why', async () => {
    vi.stubEnv('MINIBATCH_ENGINE', '');
    library.answer = 'the package koffi cannot be loaded (no such file)';
    const { engine, note } = await pickEngine();
    expect(engine.name).toBe('web');
    expect(note).toBe(
      'Running on onnxruntime-web, which is slower: the package koffi cannot be loaded (no such file).',
    );
  });

  it.each(['native', 'web', 'reference'])(
    'takes %s where the environment asks for it, and says so',
    async (name) => {
      vi.stubEnv('MINIBATCH_ENGINE', name);
      const { engine, note } = await pickEngine();
      expect(engine.name).toBe(name);
      expect(note).toBe(`Running on the engine ${name}, as MINIBATCH_ENGINE says.`);
    },
  );

  it('refuses to replace an engine that the environment asks for', async () => {
    vi.stubEnv('MINIBATCH_ENGINE', 'native');
    library.answer = 'the package onnxruntime-node is not installed';
    await expect(pickEngine()).rejects.toThrow(
      'MINIBATCH_ENGINE: expected the engine native to load, got: the package onnxruntime-node is not installed.',
    );
    vi.stubEnv('MINIBATCH_ENGINE', 'natve');
    await expect(pickEngine()).rejects.toThrow("Did you mean 'native'? Known: native, web, reference.");
  });
});

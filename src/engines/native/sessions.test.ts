import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { sizeOf } from '../../array/ndarray.js';
import { encodeModel } from '../../onnx/encode.js';
import type { OnnxModel } from '../../onnx/model.js';
import { Arena } from '../arena.js';
import type { Binding, Buffers } from '../engine.js';
import { Sessions } from './sessions.js';

/** y = x + constant: a different model for each constant. */
function addModel(constant: number): OnnxModel {
  return {
    graph: {
      name: 'add',
      nodes: [{ opType: 'Add', inputs: ['x', 'c'], outputs: ['y'] }],
      initializers: [{ name: 'c', dtype: 'float32', shape: [], data: new Float32Array([constant]) }],
      inputs: [{ name: 'x', dtype: 'float32', shape: ['n'] }],
      outputs: [{ name: 'y', dtype: 'float32', shape: ['n'] }],
    },
  };
}

function open(sessions: Sessions, model: OnnxModel, options: { threads?: number } = {}) {
  return sessions.open(encodeModel(model), { ...model.graph, ...options });
}

function buffers(n = 1): Buffers & { y: ArrayLike<number> } {
  const arena = new Arena();
  arena.reserve('x', 'float32', n);
  arena.reserve('y', 'float32', n);
  arena.allocate();
  const place = (name: string) => ({ data: arena.view(name), shape: [n] });
  return { inputs: { x: place('x') }, outputs: { y: place('y') }, y: arena.view('y') as Float32Array };
}

/** Collects garbage and lets the finalizers run. */
async function collect(): Promise<void> {
  setFlagsFromString('--expose-gc');
  const gc = runInNewContext('gc') as () => void;
  for (let i = 0; i < 3; i++) {
    gc();
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

describe('shared sessions', () => {
  it('are one session for equal bytes and options, whoever encoded them', () => {
    const sessions = new Sessions();
    const programs = [open(sessions, addModel(1)), open(sessions, addModel(1)), open(sessions, addModel(2))];
    expect(sessions.counts).toEqual({ open: 2, bound: 0 });
    open(sessions, addModel(1), { threads: 2 });
    expect(sessions.counts.open).toBe(3);
    const [a, b] = [buffers(), buffers()];
    programs[0].bind(a).run();
    programs[2].bind(b).run();
    expect([a.y[0], b.y[0]]).toEqual([1, 2]);
  });

  it('keep apart models whose hashes are equal', () => {
    // FNV's step is invertible: choose the second word so that both prefixes give the same hash.
    const sessions = new Sessions();
    const metadata = (a: number, b: number) => {
      const bytes = new Uint8Array(16);
      // Fields 6 (doc string, 6 bytes): length-delimited, so ONNX Runtime reads over it.
      bytes.set([0x32, 6]);
      new DataView(bytes.buffer).setUint16(2, a, true);
      new DataView(bytes.buffer).setUint32(4, b, true);
      return bytes.subarray(0, 8);
    };
    const step = (hash: number, word: number) => Math.imul(hash ^ word, 0x01000193);
    const words = (bytes: Uint8Array) => new Uint32Array(bytes.slice().buffer);
    const first = metadata(0x4141, 0x41414141);
    const target = step(step(0x811c9dc5, words(first)[0]), words(first)[1]);
    const prefix = metadata(0x4242, 0);
    // target = (h ^ word)·p, so word = h ^ target·p⁻¹.
    let inverse = 1;
    for (let i = 0; i < 5; i++) inverse = Math.imul(inverse, 2 - Math.imul(0x01000193, inverse));
    const second = metadata(0x4242, (step(0x811c9dc5, words(prefix)[0]) ^ Math.imul(target, inverse)) >>> 0);
    const model = encodeModel(addModel(1));
    const joined = (head: Uint8Array) => Uint8Array.from([...head, ...model]);
    sessions.open(joined(first), addModel(1).graph);
    sessions.open(joined(second), addModel(1).graph);
    expect(sessions.counts.open).toBe(2);
    sessions.open(joined(second), addModel(1).graph);
    expect(sessions.counts.open).toBe(2);
  });

  it('are kept while idle, up to a limit, the latest used longest', () => {
    const sessions = new Sessions({ idle: 3 });
    const programs = Array.from({ length: 5 }, (_, i) => open(sessions, addModel(i)));
    expect(sessions.counts).toEqual({ open: 3, bound: 0 });
    const place = buffers();
    // The first one was closed: binding opens it again.
    const binding = programs[0].bind(place);
    expect(sessions.counts).toEqual({ open: 4, bound: 1 });
    binding.run();
    expect(place.y[0]).toBe(0);
    binding.release();
    expect(sessions.counts).toEqual({ open: 3, bound: 0 });
  });

  it('are closed beyond a limit although they are bound, and opened again when they run', async () => {
    const sessions = new Sessions({ open: 4 });
    const models = Array.from({ length: 10 }, (_, i) => {
      const place = buffers();
      return { place, binding: open(sessions, addModel(i)).bind(place) };
    });
    expect(sessions.counts).toEqual({ open: 4, bound: 4 });
    for (const [i, { place, binding }] of models.entries()) {
      if (i % 2 === 0) binding.run();
      else await binding.runAsync();
      expect(place.y[0]).toBe(i);
    }
    expect(sessions.counts.open).toBe(4);
    // The last four are open: running one of them makes it the one to keep.
    models[6].binding.run();
    models[0].binding.run();
    models[1].binding.run();
    models[2].binding.run();
    expect(sessions.counts.open).toBe(4);
    for (const { binding } of models) binding.release();
    expect(sessions.counts).toEqual({ open: 4, bound: 0 });
  });

  it('can all be closed, and open again when they run', () => {
    const sessions = new Sessions();
    const place = buffers();
    const binding = open(sessions, addModel(4)).bind(place);
    open(sessions, addModel(5));
    sessions.closeAll();
    expect(sessions.counts).toEqual({ open: 0, bound: 0 });
    binding.run();
    expect(place.y[0]).toBe(4);
    expect(sessions.counts).toEqual({ open: 1, bound: 1 });
  });

  it('are not closed while one of their runs is under way', async () => {
    const sessions = new Sessions({ open: 1 });
    const places = Array.from({ length: 6 }, () => buffers(100_000));
    const bindings = places.map((place, i) => open(sessions, addModel(i)).bind(place));
    await Promise.all(bindings.map((binding) => binding.runAsync()));
    places.forEach(({ y }, i) => {
      expect(y[99_999]).toBe(i);
    });
    open(sessions, addModel(7));
    expect(sessions.counts.open).toBeLessThanOrEqual(2);
  });

  it('lose their bindings when these are collected, although nobody releases them', async () => {
    const sessions = new Sessions({ idle: 2 });
    const make = (i: number) => open(sessions, addModel(i)).bind(buffers()).run();
    for (let i = 0; i < 10; i++) make(i);
    expect(sessions.counts.bound).toBeGreaterThan(2);
    await collect();
    expect(sessions.counts).toEqual({ open: 2, bound: 0 });
  });

  it('keep a binding that is used', async () => {
    const sessions = new Sessions();
    const place = buffers();
    const binding = open(sessions, addModel(5)).bind(place);
    await collect();
    binding.run();
    expect(place.y[0]).toBe(5);
    expect(sessions.counts.bound).toBe(1);
  });

  it('finish a run of a binding that nobody refers to any more', async () => {
    const sessions = new Sessions();
    const place = buffers(1_000_000);
    const run = open(sessions, addModel(3)).bind(place).runAsync();
    await collect();
    await run;
    expect(place.y[999_999]).toBe(3);
    await collect();
    expect(sessions.counts).toEqual({ open: 1, bound: 0 });
  });
});

describe('a program', () => {
  it('takes its bindings with it when it is released, and no others', async () => {
    const sessions = new Sessions();
    const [one, other] = [open(sessions, addModel(1)), open(sessions, addModel(1))];
    const place = buffers();
    const dead = one.bind(buffers());
    const live: Binding = other.bind(place);
    one.release();
    expect(() => dead.run()).toThrow('expected a binding in use, got one that was released');
    await expect(dead.runAsync()).rejects.toThrow('expected a binding in use');
    expect(() => one.bind(place)).toThrow('expected a program in use, got one that was released');
    live.run();
    expect(place.y[0]).toBe(1);
    dead.release();
    one.release();
    expect(sessions.counts).toEqual({ open: 1, bound: 1 });
  });

  it('leaves nothing behind when ONNX Runtime does not take it', () => {
    const sessions = new Sessions();
    const graph = {
      name: 'g',
      nodes: [{ opType: 'No', inputs: [], outputs: ['y'] }],
      initializers: [],
      inputs: [],
    };
    const model = { graph: { ...graph, outputs: [{ name: 'y', dtype: 'float32' as const, shape: [1] }] } };
    for (let i = 0; i < 3; i++) expect(() => open(sessions, model)).toThrow(/^ONNX Runtime: /);
    expect(sessions.counts).toEqual({ open: 0, bound: 0 });
  });
});

describe('a process', () => {
  it('stays small while hundreds of models are made, run and forgotten', async () => {
    const sessions = new Sessions();
    const use = (width: number) => {
      const model = wideModel(width);
      const arena = new Arena();
      const values = [...model.graph.inputs, ...model.graph.outputs];
      for (const { name, shape } of values) arena.reserve(name, 'float32', sizeOf(shape as number[]));
      arena.allocate();
      const place = ({ name, shape }: (typeof values)[number]) => [
        name,
        { data: arena.view(name), shape: shape as number[] },
      ];
      const inputs = Object.fromEntries(model.graph.inputs.map(place));
      const outputs = Object.fromEntries(model.graph.outputs.map(place));
      open(sessions, model).bind({ inputs, outputs }).run();
    };
    for (let i = 0; i < 70; i++) use(100 + i);
    await new Promise((resolve) => setTimeout(resolve));
    const before = process.memoryUsage.rss();
    for (let i = 70; i < 270; i++) {
      use(100 + i);
      if (i % 10 === 0) await new Promise((resolve) => setTimeout(resolve));
    }
    expect(sessions.counts.open).toBeLessThanOrEqual(64);
    // Without a limit the 200 sessions would stay open, at half a MiB or more each.
    expect(process.memoryUsage.rss() - before).toBeLessThan(60 << 20);
  });
});

/** x·w, tanh, ·v: some weights, and some memory for a run. */
function wideModel(width: number): OnnxModel {
  const value = (name: string, shape: number[]) => ({ name, dtype: 'float32' as const, shape });
  return {
    graph: {
      name: 'wide',
      nodes: [
        { opType: 'MatMul', inputs: ['x', 'w'], outputs: ['h'] },
        { opType: 'Tanh', inputs: ['h'], outputs: ['t'] },
        { opType: 'MatMul', inputs: ['t', 'v'], outputs: ['y'] },
      ],
      initializers: [],
      inputs: [value('x', [32, 64]), value('w', [64, width]), value('v', [width, 8])],
      outputs: [value('y', [32, 8])],
    },
  };
}

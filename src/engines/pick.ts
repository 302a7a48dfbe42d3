import { MinibatchError, UnknownNameError } from '../errors.js';
import { environmentVariable } from '../platform/environment.js';
import type { Engine } from './engine.js';

/** An engine, and what the user should know about the choice: one line, or nothing if it is the usual one. */
export interface Picked {
  engine: Engine;
  note?: string;
}

const names = ['native', 'web', 'reference'] as const;
const variable = 'MINIBATCH_ENGINE';

/**
 * The engine to run on: `native` where it loads, else `web`, with a note that says why. The environment variable
 * `MINIBATCH_ENGINE` (native, web or reference) decides otherwise.
 *
 * @throws UnknownNameError if the variable names no engine.
 * @throws MinibatchError if it asks for the native engine where that cannot be had.
 */
export async function pickEngine(): Promise<Picked> {
  const wanted = environmentVariable(variable);
  const note = `Running on the engine ${wanted}, as ${variable} says.`;
  if (wanted === undefined) return usual();
  if (wanted === 'native') {
    const reason = await whyNotNative();
    if (reason === undefined) return { engine: await native(), note };
    throw new MinibatchError(`${variable}: expected the engine native to load, got: ${reason}.`);
  }
  if (wanted === 'web') return { engine: await web(), note };
  if (wanted === 'reference') return { engine: (await import('./reference.js')).referenceEngine, note };
  throw new UnknownNameError(variable, 'engine', wanted, names);
}

async function usual(): Promise<Picked> {
  const reason = await whyNotNative();
  if (reason === undefined) return { engine: await native() };
  return { engine: await web(), note: `Running on onnxruntime-web, which is slower: ${reason}.` };
}

/** Why the native engine cannot be had; undefined if it can. */
async function whyNotNative(): Promise<string | undefined> {
  try {
    const { loadLibrary } = await import('./native/library.js');
    const library = loadLibrary();
    return typeof library === 'string' ? library : undefined;
  } catch (error) {
    return `this platform has no shared libraries (${error instanceof Error ? error.message : error})`;
  }
}

async function native(): Promise<Engine> {
  return (await import('./native.js')).nativeEngine;
}

async function web(): Promise<Engine> {
  return (await import('./web.js')).webEngine;
}

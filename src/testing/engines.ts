import type { Engine } from '../engines/engine.js';
import { nativeEngine } from '../engines/native.js';
import { referenceEngine } from '../engines/reference.js';
import { webEngine } from '../engines/web.js';

/** Engines that make a graph ready in a few milliseconds, for checks in great numbers. */
export const quickEngines: readonly Engine[] = [referenceEngine, nativeEngine];

/** Every engine there is: what holds for one must hold for all. */
export const engines: readonly Engine[] = [...quickEngines, webEngine];

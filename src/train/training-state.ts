import { show, ValueError } from '../errors.js';
import type { Callback, Json } from './callbacks/callback.js';
import type { Numbers, Trainer } from './trainer.js';

/**
 * Everything that training depends on, as one value: plain data and typed arrays, so `structuredClone` copies it. `fit` given
 * one as `resume` goes on as if it had never stopped, bit for bit.
 */
export interface TrainingState {
  /** Of this layout. */
  readonly version: 1;
  /** Trained weights, one after another, as they lie in memory. */
  readonly trained: Float32Array;
  /** Other weights: moving statistics and frozen ones. */
  readonly others: Float32Array;
  /** The optimizer's slots by name, laid out as `trained`. */
  readonly slots: Readonly<Record<string, Float32Array>>;
  /** Updates done. */
  readonly updates: number;
  /** Samples that went into them. */
  readonly samplesSeen: number;
  /** Passes over the data that were done before the `fit` that this state is of. */
  readonly passes: number;
  /** Fixes initial weights, orders and dropout. */
  readonly seed: number;
  /** A learning rate that was set by hand, in place of the optimizer's own. */
  readonly learningRate: number | null;
  /** How far the `fit` has come: epoch, step, and the sums of the epoch so far. */
  readonly position: Position;
  /** What each callback remembers, by its place in the list and its name. */
  readonly callbacks: Readonly<Record<string, Json>>;
}

/** How far a `fit` has come. */
export interface Position {
  readonly initialEpoch: number;
  readonly epoch: number;
  /** Steps done in this epoch; 0 if it has not begun. */
  readonly step: number;
  /** What the epoch has added up; null if it has not begun. */
  readonly sums: Json;
}

/** A `fit` under way, or the last one: what a state is made of beside the trainer. */
export interface FitSession {
  readonly seed: number;
  /** Number of the first pass over the data. */
  readonly firstPass: number;
  position: Position;
  readonly callbacks: readonly Callback[];
  /** The state in which a signal stopped it. */
  stopped?: TrainingState;
}

/** The state of training now, or as the last `fit` left it. */
export function takeState(trainer: Trainer, session: FitSession): TrainingState {
  const { seed, firstPass, position, callbacks, stopped } = session;
  if (stopped !== undefined) return stopped;
  return {
    version: 1,
    ...trainer.copyNumbers(),
    updates: trainer.updates,
    samplesSeen: trainer.samplesSeen,
    passes: firstPass,
    seed,
    learningRate: trainer.learningRateOverride ?? null,
    position,
    callbacks: Object.fromEntries(
      callbacks.flatMap((callback, i) => {
        const state = callback.getState?.();
        return state === undefined ? [] : [[keyOf(callback, i), structuredClone(state)]];
      }),
    ),
  };
}

/**
 * Puts a state back.
 *
 * @throws ValueError if it is of another model or another optimizer.
 */
export function restore(state: TrainingState, trainer: Trainer, callbacks: readonly Callback[]): void {
  if (state.version !== 1)
    throw new ValueError('fit: resume', 'a training state of version 1', show(state.version));
  const present = trainer.copyNumbers();
  const sizes = ({ trained, others, slots }: Numbers) =>
    `${trained.length} trained numbers, ${others.length} others and the slots ${Object.keys(slots).join(', ') || 'of none'}`;
  if (sizes(present) !== sizes(state)) {
    throw new ValueError(
      'fit: resume',
      `a state with ${sizes(present)}`,
      sizes(state),
      'Build and compile the same model.',
    );
  }
  trainer.setNumbers(state);
  trainer.updates = state.updates;
  trainer.samplesSeen = state.samplesSeen;
  trainer.learningRateOverride = state.learningRate ?? undefined;
  for (const [i, callback] of callbacks.entries()) {
    const saved = state.callbacks[keyOf(callback, i)];
    if (saved !== undefined) callback.setState?.(structuredClone(saved));
  }
}

function keyOf({ name }: Callback, place: number): string {
  return `${place}:${name}`;
}

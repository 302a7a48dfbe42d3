import { expect, it } from 'vitest';
import type { Model } from '../../src/index.js';
import { rows, y } from './models.js';

/** A model, what is done with it, and how the message begins. */
export type Case = readonly [make: () => Model, call: (net: Model) => unknown, message: string];

export const fitted =
  (x: unknown, targets: unknown, options: object = {}) =>
  (net: Model): unknown =>
    net.fit(x, targets, { verbose: 0, ...options });

export const option = (options: object): ((net: Model) => unknown) => fitted(rows, y, options);

/** Each case is refused with an error of ours, and leaves the weights bit for bit as they were. */
export function itRefuses(table: Readonly<Record<string, Case>>): void {
  it.each(Object.entries(table))('%s', async (_, [make, call, message]) => {
    const net = make();
    const weights = () => net.getWeights().map(({ data }) => Array.from(data, Number));
    const before = weights();
    const refusal = await Promise.resolve(call(net)).then(
      () => new Error('no refusal'),
      (error: Error) => error,
    );
    expect(refusal.message.slice(0, message.length)).toBe(message);
    expect(refusal.name).toMatch(/^(Value|Shape|UnknownName)Error$/);
    expect(weights()).toEqual(before);
  });
}

import { describe, expect, it } from 'vitest';
import {
  divideDims,
  factorOf,
  isStatic,
  multiplyDims,
  normalizeAxis,
  resolveDim,
  resolveShape,
  sameShape,
  symbolsOf,
} from './dim.js';

describe('a dim', () => {
  it('multiplies numbers and symbols to one spelling, whatever the order', () => {
    expect(multiplyDims([])).toBe(1);
    expect(multiplyDims([2, 3])).toBe(6);
    expect(multiplyDims(['batch'])).toBe('batch');
    expect(multiplyDims([8, 'batch', 8])).toBe('64*batch');
    expect(multiplyDims(['time', 2, 'batch'])).toBe('2*batch*time');
    expect(multiplyDims(['2*batch', '3*time'])).toBe('6*batch*time');
    expect(multiplyDims(['batch', 'batch'])).toBe('batch*batch');
    expect(multiplyDims(['batch', 0])).toBe(0);
  });

  it('divides where that is exact', () => {
    expect(divideDims(12, 4)).toBe(3);
    expect(divideDims('64*batch', 'batch')).toBe(64);
    expect(divideDims('64*batch', 16)).toBe('4*batch');
    expect(divideDims('6*batch*time', '2*time')).toBe('3*batch');
    expect(divideDims('batch', 'batch')).toBe(1);
    expect(divideDims(12, 5)).toBeUndefined();
    expect(divideDims('batch', 2)).toBeUndefined();
    expect(divideDims('batch', 'time')).toBeUndefined();
    expect(divideDims(4, 'batch')).toBeUndefined();
    expect(divideDims(4, 0)).toBeUndefined();
  });

  it('knows its symbols and its factor', () => {
    expect(symbolsOf('64*batch*time')).toEqual(['batch', 'time']);
    expect(symbolsOf(7)).toEqual([]);
    expect(factorOf('64*batch')).toBe(64);
    expect(factorOf('batch')).toBe(1);
    expect(factorOf(7)).toBe(7);
  });

  it('becomes a length once the symbols have sizes', () => {
    expect(resolveDim('6*batch*time', { batch: 5, time: 2 })).toBe(60);
    expect(resolveShape(['batch', 3, '2*batch'], { batch: 4 })).toEqual([4, 3, 8]);
    expect(() => resolveDim('time', { batch: 4 })).toThrow(
      "graph: expected a size for the axis 'time', got none.",
    );
  });

  it('compares by spelling', () => {
    expect(sameShape(['batch', 3], ['batch', 3])).toBe(true);
    expect(sameShape(['batch', 3], ['batch', 3, 1])).toBe(false);
    expect(sameShape(['batch', 3], ['time', 3])).toBe(false);
    expect(isStatic([2, 3])).toBe(true);
    expect(isStatic(['batch', 3])).toBe(false);
  });

  it('counts negative axes from the end, and refuses those outside', () => {
    expect([0, 2, -1, -3].map((axis) => normalizeAxis(axis, 3, 'sum: axis'))).toEqual([0, 2, 2, 0]);
    for (const axis of [3, -4, 0.5, Number.NaN]) {
      expect(() => normalizeAxis(axis, 3, 'sum: axis')).toThrow(
        `sum: axis: expected an axis from -3 to 2, got ${axis}.`,
      );
    }
  });
});

import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { exponential, fixed, repr } from './python-number.js';

interface Case {
  value: string;
  repr: string;
  fixed: Record<string, string>;
  exponential: Record<string, string>;
}
const golden: { numbers: Case[] } = JSON.parse(
  readFileSync(new URL('../../../test/golden/progress.json', import.meta.url), 'utf8'),
);
const pythonNames: Record<string, number> = { nan: Number.NaN, inf: Infinity, '-inf': -Infinity };

describe("Python's numbers", () => {
  test.each(golden.numbers)('$value reads as Python writes it', ({ value, repr: shortest, ...rest }) => {
    const number = pythonNames[value] ?? Number(value);
    expect(repr(number)).toBe(shortest);
    for (const [digits, text] of Object.entries(rest.fixed)) expect(fixed(number, Number(digits))).toBe(text);
    for (const [digits, text] of Object.entries(rest.exponential)) {
      expect(exponential(number, Number(digits))).toBe(text);
    }
  });

  test('a half goes to the even neighbour, anything else to the nearest', () => {
    expect([0.5, 1.5, 2.5, 3.5].map((value) => fixed(value, 0))).toEqual(['0', '2', '2', '4']);
    expect(fixed(2.5000000000000004, 0)).toBe('3');
    expect(fixed(0.03125, 4)).toBe('0.0312');
    expect(fixed(0.09375, 4)).toBe('0.0938');
    expect(exponential(9.5, 0)).toBe('1e+01');
    expect(exponential(8.5, 0)).toBe('8e+00');
  });
});

import { afterEach, describe, expect, test, vi } from 'vitest';
import { standardOutput } from './terminal.js';

afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  Object.defineProperty(process.stdout, 'isTTY', { value: false, configurable: true });
});

describe('standard output', () => {
  test('is one object, so that writers can agree on it, and writes what it is given', () => {
    const write = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
    expect(standardOutput()).toBe(standardOutput());
    standardOutput().write('a\rb');
    expect(write.mock.calls).toEqual([['a\rb']]);
  });

  test('wants colours on a terminal, unless NO_COLOR is set to something', () => {
    Object.defineProperty(process.stdout, 'isTTY', { value: true, configurable: true });
    vi.stubEnv('TERM', 'xterm');
    vi.stubEnv('NO_COLOR', '');
    expect([standardOutput().isTTY, standardOutput().colours]).toEqual([true, true]);
    vi.stubEnv('NO_COLOR', '0');
    expect([standardOutput().isTTY, standardOutput().colours]).toEqual([true, false]);
  });

  test('does not redraw where a terminal cannot, and never colours a file', () => {
    vi.stubEnv('NO_COLOR', '');
    expect([standardOutput().isTTY, standardOutput().colours]).toEqual([false, false]);
    Object.defineProperty(process.stdout, 'isTTY', { value: true, configurable: true });
    vi.stubEnv('TERM', 'dumb');
    expect([standardOutput().isTTY, standardOutput().colours]).toEqual([false, false]);
  });
});

import { describe, expect, it } from 'vitest';
import { chooseLibrary, loadLibrary } from './library.js';

describe('chooseLibrary', () => {
  it('finds the library of each system, whatever its version', () => {
    expect(chooseLibrary(['/p/libonnxruntime.so.1', '/p/onnxruntime_binding.node'], 'linux')).toBe(
      '/p/libonnxruntime.so.1',
    );
    expect(chooseLibrary(['/p/libonnxruntime.so.2.0.1'], 'linux')).toBe('/p/libonnxruntime.so.2.0.1');
    expect(chooseLibrary(['/p/libonnxruntime.1.30.0.dylib', '/p/libonnxruntime.1.dylib'], 'darwin')).toBe(
      '/p/libonnxruntime.1.dylib',
    );
    expect(chooseLibrary(['C:\\p\\DirectML.dll', 'C:\\p\\onnxruntime.dll'], 'win32')).toBe(
      'C:\\p\\onnxruntime.dll',
    );
  });

  it('takes no library for another one', () => {
    expect(
      chooseLibrary(['/p/libonnxruntime_providers_shared.so', '/p/libonnxruntime.so.1.txt'], 'linux'),
    ).toBeUndefined();
    expect(chooseLibrary([], 'linux')).toBeUndefined();
  });
});

describe('loadLibrary', () => {
  it('loads ONNX Runtime once, with a stack large enough for asynchronous calls', () => {
    const library = loadLibrary();
    if (typeof library === 'string') throw new Error(library);
    expect(library.version).toMatch(/^\d+\.\d+\.\d+$/);
    expect(library.asynchronous).toBe(true);
    expect(library.koffi.config().async_stack_size).toBeGreaterThanOrEqual(4 << 20);
    expect(loadLibrary()).toBe(library);
  });
});

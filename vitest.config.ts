import { fileURLToPath } from 'node:url';
import { defineConfig, type ViteUserConfig } from 'vitest/config';

const config: ViteUserConfig = defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
    testTimeout: 30_000,
    // koffi and ONNX Runtime's library are loaded once per process and must not be unloaded between files.
    pool: 'forks',
    alias: { minibatch: fileURLToPath(new URL('src/index.ts', import.meta.url)) },
    reporters: ['default', './scripts/closing-line.mjs'],
  },
});

export default config;

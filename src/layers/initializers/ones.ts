import { defineInitializer, type InitializerFactory } from './define-initializer.js';

/** 1 everywhere. */
export const ones: InitializerFactory<Record<never, never>> = defineInitializer({
  type: 'ones',
  defaults: {},
  fill: ({ out }) => out.fill(1),
});

import { defineInitializer, type InitializerFactory } from './define-initializer.js';

/** 0 everywhere. */
export const zeros: InitializerFactory<Record<never, never>> = defineInitializer({
  type: 'zeros',
  defaults: {},
  fill: ({ out }) => out.fill(0),
});

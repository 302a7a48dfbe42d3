import { checkNumber } from '../check-options.js';
import { defineInitializer, type InitializerFactory } from './define-initializer.js';

export interface ConstantOptions {
  /** @default 0 */
  value?: number;
}

/** The same number everywhere. */
export const constant: InitializerFactory<ConstantOptions> = defineInitializer<ConstantOptions>({
  type: 'constant',
  defaults: { value: 0 },
  check: ({ value }, where) => checkNumber(value, `${where}: value`),
  fill: ({ out, options }) => out.fill(options.value!),
});

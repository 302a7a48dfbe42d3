import { readFileSync } from 'node:fs';
import type { DType } from '../array/ndarray.js';
import type { Tensor } from '../graph/tensor.js';
import type { OpCheck } from './check-op.js';

type Numeral = number | 'inf' | '-inf' | 'nan';

interface GoldenCase {
  inputs: { dtype: DType; shape: number[]; data: number[] }[];
  output: { shape: number[]; data: Numeral[] };
  cotangent?: number[];
  gradients?: (Numeral[] | null)[];
}

const file = new URL('../../test/golden/ops.json', import.meta.url);
const { cases } = JSON.parse(readFileSync(file, 'utf8')) as { cases: Record<string, GoldenCase> };

/** The names of all golden cases of ops. */
export const goldenOps: readonly string[] = Object.keys(cases);

/** What `checkOp` needs to compare an op with the golden case of this name. */
export function goldenOp(
  name: string,
  build: (inputs: Tensor[]) => Tensor,
): OpCheck & Required<Pick<OpCheck, 'golden'>> {
  const { inputs, output, cotangent, gradients } = cases[name];
  return {
    build,
    // Written with nine digits, which give the float32 number back but are not it in float64.
    inputs: inputs.map(({ dtype, shape, data }) => ({
      dtype,
      shape,
      data: dtype === 'float32' ? data.map(Math.fround) : data,
    })),
    golden: {
      output: { shape: output.shape, data: output.data.map(toNumber) },
      cotangent: cotangent?.map(Math.fround),
      gradients: gradients?.map((each) => each?.map(toNumber) ?? null),
    },
  };
}

function toNumber(value: Numeral): number {
  if (value === 'inf') return Number.POSITIVE_INFINITY;
  return value === '-inf' ? Number.NEGATIVE_INFINITY : Number(value);
}

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { checkOptimizer, type OptimizerAnswer, type OptimizerProblem } from '../testing/check-optimizer.js';
import * as optimizers from './index.js';
import type { OptimizerConfig } from './optimizer.js';
import { optimizerFromConfig } from './optimizer-from-config.js';

interface Golden extends OptimizerProblem {
  cases: (OptimizerConfig & OptimizerAnswer & { title: string; tolerance?: number })[];
}

const golden: Golden = JSON.parse(
  readFileSync(new URL('../../test/golden/optimizers.json', import.meta.url), 'utf8'),
);

describe('optimizers give the numbers of Keras for 12 steps at learning rate 0.1, without losing state', () => {
  it.each(golden.cases.map((answer) => [answer.type, answer.title, answer] as const))(
    '%s: %s',
    (_type, _title, answer) => {
      checkOptimizer(optimizerFromConfig(answer), golden, { answer, tolerance: answer.tolerance });
    },
  );

  it('and every built-in optimizer is among them', () => {
    expect(new Set(golden.cases.map(({ type }) => type))).toEqual(new Set(Object.keys(optimizers)));
  });
});

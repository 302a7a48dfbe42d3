import { evaluator, type Rounding } from './evaluate-rule.js';
import type { Optimizer, Update } from './optimizer.js';
import { type Kernel, makePass, type OptimizerPass, type OptimizerPlace } from './optimizer-pass.js';

/**
 * What a slot holds below this, about 2e-34, is set to zero now and then. Numbers without full precision (below 2^-126) are slow
 * to compute with, and a slot of a weight that no longer learns would come to them and stay. The margin keeps products with a slot
 * normal as well: Adam's v · (1-β₂) made a pass three times slower where only v itself was.
 */
export const negligible: number = 2 ** -112;

/**
 * A pass in plain TypeScript, element by element: slow, and the definition of what the compiled one must do.
 * @param round How results are rounded: `Math.fround`, or the identity to compute in float64 (between loads and stores).
 */
export function interpretedPass(
  optimizer: Optimizer,
  place: OptimizerPlace,
  round: Rounding = Math.fround,
): OptimizerPass {
  return makePass(optimizer, place, (update) => interpretedKernel(update, place, round));
}

function interpretedKernel(update: Update, place: OptimizerPlace, round: Rounding): Kernel {
  const view = (offset: number) => new Float32Array(place.memory.buffer, offset, place.length);
  const parameters = view(place.parameters);
  const lanes = [place.gradients].flat().map(view);
  const slots = Object.fromEntries(Object.keys(update.slots).map((name) => [name, view(place.slots[name])]));
  let element = 0;
  let scalars: Float64Array;
  const scalarIndex = new Map(update.scalars.map((name, i) => [name, i]));
  const values = {
    param: () => parameters[element],
    gradient: (lane: number) => lanes[lane][element],
    slot: (name: string) => slots[name][element],
    scalar: (name: string) => scalars[scalarIndex.get(name)!],
  };
  const param = evaluator(update.param, values, round);
  const next = Object.entries(update.slots).map(([name, expr]) => ({
    slot: slots[name],
    value: evaluator(expr, values, round),
  }));
  const results = new Float64Array(next.length);

  return {
    run(start, end, stepScalars, flush) {
      scalars = stepScalars;
      for (element = start; element < end; element++) {
        const moved = param();
        for (let i = 0; i < next.length; i++) results[i] = next[i].value();
        parameters[element] = moved;
        for (let i = 0; i < next.length; i++) {
          const result = Math.fround(results[i]);
          next[i].slot[element] = flush && Math.abs(result) < negligible ? 0 : result;
        }
      }
    },
    sumOfSquares(start, end) {
      // Eight partial sums, in the order in which vectors of four are added: the result is the compiled loop's to the bit.
      const sums = new Float64Array(8);
      for (let i = start; i < end; i++) {
        let gradient = lanes[0][i];
        for (let lane = 1; lane < lanes.length; lane++) gradient = round(gradient + lanes[lane][i]);
        sums[i % 8] += gradient * gradient;
      }
      const [a, b, c, d, e, f, g, h] = sums;
      return a + c + (e + g) + (b + d + (f + h));
    },
  };
}

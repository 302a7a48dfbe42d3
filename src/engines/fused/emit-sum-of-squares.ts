import { FunctionBuilder, type ValueType } from './function-builder.js';
import type { ExportedFunction } from './module.js';

/** Eight floats, whose squares go to eight partial sums: enough for additions not to wait for one another. */
const bytesPerTurn = 32;

/**
 * The sum of squares of a float32 vector, or of the sum of several, in float64:
 *
 *     sumOfSquares(start, end, vectors…) → f64
 *
 * `start` and `end` in bytes, a multiple of 32 apart and not equal. The order of the additions depends on the length alone;
 * `interpretedPass` adds in the same order.
 */
export function emitSumOfSquares(lanes: number): ExportedFunction {
  const types: ValueType[] = ['i32', 'i32', ...Array<ValueType>(lanes).fill('i32')];
  const code = new FunctionBuilder(types);
  const position = code.parameter(0);
  const end = code.parameter(1);
  const addresses = Array.from({ length: lanes }, () => code.local('i32'));
  const sums = Array.from({ length: 4 }, () => code.local('v128'));
  const value = code.local('v128');
  const half = code.local('v128');

  code.loopWhile(() => {
    for (const [lane, address] of addresses.entries()) {
      code
        .get(code.parameter(2 + lane))
        .get(position)
        .do('i32.add')
        .set(address);
    }
    for (let vector = 0; vector < 2; vector++) {
      const [first, ...others] = addresses;
      code.get(first).load(vector * 16);
      for (const other of others) {
        code
          .get(other)
          .load(vector * 16)
          .do('f32x4.add');
      }
      const [lower, upper] = sums.slice(vector * 2);
      code.tee(value).do('f64x2.promote_low_f32x4').tee(half).get(half).do('f64x2.mul');
      code.get(lower).do('f64x2.add').set(lower);
      code.upperHalf(value).do('f64x2.promote_low_f32x4').tee(half).get(half).do('f64x2.mul');
      code.get(upper).do('f64x2.add').set(upper);
    }
    code.get(position).i32(bytesPerTurn).do('i32.add').tee(position).get(end).do('i32.lt_u');
  });
  code.get(sums[0]).get(sums[1]).do('f64x2.add').get(sums[2]).get(sums[3]).do('f64x2.add', 'f64x2.add');
  code.tee(value).extractLaneF64(0).get(value).extractLaneF64(1).do('f64.add');
  return { name: 'sumOfSquares', parameters: types, results: ['f64'], body: code };
}

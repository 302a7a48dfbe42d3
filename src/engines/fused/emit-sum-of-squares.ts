import { bytesPerTurn } from './emit-update.js';
import { FunctionBuilder, type ValueType } from './function-builder.js';
import type { ExportedFunction } from './module.js';

/**
 * The sum of squares of a float32 vector, or of the sum of several, in float64:
 *
 *     sumOfSquares(start, end, vectors…) → f64
 *
 * `start` and `end` as in `run`. Each turn's 16 squares go to 8 partial sums, which are added up at the end: the order depends on
 * the length alone. (`interpretedPass` adds in the same order.)
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
    for (let offset = 0; offset < bytesPerTurn; offset += 16) {
      code.get(addresses[0]).load(offset);
      for (const address of addresses.slice(1)) code.get(address).load(offset).do('f32x4.add');
      const [lower, upper] = (offset / 16) % 2 === 0 ? [sums[0], sums[1]] : [sums[2], sums[3]];
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

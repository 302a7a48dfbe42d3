import { smallestNormal } from '../../optimizers/interpreted-pass.js';
import type { Update } from '../../optimizers/optimizer.js';
import type { Node } from '../../optimizers/rule.js';
import { ExpressionEmitter } from './emit-expression.js';
import { FunctionBuilder, type Local, type ValueType } from './function-builder.js';
import type { ExportedFunction } from './module.js';

/** Bytes that one turn of the loop covers: 16 floats, which all lengths are a multiple of. */
export const bytesPerTurn = 64;
const bytesPerVector = 16;

/**
 * One pass of an update over float32 vectors:
 *
 *     run(start, end, parameters, gradients…, slots…, scalars…)
 *
 * `start` and `end` in bytes from the start of each vector, a multiple of 64 apart and not equal; then the byte offsets of the
 * vectors, and the scalars as float32.
 */
export function emitUpdate(update: Update, lanes: number): ExportedFunction {
  const slotNames = Object.keys(update.slots);
  const regionCount = 1 + lanes + slotNames.length;
  const types: ValueType[] = [
    'i32',
    'i32',
    ...Array<ValueType>(regionCount).fill('i32'),
    ...Array<ValueType>(update.scalars.length).fill('f32'),
  ];
  const code = new FunctionBuilder(types);
  const position = code.parameter(0);
  const end = code.parameter(1);
  const addresses = Array.from({ length: regionCount }, () => code.local('i32'));
  const slotRegion = (name: string) => 1 + lanes + slotNames.indexOf(name);
  let offset = 0;

  const loadRegion = (region: number) => code.get(addresses[region]).load(offset);
  const leaf = (node: Node) => {
    if (node.op === 'param') loadRegion(0);
    else if (node.op === 'gradient') loadRegion(1 + node.lane);
    else if (node.op === 'slot') loadRegion(slotRegion(node.name));
    else if (node.op === 'scalar') {
      code.get(code.parameter(2 + regionCount + update.scalars.indexOf(node.name))).do('f32x4.splat');
    }
  };
  const outputs = [update.param, ...slotNames.map((name) => update.slots[name])];
  const expressions = new ExpressionEmitter(code, leaf, outputs);
  const results = outputs.map(() => code.local('v128'));

  expressions.hoist();
  const smallest = code.local('v128');
  code.splatConstant(smallestNormal).set(smallest);
  code.loopWhile(() => {
    for (const [region, address] of addresses.entries()) {
      code
        .get(code.parameter(2 + region))
        .get(position)
        .do('i32.add')
        .set(address);
    }
    for (offset = 0; offset < bytesPerTurn; offset += bytesPerVector) {
      expressions.next();
      for (const [i, output] of outputs.entries()) {
        expressions.emit(output);
        if (i > 0) flush(code, results[i], smallest);
        code.set(results[i]);
      }
      for (const [i, result] of results.entries()) {
        code
          .get(addresses[i === 0 ? 0 : lanes + i])
          .get(result)
          .store(offset);
      }
    }
    code.get(position).i32(bytesPerTurn).do('i32.add').tee(position).get(end).do('i32.lt_u');
  });
  return { name: 'run', parameters: types, results: [], body: code };
}

/** Sets what is too small for full precision to zero, on the stack; NaN stays. */
function flush(code: FunctionBuilder, scratch: Local, smallest: Local): void {
  code.tee(scratch).get(scratch).do('f32x4.abs').get(smallest).do('f32x4.lt', 'v128.andnot');
}

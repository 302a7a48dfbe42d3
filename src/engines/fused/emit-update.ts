import { negligible } from '../../optimizers/interpreted-pass.js';
import type { Update } from '../../optimizers/optimizer.js';
import type { Node } from '../../optimizers/rule.js';
import { ExpressionEmitter } from './emit-expression.js';
import { FunctionBuilder, type ValueType } from './function-builder.js';
import type { ExportedFunction } from './module.js';

const bytesPerVector = 16;

/**
 * One pass of an update over float32 vectors:
 *
 *     run(start, end, parameters, gradients…, slots…, scalars…)
 *
 * `start` and `end` in bytes from the start of each vector, a multiple of 16 apart and not equal; then the byte offsets of the
 * vectors, and the scalars as float32. `runAndFlush` does the same and sets what is negligible in the slots to zero.
 *
 * Each turn of the loop takes one vector of four: longer turns were no faster.
 */
export function emitUpdate(update: Update, lanes: number, flush: boolean): ExportedFunction {
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
  const firstSlot = 1 + lanes;

  const leaf = (node: Node) => {
    if (node.op === 'param') code.get(addresses[0]).load();
    else if (node.op === 'gradient') code.get(addresses[1 + node.lane]).load();
    else if (node.op === 'slot') code.get(addresses[firstSlot + slotNames.indexOf(node.name)]).load();
    else if (node.op === 'scalar') {
      code.get(code.parameter(2 + regionCount + update.scalars.indexOf(node.name))).do('f32x4.splat');
    }
  };
  const outputs = [update.param, ...slotNames.map((name) => update.slots[name])];
  const expressions = new ExpressionEmitter(code, leaf, outputs);
  const results = outputs.map(() => code.local('v128'));

  expressions.hoist(...(flush ? [negligible] : []));
  code.loopWhile(() => {
    for (const [region, address] of addresses.entries()) {
      code
        .get(code.parameter(2 + region))
        .get(position)
        .do('i32.add')
        .set(address);
    }
    // All is computed before anything is stored: every formula means the values from before the step.
    for (const [i, output] of outputs.entries()) {
      expressions.emit(output);
      if (flush && i > 0) expressions.dropBelow(negligible);
      code.set(results[i]);
    }
    for (const [i, result] of results.entries()) {
      code
        .get(addresses[i === 0 ? 0 : firstSlot + i - 1])
        .get(result)
        .store();
    }
    code.get(position).i32(bytesPerVector).do('i32.add').tee(position).get(end).do('i32.lt_u');
  });
  return { name: flush ? 'runAndFlush' : 'run', parameters: types, results: [], body: code };
}

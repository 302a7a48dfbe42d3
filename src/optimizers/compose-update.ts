import { UnknownNameError, ValueError } from '../errors.js';
import type { Feature, Moment } from './features/feature.js';
import type { Update } from './optimizer.js';
import { Expr, type Rule, type RuleOutputs } from './rule.js';

/** A moment with the optimizer's options. */
type OptionsMoment = Moment & { readonly options: Readonly<Record<string, unknown>> };

/** What an update is put together from. */
export interface UpdateParts {
  /** The optimizer's name, for errors. */
  name: string;
  options: Readonly<Record<string, unknown>>;
  rule: Rule;
  initialSlots: Readonly<Record<string, number>>;
  scalars(moment: OptionsMoment): Readonly<Record<string, number>>;
  /** From the innermost (around the rule) to the outermost. */
  features: readonly Feature[];
  /** In how many places parts of the gradient lie, to be added up. */
  lanes: number;
}

/** Puts the features around the rule and runs it once, on expressions. */
export function composeUpdate(parts: UpdateParts): Update {
  const { name, features, lanes } = parts;
  const initialSlots = Object.assign({}, parts.initialSlots, ...features.map((feature) => feature.slots));
  const computers: UpdateParts['scalars'][] = [
    parts.scalars,
    ...features.flatMap((feature) => feature.scalars ?? []),
  ];
  const sources = computers.map((compute) => ({
    compute,
    names: Object.keys(compute({ step: 1, learningRate: 0.01, options: parts.options })),
  }));
  const scalars = ['@gradientScale', ...sources.flatMap((source) => source.names)];

  const slotLeaves = leaves('slot', Object.keys(initialSlots), name);
  const scalarLeaves = leaves('scalar', scalars, name);
  const rule = features.reduce((inner, feature) => feature.wrap(inner), parts.rule);
  const outputs = rule({
    param: new Expr({ op: 'param' }),
    gradient: sumOfLanes(lanes).mul(scalarLeaves['@gradientScale']),
    slots: slotLeaves,
    scalars: scalarLeaves,
    options: parts.options,
  });
  checkOutputs(name, outputs, Object.keys(initialSlots));

  // Made once and changed in place: a tiny model's step is short enough for a new object to be seen in it.
  const moment = { step: 1, learningRate: 0, options: parts.options };
  return {
    param: outputs.param,
    slots: outputs.slots ?? {},
    initialSlots,
    scalars,
    fillScalars(into, step, learningRate) {
      moment.step = step;
      moment.learningRate = learningRate;
      let i = 1;
      for (const { compute, names } of sources) {
        const values = compute(moment);
        for (let j = 0; j < names.length; j++) into[i++] = values[names[j]];
      }
    },
  };
}

function sumOfLanes(lanes: number): Expr {
  let sum = new Expr({ op: 'gradient', lane: 0 });
  for (let lane = 1; lane < lanes; lane++) sum = sum.add(new Expr({ op: 'gradient', lane }));
  return sum;
}

/** Leaves by name; asking for one that does not exist throws. */
function leaves(op: 'slot' | 'scalar', names: readonly string[], where: string): Record<string, Expr> {
  const known = Object.fromEntries(names.map((name) => [name, new Expr({ op, name })]));
  return new Proxy(known, {
    get(target, name) {
      if (typeof name === 'string' && !Object.hasOwn(target, name)) {
        throw new UnknownNameError(`${where}: rule`, op, name, names);
      }
      return target[name as string];
    },
  });
}

function checkOutputs(name: string, { param, slots = {} }: RuleOutputs, slotNames: readonly string[]): void {
  for (const key of Object.keys(slots)) {
    if (!slotNames.includes(key)) throw new UnknownNameError(`${name}: rule`, 'slot', key, slotNames);
  }
  const outputs: Record<string, unknown> = { param };
  for (const key of slotNames) outputs[`slots.${key}`] = slots[key];
  for (const [key, value] of Object.entries(outputs)) {
    if (value instanceof Expr) continue;
    const got = value === undefined ? 'nothing' : typeof value;
    throw new ValueError(`${name}: rule`, `an expression for ${key}`, got, 'Return every slot and param.');
  }
}

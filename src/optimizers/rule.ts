import { ValueError } from '../errors.js';

export type UnaryOp = 'sqrt' | 'square' | 'abs' | 'neg';
export type BinaryOp = 'add' | 'sub' | 'mul' | 'div' | 'min' | 'max';

/** What one place of an expression is: a value that comes in, or an operation on others. */
export type Node =
  | { readonly op: 'param' }
  | { readonly op: 'gradient'; readonly lane: number }
  | { readonly op: 'slot'; readonly name: string }
  | { readonly op: 'scalar'; readonly name: string }
  | { readonly op: 'constant'; readonly value: number }
  | { readonly op: UnaryOp; readonly a: Expr }
  | { readonly op: BinaryOp; readonly a: Expr; readonly b: Expr }
  | {
      readonly op: 'ifLess';
      readonly a: Expr;
      readonly b: Expr;
      readonly yes: Expr;
      readonly no: Expr;
    };

/**
 * A formula for one element, in float32: what an optimizer's rule is written in. It holds no numbers, so the same
 * formula can be interpreted, compiled to a SIMD loop, or appended to a graph.
 *
 * Every operation rounds to float32 once, as IEEE 754 says; `min` and `max` give NaN if either side is NaN.
 *
 * @example
 * const next = slots.momentum.mul(scalars.momentum).sub(gradient.mul(scalars.learningRate));
 */
export class Expr {
  constructor(readonly node: Node) {}

  add(other: Expr | number): Expr {
    return binary('add', this, other);
  }
  sub(other: Expr | number): Expr {
    return binary('sub', this, other);
  }
  mul(other: Expr | number): Expr {
    return binary('mul', this, other);
  }
  div(other: Expr | number): Expr {
    return binary('div', this, other);
  }
  min(other: Expr | number): Expr {
    return binary('min', this, other);
  }
  max(other: Expr | number): Expr {
    return binary('max', this, other);
  }
  sqrt(): Expr {
    return new Expr({ op: 'sqrt', a: this });
  }
  abs(): Expr {
    return new Expr({ op: 'abs', a: this });
  }
  neg(): Expr {
    return new Expr({ op: 'neg', a: this });
  }
  /**
   * The square; 0 where it would be too small for a float32 of full precision (below 2^-126), as when gradients vanish: such
   * numbers are slow to compute with.
   */
  square(): Expr {
    return new Expr({ op: 'square', a: this });
  }
  /** `this < other ? yes : no`, element by element; false where either side is NaN. */
  ifLess(other: Expr | number, yes: Expr | number, no: Expr | number): Expr {
    return new Expr({ op: 'ifLess', a: this, b: lift(other), yes: lift(yes), no: lift(no) });
  }
  /** -1, 1, or the value itself where it is 0 or NaN. */
  sign(): Expr {
    return this.ifLess(0, -1, constant(0).ifLess(this, 1, this));
  }
}

export function constant(value: number): Expr {
  if (typeof value !== 'number') throw new ValueError('rule', 'a number or an expression', String(value));
  return new Expr({ op: 'constant', value: Math.fround(value) });
}

function lift(value: Expr | number): Expr {
  return value instanceof Expr ? value : constant(value);
}

function binary(op: BinaryOp, a: Expr, b: Expr | number): Expr {
  return new Expr({ op, a, b: lift(b) });
}

/** What a rule is given: an expression for each value of one weight. */
export interface RuleInputs<Options = Readonly<Record<string, unknown>>> {
  /** The weight before the update. */
  readonly param: Expr;
  /** The gradient of the loss by this weight, scaled and clipped. */
  readonly gradient: Expr;
  /** The optimizer's memory of this weight, by slot name. */
  readonly slots: Readonly<Record<string, Expr>>;
  /** What is the same for all weights in a step, by name. */
  readonly scalars: Readonly<Record<string, Expr>>;
  /** The optimizer's options, to choose between formulas (`nesterov`); their values belong in `scalars`. */
  readonly options: Readonly<Options>;
}

/** What a rule gives back: the weight after the update, and each slot. */
export interface RuleOutputs {
  readonly param: Expr;
  readonly slots?: Readonly<Record<string, Expr>>;
}

export type Rule<Options = Readonly<Record<string, unknown>>> = (inputs: RuleInputs<Options>) => RuleOutputs;

/** Values nearer to zero than this have a `square` of 0. */
export const smallestSquared: number = 2 ** -63;

/** The expressions that a node is made of. */
export function operands(node: Node): readonly Expr[] {
  if ('yes' in node) return [node.a, node.b, node.yes, node.no];
  if ('b' in node) return [node.a, node.b];
  if ('a' in node) return [node.a];
  return [];
}

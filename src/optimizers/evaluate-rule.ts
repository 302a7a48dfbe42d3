import { type Expr, type Node, smallestSquared } from './rule.js';

/** Where the leaves of an expression find their values, for the element at hand. */
export interface Values {
  param(): number;
  gradient(lane: number): number;
  slot(name: string): number;
  scalar(name: string): number;
}

/** How the result of an operation is rounded: `Math.fround` is float32, the identity float64. */
export type Rounding = (value: number) => number;

/**
 * Prepares an expression for evaluation by plain TypeScript: the definition of what a rule means, which the compiled loops
 * are tested against bit by bit. A subexpression that is used twice is evaluated twice.
 */
export function evaluator(expr: Expr, values: Values, round: Rounding = Math.fround): () => number {
  const { node } = expr;
  const of = (operand: Expr) => evaluator(operand, values, round);
  switch (node.op) {
    case 'param':
      return values.param;
    case 'gradient':
      return () => values.gradient(node.lane);
    case 'slot':
      return () => values.slot(node.name);
    case 'scalar':
      return () => round(values.scalar(node.name));
    case 'constant':
      return () => node.value;
    case 'ifLess': {
      const [a, b, yes, no] = [of(node.a), of(node.b), of(node.yes), of(node.no)];
      return () => (a() < b() ? yes() : no());
    }
    case 'sqrt':
    case 'square':
    case 'abs':
    case 'neg': {
      const a = of(node.a);
      const f = unary[node.op];
      return () => round(f(a()));
    }
    default: {
      const [a, b] = [of(node.a), of(node.b)];
      const f = binary[node.op];
      return () => round(f(a(), b()));
    }
  }
}

type Op = Node['op'];

const unary = {
  sqrt: Math.sqrt,
  square: (a: number) => (Math.abs(a) < smallestSquared ? 0 : a * a),
  abs: Math.abs,
  neg: (a: number) => -a,
} satisfies Partial<Record<Op, (a: number) => number>>;

const binary = {
  add: (a: number, b: number) => a + b,
  sub: (a: number, b: number) => a - b,
  mul: (a: number, b: number) => a * b,
  div: (a: number, b: number) => a / b,
  min: Math.min,
  max: Math.max,
} satisfies Partial<Record<Op, (a: number, b: number) => number>>;

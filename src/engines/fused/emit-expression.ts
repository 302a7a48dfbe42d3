import { type Expr, type Node, operands, smallestSquared } from '../../optimizers/rule.js';
import type { FunctionBuilder, Local } from './function-builder.js';

/** Puts the value of a leaf (`param`, `gradient`, `slot`, `scalar`) on the stack. */
export type EmitLeaf = (node: Node) => void;

/**
 * Emits expressions on vectors of four float32. What occurs more than once, in one expression or in several, is computed once;
 * what depends on scalars and constants only is computed once before the loop.
 */
export class ExpressionEmitter {
  private readonly ids = new Map<Expr, number>();
  private readonly idsByKey = new Map<string, number>();
  private readonly nodes: Node[] = [];
  private readonly uses: number[] = [];
  private readonly uniform: boolean[] = [];
  private readonly hoisted = new Map<number, Local>();
  private readonly variables = new Map<number, Local>();
  private readonly thresholds = new Map<number, Local>();
  private readonly scratch: Local;

  constructor(
    private readonly code: FunctionBuilder,
    private readonly leaf: EmitLeaf,
    roots: readonly Expr[],
  ) {
    this.scratch = code.local('v128');
    for (const root of roots) this.uses[this.number(root)]++;
  }

  /**
   * Emits the uniform parts: call it before the loop.
   * @param thresholds What `dropBelow` will be asked for.
   */
  hoist(...thresholds: number[]): void {
    for (const threshold of [smallestSquared, ...thresholds]) {
      const local = this.code.local('v128');
      this.code.splatConstant(threshold).set(local);
      this.thresholds.set(threshold, local);
    }
    for (const [id, node] of this.nodes.entries()) {
      if (!this.uniform[id] || !this.isUsedInLoop(id)) continue;
      this.emitNode(node);
      const local = this.code.local('v128');
      this.code.set(local);
      this.hoisted.set(id, local);
    }
  }

  /** Puts the value of an expression on the stack. */
  emit(expr: Expr): void {
    const id = this.ids.get(expr)!;
    const hoisted = this.hoisted.get(id);
    if (hoisted !== undefined) {
      this.code.get(hoisted);
    } else if (this.uses[id] < 2 || this.uniform[id]) {
      this.emitNode(this.nodes[id]);
    } else {
      const variable = this.variables.get(id);
      if (variable !== undefined) {
        this.code.get(variable);
      } else {
        this.emitNode(this.nodes[id]);
        const local = this.code.local('v128');
        this.code.tee(local);
        this.variables.set(id, local);
      }
    }
  }

  /** Sets the value on the stack to zero where it is nearer to zero than a threshold; NaN stays. */
  dropBelow(threshold: number): void {
    const { code, scratch } = this;
    code.tee(scratch).get(scratch).do('f32x4.abs').get(this.thresholds.get(threshold)!);
    code.do('f32x4.lt', 'v128.andnot');
  }

  /** Numbers an expression and its parts, equal ones alike, parts before wholes; counts the uses of each part. */
  private number(expr: Expr): number {
    const known = this.ids.get(expr);
    if (known !== undefined) return known;
    const { node } = expr;
    const parts = operands(node).map((part) => this.number(part));
    const key = keyOf(node, parts);
    let id = this.idsByKey.get(key);
    if (id === undefined) {
      id = this.nodes.push(node) - 1;
      this.idsByKey.set(key, id);
      this.uses[id] = 0;
      this.uniform[id] =
        parts.length > 0
          ? parts.every((part) => this.uniform[part])
          : node.op === 'scalar' || node.op === 'constant';
      for (const part of parts) this.uses[part]++;
    }
    this.ids.set(expr, id);
    return id;
  }

  /** Whether something that changes from element to element, or an output, needs this value. */
  private isUsedInLoop(id: number): boolean {
    const neededBy = this.nodes.flatMap((node, user) =>
      operands(node).some((part) => this.ids.get(part) === id) ? [user] : [],
    );
    const isOutput = this.uses[id] > neededBy.reduce((sum, user) => sum + this.countIn(user, id), 0);
    return isOutput || neededBy.some((user) => !this.uniform[user]);
  }

  private countIn(user: number, id: number): number {
    return operands(this.nodes[user]).filter((part) => this.ids.get(part) === id).length;
  }

  private emitNode(node: Node): void {
    switch (node.op) {
      case 'param':
      case 'gradient':
      case 'slot':
      case 'scalar':
        this.leaf(node);
        break;
      case 'constant':
        this.code.splatConstant(node.value);
        break;
      case 'square':
        this.emit(node.a);
        this.dropBelow(smallestSquared);
        this.code.tee(this.scratch).get(this.scratch).do('f32x4.mul');
        break;
      case 'ifLess':
        for (const part of [node.yes, node.no, node.a, node.b]) this.emit(part);
        this.code.do('f32x4.lt', 'v128.bitselect');
        break;
      default:
        for (const part of operands(node)) this.emit(part);
        this.code.do(`f32x4.${node.op}`);
    }
  }
}

function keyOf(node: Node, parts: readonly number[]): string {
  switch (node.op) {
    case 'gradient':
      return `gradient ${node.lane}`;
    case 'slot':
    case 'scalar':
      return `${node.op} ${node.name}`;
    case 'constant':
      return `constant ${Object.is(node.value, -0) ? '-0' : node.value}`;
    default:
      return `${node.op} ${parts.join(' ')}`;
  }
}

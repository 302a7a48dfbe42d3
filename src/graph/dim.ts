import { ValueError } from '../errors.js';

/**
 * The length of an axis in a graph: known, or symbolic. A symbol stands for a length that is known only when the graph
 * runs: `'batch'`. A product with a known factor is written factor first: `'64*batch'`.
 */
export type Dim = number | string;

/** What each symbol stands for in one run: `{ batch: 32 }`. */
export type SymbolSizes = Readonly<Record<string, number>>;

interface Product {
  factor: number;
  symbols: string[];
}

function parse(dim: Dim): Product {
  if (typeof dim === 'number') return { factor: dim, symbols: [] };
  const parts = dim.split('*');
  const known = Number(parts[0]);
  return Number.isNaN(known) ? { factor: 1, symbols: parts } : { factor: known, symbols: parts.slice(1) };
}

function format({ factor, symbols }: Product): Dim {
  if (factor === 0 || symbols.length === 0) return factor;
  const names = [...symbols].sort().join('*');
  return factor === 1 ? names : `${factor}*${names}`;
}

/** The product of axes: `multiplyDims(['batch', 8, 8])` is `'64*batch'`. */
export function multiplyDims(dims: readonly Dim[]): Dim {
  const product: Product = { factor: 1, symbols: [] };
  for (const dim of dims) {
    const { factor, symbols } = parse(dim);
    product.factor *= factor;
    product.symbols.push(...symbols);
  }
  return format(product);
}

/** `a / b` where it is exact: `divideDims('64*batch', 'batch')` is `64`; undefined where it is not. */
export function divideDims(a: Dim, b: Dim): Dim | undefined {
  const top = parse(a);
  const bottom = parse(b);
  if (bottom.factor === 0 || top.factor % bottom.factor !== 0) return undefined;
  const symbols = [...top.symbols];
  for (const symbol of bottom.symbols) {
    const at = symbols.indexOf(symbol);
    if (at < 0) return undefined;
    symbols.splice(at, 1);
  }
  return format({ factor: top.factor / bottom.factor, symbols });
}

/** The symbols in a dim: `['batch']` of `'64*batch'`. */
export function symbolsOf(dim: Dim): string[] {
  return parse(dim).symbols;
}

/** The known factor of a dim: 64 of `'64*batch'`. */
export function factorOf(dim: Dim): number {
  return parse(dim).factor;
}

/** The length of an axis once its symbols are known. */
export function resolveDim(dim: Dim, sizes: SymbolSizes): number {
  if (typeof dim === 'number') return dim;
  const { factor, symbols } = parse(dim);
  return symbols.reduce((product, symbol) => {
    const size = sizes[symbol];
    if (size === undefined) throw new ValueError('graph', `a size for the axis '${symbol}'`, 'none');
    return product * size;
  }, factor);
}

/** A shape once its symbols are known. */
export function resolveShape(shape: readonly Dim[], sizes: SymbolSizes): number[] {
  return shape.map((dim) => resolveDim(dim, sizes));
}

/** Whether every axis is a number. */
export function isStatic(shape: readonly Dim[]): shape is readonly number[] {
  return shape.every((dim) => typeof dim === 'number');
}

export function sameShape(a: readonly Dim[], b: readonly Dim[]): boolean {
  return a.length === b.length && a.every((dim, axis) => dim === b[axis]);
}

/** A negative axis counts from the end. */
export function normalizeAxis(axis: number, rank: number, where: string): number {
  if (!Number.isInteger(axis) || axis < -rank || axis >= rank) {
    throw new ValueError(where, `an axis from ${-rank} to ${rank - 1}`, String(axis));
  }
  return axis < 0 ? axis + rank : axis;
}

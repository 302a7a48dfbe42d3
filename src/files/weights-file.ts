import type { NDArray } from '../array/ndarray.js';
import { readFile, writeFileAtomic } from '../platform/files.js';
import { readSafetensors, writeSafetensors } from './safetensors.js';

/** Weights as a safetensors file holds them. */
export interface WeightsFile {
  /** In `getWeights` order. */
  weights: NDArray[];
  names: string[];
  metadata: Record<string, string>;
}

/**
 * Writes weights to a safetensors file, whole or not at all. Without names they are `weight_000` and so on; their order
 * is kept in the metadata, as the format itself sorts by element size.
 *
 * @throws MinibatchError when it cannot be written; the old file is then as it was.
 */
export async function writeWeightsFile(
  path: string,
  weights: readonly NDArray[],
  names: readonly string[] | undefined,
  metadata: Readonly<Record<string, string>> = {},
): Promise<void> {
  const unique = uniqueNames(weights.length, names);
  const tensors = new Map(weights.map((weight, i) => [unique[i], weight]));
  await writeFileAtomic(path, writeSafetensors(tensors, { ...metadata, order: JSON.stringify(unique) }));
}

/**
 * Reads weights that `modelCheckpoint` wrote, or any safetensors file, whose order is then that of the file.
 *
 * @throws MinibatchError when there is no such file or it is damaged.
 */
export async function readWeightsFile(path: string): Promise<WeightsFile> {
  const { tensors, metadata } = readSafetensors(await readFile(path));
  const { order, ...rest } = metadata;
  const names = orderIn(order, [...tensors.keys()]);
  return { names, weights: names.map((name) => tensors.get(name)!), metadata: rest };
}

function uniqueNames(count: number, names: readonly string[] | undefined): string[] {
  const taken = new Set<string>();
  return Array.from({ length: count }, (_, i) => {
    const numbered = `weight_${String(i).padStart(3, '0')}`;
    const name = names?.[i] ?? numbered;
    const unique = taken.has(name) || name === '__metadata__' ? `${name}:${numbered}` : name;
    taken.add(unique);
    return unique;
  });
}

/** The written order if it names exactly the tensors there are. */
function orderIn(order: string | undefined, names: string[]): string[] {
  try {
    const written: unknown = JSON.parse(order ?? 'null');
    const isWhole =
      Array.isArray(written) && written.length === names.length && new Set(written).size === names.length;
    return isWhole && names.every((name) => written.includes(name)) ? written : names;
  } catch {
    return names;
  }
}

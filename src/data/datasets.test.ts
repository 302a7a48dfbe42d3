import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readPackageFile } from '../platform/read-package-file.js';
import { breastCancer, diabetes, digits, iris, wine } from './datasets.js';

interface Golden {
  name: string;
  shape: [number, number];
  featureNames: string[];
  targetNames: string[];
  columnSums: number[];
  targetSum: number;
  first: number[];
  last: number[];
  firstTargets: number[];
  lastTarget: number;
}
const golden: Golden[] = JSON.parse(
  readFileSync(new URL('../../test/golden/datasets.json', import.meta.url), 'utf8'),
).cases;
const loaders = { iris, wine, 'breast-cancer': breastCancer, digits, diabetes };

describe('the example data', () => {
  it.each(Object.entries(loaders))("has scikit-learn's numbers and names: %s", (name, load) => {
    const expected = golden.find((one) => one.name === name)!;
    const [samples, features] = expected.shape;
    const data = load();
    expect(data.x.shape).toEqual([samples, features]);
    expect(data.x.dtype).toBe('float32');
    expect(data.y.shape).toEqual([samples]);
    expect(data.y.dtype).toBe(expected.targetNames.length > 0 ? 'int32' : 'float32');
    expect(data.featureNames).toEqual(expected.featureNames);
    expect(data.targetNames).toEqual(expected.targetNames);

    const x = data.x.data as Float32Array;
    expect(x.subarray(0, features)).toEqual(Float32Array.from(expected.first));
    expect(x.subarray(-features)).toEqual(Float32Array.from(expected.last));
    for (let column = 0; column < features; column++) {
      let sum = 0;
      for (let row = 0; row < samples; row++) sum += x[row * features + column];
      expect(Math.abs(sum - expected.columnSums[column])).toBeLessThanOrEqual(
        1e-6 * expected.columnSums[column],
      );
    }
    const y = Array.from(data.y.data, Number);
    expect(y.slice(0, 3)).toEqual(expected.firstTargets);
    expect(y.at(-1)).toBe(expected.lastTarget);
    expect(y.reduce((sum, v) => sum + v, 0)).toBe(expected.targetSum);
  });

  it('says where it is from and under which licence', () => {
    for (const load of Object.values(loaders)) {
      const { description, source, licence, x } = load();
      expect(description).toContain(String(x.shape[0]).replace('1797', '1,797'));
      expect(source).toMatch(/\d{4}.*; file from scikit-learn$/);
      expect(licence).toMatch(/BSD-3-Clause \(scikit-learn\)$/);
    }
  });

  it('is a fresh copy each time', () => {
    const [one, other] = [iris(), iris()];
    one.x.data[0] = 7;
    expect(other.x.data[0]).toBeCloseTo(5.1);
  });

  it('names a file that is missing', () => {
    expect(() => readPackageFile(new URL('../../datasets/none.csv', import.meta.url))).toThrow(
      /^Cannot read .*none\.csv: it should be part of the package\. Install it again\.$/,
    );
  });
});

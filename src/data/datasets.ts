import { NDArray } from '../array/ndarray.js';
import { readPackageFile } from '../platform/read-package-file.js';

/** A small real data set that comes with the package, to try things on. */
export interface ExampleData {
  name: string;
  description: string;
  /** float32, [samples, features]. */
  x: NDArray;
  /** [samples]: int32 classes from 0, or float32 numbers. */
  y: NDArray;
  /** What each column of `x` is. */
  featureNames: string[];
  /** What each class is called; empty where `y` is a number to predict. */
  targetNames: string[];
  /** Who made it and where it is from. More in the package's `datasets/README.md`. */
  source: string;
  licence: string;
}

/** 150 irises: 4 measures in cm, 3 species of 50 each. */
export function iris(): ExampleData {
  return load('iris.csv', {
    name: 'iris',
    description:
      '150 irises: length and width of sepals and petals in cm, and which of three species they are.',
    targetNames: ['setosa', 'versicolor', 'virginica'],
    source:
      'R. A. Fisher 1936, The use of multiple measurements in taxonomic problems; file from scikit-learn',
    licence: 'BSD-3-Clause (scikit-learn)',
  });
}

/** 178 wines: 13 chemical measures on very different scales, 3 cultivators. */
export function wine(): ExampleData {
  return load('wine.csv', {
    name: 'wine',
    description: '178 Italian wines: 13 chemical measures, and which of three cultivators they are from.',
    targetNames: ['class_0', 'class_1', 'class_2'],
    source: 'S. Aeberhard and M. Forina 1992, UCI Machine Learning Repository 109; file from scikit-learn',
    licence: 'CC BY 4.0 (data), BSD-3-Clause (scikit-learn)',
  });
}

/** 569 breast tumours: 30 measures of cell nuclei, malignant (0) or benign (1). */
export function breastCancer(): ExampleData {
  return load('breast-cancer.csv.gz', {
    name: 'breast cancer',
    description:
      '569 breast tumours: 30 measures of their cell nuclei, and whether they are malignant or benign.',
    targetNames: ['malignant', 'benign'],
    source:
      'W. Wolberg, O. Mangasarian, N. Street and W. Street 1993, UCI Machine Learning Repository 17; file from scikit-learn',
    licence: 'CC BY 4.0 (data), BSD-3-Clause (scikit-learn)',
  });
}

/** 1,797 handwritten digits: images of 8 x 8 pixels, 0 to 16, row by row in the 64 columns of `x`. */
export function digits(): ExampleData {
  return load('digits.csv.gz', {
    name: 'digits',
    description: '1,797 handwritten digits: images of 8 x 8 pixels of 0 to 16, and which digit they show.',
    targetNames: ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'],
    source:
      'E. Alpaydin and C. Kaynak 1998, UCI Machine Learning Repository 80 (test part); file from scikit-learn',
    licence: 'CC BY 4.0 (data), BSD-3-Clause (scikit-learn)',
  });
}

/**
 * 442 people with diabetes: 10 measures and how far the illness got a year later, 25 to 346. The measures are in their own
 * units, as scikit-learn's `load_diabetes(scaled=False)` gives them; its default scales each column.
 */
export function diabetes(): ExampleData {
  return load('diabetes.csv', {
    name: 'diabetes',
    description:
      '442 people with diabetes: 10 measures, and how far the illness had progressed a year later.',
    targetNames: [],
    source:
      'B. Efron, T. Hastie, I. Johnstone and R. Tibshirani 2004, Least angle regression; file from scikit-learn',
    licence: 'BSD-3-Clause (scikit-learn)',
  });
}

type About = Omit<ExampleData, 'x' | 'y' | 'featureNames'>;

/** Reads a CSV of numbers whose header names the features and, last, the target. */
function load(file: string, about: About): ExampleData {
  const text = readPackageFile(new URL(`../../datasets/${file}`, import.meta.url));
  const [header, ...lines] = text.trimEnd().split('\n');
  const featureNames = header.split(',').slice(0, -1);
  const columns = featureNames.length;
  const x = new Float32Array(lines.length * columns);
  const y = about.targetNames.length > 0 ? new Int32Array(lines.length) : new Float32Array(lines.length);
  for (const [row, line] of lines.entries()) {
    const fields = line.split(',');
    for (let column = 0; column < columns; column++) x[row * columns + column] = Number(fields[column]);
    y[row] = Number(fields[columns]);
  }
  return {
    ...about,
    x: new NDArray(x, [lines.length, columns]),
    y: new NDArray(y, [lines.length]),
    featureNames,
  };
}

import { type Shape, sizeOf, type TypedArray } from '../array/ndarray.js';

/**
 * The mean and the variance (over n) for each place of some axes, over all the others, in float64 and two passes.
 *
 * @param axes Which axes keep their places, in rising order.
 */
export function meanAndVariance(
  data: TypedArray,
  shape: Shape,
  axes: readonly number[],
): { mean: Float64Array; variance: Float64Array } {
  const places = sizeOf(axes.map((axis) => shape[axis]));
  const count = sizeOf(shape) / places;
  const placeOf = placesAlong(shape, axes);
  const mean = new Float64Array(places);
  for (let i = 0; i < data.length; i++) mean[placeOf(i)] += Number(data[i]) / count;
  const variance = new Float64Array(places);
  for (let i = 0; i < data.length; i++) {
    const place = placeOf(i);
    variance[place] += (Number(data[i]) - mean[place]) ** 2 / count;
  }
  return { mean, variance };
}

/** For an element by its position, its place among those of the axes. */
function placesAlong(shape: Shape, axes: readonly number[]): (position: number) => number {
  const strides = shape.map((_, axis) => sizeOf(shape.slice(axis + 1)));
  return (position) =>
    axes.reduce(
      (place, axis) => place * shape[axis] + (Math.floor(position / strides[axis]) % shape[axis]),
      0,
    );
}

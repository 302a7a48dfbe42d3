import { share } from './confusion.js';

/** 'PRGAIN': precision gain against recall gain (Flach & Kull 2015). */
export type Curve = 'ROC' | 'PR' | 'PRGAIN';
export const curves: readonly Curve[] = ['ROC', 'PR', 'PRGAIN'];

/** 'minoring' takes the lower end of each piece, 'majoring' the upper. */
export type SummationMethod = 'interpolation' | 'minoring' | 'majoring';
export const summationMethods: readonly SummationMethod[] = ['interpolation', 'minoring', 'majoring'];

/** What a threshold makes of all samples. */
interface Outcome {
  truePositives: number;
  falsePositives: number;
  trueNegatives: number;
  falseNegatives: number;
}

/**
 * The area under a curve from weights by bucket: [no, yes] of the predictions between one threshold and the next.
 *
 *     Σ (xᵢ - xᵢ₊₁) · height(yᵢ, yᵢ₊₁)
 *
 * PR with interpolation follows Davis & Goadrich 2006: between two thresholds true positives grow in proportion to all positives.
 */
export function areaUnderCurve(
  buckets: ArrayLike<number>,
  { curve, summationMethod }: { curve: Curve; summationMethod: SummationMethod },
): number {
  const outcomes = outcomesOf(buckets);
  if (curve === 'PR' && summationMethod === 'interpolation') return interpolatedArea(outcomes);
  const points = outcomes.map(pointOn[curve]);
  const height = heights[summationMethod];
  let area = 0;
  for (let i = 0; i + 1 < points.length; i++) {
    area += (points[i].x - points[i + 1].x) * height(points[i].y, points[i + 1].y);
  }
  return area;
}

/** Everything in a bucket and the later ones is above its threshold. */
function outcomesOf(buckets: ArrayLike<number>): Outcome[] {
  const sizes = Array.from({ length: buckets.length / 2 }, (_, i) => ({
    no: buckets[2 * i],
    yes: buckets[2 * i + 1],
  }));
  const all = sizes.reduce((sum, { no, yes }) => ({ no: sum.no + no, yes: sum.yes + yes }), {
    no: 0,
    yes: 0,
  });
  const above = { no: 0, yes: 0 };
  return sizes
    .toReversed()
    .map(({ no, yes }) => {
      above.no += no;
      above.yes += yes;
      return {
        truePositives: above.yes,
        falsePositives: above.no,
        trueNegatives: all.no - above.no,
        falseNegatives: all.yes - above.yes,
      };
    })
    .toReversed();
}

const recallOf = (o: Outcome) => share(o.truePositives, o.truePositives + o.falseNegatives);

const pointOn: Record<Curve, (outcome: Outcome) => { x: number; y: number }> = {
  ROC: (o) => ({ x: share(o.falsePositives, o.falsePositives + o.trueNegatives), y: recallOf(o) }),
  PR: (o) => ({ x: recallOf(o), y: share(o.truePositives, o.truePositives + o.falsePositives) }),
  PRGAIN(o) {
    if (o.truePositives === 0) return { x: 0, y: 1 };
    const odds = share(o.truePositives + o.falseNegatives, o.trueNegatives + o.falsePositives);
    const gain = (errors: number) => 1 - (odds * errors) / o.truePositives;
    return { x: Math.max(gain(o.falseNegatives), 0), y: gain(o.falsePositives) };
  },
};

const heights: Record<SummationMethod, (a: number, b: number) => number> = {
  interpolation: (a, b) => (a + b) / 2,
  minoring: Math.min,
  majoring: Math.max,
};

/** Σ slope · (ΔTP + intercept · log(Pᵢ / Pᵢ₊₁)) / all yes, with P the positives and TP = intercept + slope · P between two. */
function interpolatedArea(outcomes: readonly Outcome[]): number {
  let area = 0;
  for (let i = 0; i + 1 < outcomes.length; i++) {
    const [a, b] = [outcomes[i], outcomes[i + 1]];
    const gained = a.truePositives - b.truePositives;
    const [positivesA, positivesB] = [a.truePositives + a.falsePositives, b.truePositives + b.falsePositives];
    const slope = share(gained, Math.max(positivesA - positivesB, 0));
    const intercept = b.truePositives - slope * positivesB;
    const ratio = positivesA > 0 && positivesB > 0 ? positivesA / positivesB : 1;
    const all = b.truePositives + b.falseNegatives;
    area += share(slope * (gained + intercept * Math.log(ratio)), all);
  }
  return area;
}

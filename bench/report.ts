import { median, type Sample } from './measure.js';
import type { Bar, Workload } from './workload.js';

/** What rounds of one candidate have shown. */
export interface Figures {
  readonly name: string;
  readonly title: string;
  readonly usPerStep: number;
  readonly bestUsPerStep: number;
  readonly cpuUsPerStep: number;
  /** Our time through this candidate's: the median over rounds, each of which ran both one after the other. */
  readonly oursToThis: number | undefined;
  readonly othersCores: number;
  readonly rounds: readonly Sample[];
}

/** A bar, and whether our time is below it; undefined if none of its peers ran. */
export interface Verdict {
  readonly fastest: string | undefined;
  readonly ratio: number | undefined;
  readonly atMost: number;
  readonly passed: boolean | undefined;
}

export function figuresOf(
  { name, title }: { name: string; title: string },
  rounds: readonly Sample[],
  ours: readonly Sample[] | undefined,
): Figures {
  return {
    name,
    title,
    usPerStep: median(rounds.map((round) => round.usPerStep)),
    bestUsPerStep: Math.min(...rounds.map((round) => round.usPerStep)),
    cpuUsPerStep: median(rounds.map((round) => round.cpuUsPerStep)),
    oursToThis: ours && median(rounds.map((round, i) => ours[i].usPerStep / round.usPerStep)),
    othersCores: rounds.reduce((sum, round) => sum + round.othersCores, 0) / rounds.length,
    rounds,
  };
}

export function judge({ peers, atMost }: Bar, figures: readonly Figures[]): Verdict {
  const there = figures.filter(({ name, oursToThis }) => peers.includes(name) && oursToThis !== undefined);
  if (there.length === 0) return { fastest: undefined, ratio: undefined, atMost, passed: undefined };
  // The fastest peer is the one that our time compares worst with.
  const fastest = there.reduce((a, b) => (a.oursToThis! > b.oursToThis! ? a : b));
  const ratio = fastest.oursToThis!;
  return { fastest: fastest.title, ratio, atMost, passed: ratio <= atMost };
}

/** A case as a table of candidates and a line for each bar. */
export function describeCase(
  workload: Workload,
  batch: number,
  figures: readonly Figures[],
  verdicts: readonly Verdict[],
): string {
  const head = ['', 'us/step', 'best', 'processor', 'ours/this', 'others'];
  const rows = figures.map((each) => [
    each.title,
    number(each.usPerStep),
    number(each.bestUsPerStep),
    number(each.cpuUsPerStep),
    each.oursToThis === undefined || each.name === 'ours' ? '' : each.oursToThis.toPrecision(3),
    `${each.othersCores.toFixed(1)} cores`,
  ]);
  const bars = verdicts.map(({ fastest, ratio, atMost, passed }) => {
    if (passed === undefined) return `  not judged: at most ${short(atMost)} of a peer that is not here`;
    const against = `${ratio!.toPrecision(3)} of ${fastest}, at most ${short(atMost)}`;
    return `  ${passed ? 'passed' : 'FAILED'}: ${against}`;
  });
  return [`${workload.name}, batch ${batch} (${workload.about})`, table([head, ...rows]), ...bars, ''].join(
    '\n',
  );
}

/** Columns under each other: the first to the left, the others to the right. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  return rows
    .map((row) =>
      row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]) : cell.padStart(widths[i]))).join('  '),
    )
    .map((line) => `  ${line}`.trimEnd())
    .join('\n');
}

function number(us: number): string {
  return us >= 100 ? us.toFixed(0) : us.toPrecision(3);
}

function short(value: number): string {
  return String(Number(value.toPrecision(3)));
}

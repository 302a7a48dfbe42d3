import { nearestName, show, ValueError } from '../../errors.js';
import type { Logs, Run } from './callback.js';
import { metricDirection } from './metric-direction.js';

export interface MonitorOptions {
  /** The log to watch. @default 'val_loss' */
  monitor?: string;
  /** Whether it should become smaller or larger; `'auto'` knows from the metric or its name. @default 'auto' */
  mode?: 'auto' | 'min' | 'max';
}

/** Watches one log for those callbacks that act when it improves, or no longer does. */
export class Monitor {
  readonly name: string;
  readonly #where: string;
  readonly #mode: 'auto' | 'min' | 'max';
  readonly #minDelta: number;
  #direction: 'min' | 'max' | undefined;
  #hasWarned = false;

  /** @throws ValueError for an unknown mode or a `minDelta` that is no number. */
  constructor(where: string, options: MonitorOptions, minDelta: number) {
    const { monitor = 'val_loss', mode = 'auto' } = options;
    if (!['auto', 'min', 'max'].includes(mode)) {
      throw new ValueError(`${where}: mode`, "'auto', 'min' or 'max'", show(mode));
    }
    if (!Number.isFinite(minDelta))
      throw new ValueError(`${where}: minDelta`, 'a finite number', show(minDelta));
    this.name = monitor;
    this.#where = where;
    this.#mode = mode;
    this.#minDelta = Math.abs(minDelta);
  }

  /**
   * Before the first step: finds the direction, and says if there will be nothing to watch.
   *
   * @throws ValueError if the log is known, but not whether more or less of it is better.
   */
  begin(run: Run): void {
    this.#hasWarned = false;
    this.#direction = this.#mode === 'auto' ? this.#guess(run) : this.#mode;
    if (this.isExpected(run)) this.#needDirection();
    else if (run.params.metrics.length > 0) this.#warn(run, run.params.metrics);
  }

  /** The newest value, or undefined if this epoch has none. */
  value(logs: Logs, run: Run): number | undefined {
    const value = logs[this.name];
    // With `validationFreq` some epochs have no `val_` logs: nothing is wrong then.
    if (value === undefined && !this.isExpected(run)) this.#warn(run, Object.keys(logs));
    return value;
  }

  /** Whether this run has said that there will be such a log. */
  isExpected(run: Run): boolean {
    return this.name === 'learning_rate' || run.params.metrics.includes(this.name);
  }

  /** Whether `value` improves on `reference` by more than `minDelta`. Anything improves on none, any number on NaN. */
  isBetter(value: number, reference: number | null): boolean {
    if (reference === null) return true;
    if (Number.isNaN(reference)) return !Number.isNaN(value);
    if (this.#needDirection() === 'min') return value + this.#minDelta < reference;
    return value - this.#minDelta > reference;
  }

  #guess(run: Run): 'min' | 'max' | undefined {
    const { directions } = run.params;
    return (
      directions?.[this.name] ?? directions?.[this.name.replace(/^val_/, '')] ?? metricDirection(this.name)
    );
  }

  #needDirection(): 'min' | 'max' {
    if (this.#direction !== undefined) return this.#direction;
    const expected = `a metric known to be better small or large`;
    const fix = "Pass mode: 'max' if more is better, mode: 'min' if less is.";
    throw new ValueError(`${this.#where}: monitor`, expected, `'${this.name}'`, fix);
  }

  #warn(run: Run, names: readonly string[]): void {
    if (this.#hasWarned) return;
    this.#hasWarned = true;
    const nearest = nearestName(this.name, names);
    const isMissing = this.name.startsWith('val_') && !run.params.doValidation;
    const remedy = isMissing
      ? 'Give fit validationData or validationSplit, or monitor another.'
      : nearest === undefined
        ? 'Monitor one of those.'
        : `Did you mean '${nearest}'?`;
    run.say(
      `${this.#where}: there is no '${this.name}' to monitor; there are ${names.join(', ')}. ${remedy}`,
    );
  }
}

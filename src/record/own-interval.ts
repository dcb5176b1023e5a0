/** A two-sided interval that holds for its own number alone, at the record's `ownLevel`. */
export interface OwnInterval {
  readonly lower: number;
  readonly upper: number;
  /** The method's name, as `docs/statistics.md` explains it: `tango`, `unit-jackknife`, `wilson` … */
  readonly method: string;
}

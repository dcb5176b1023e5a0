/** A simulation: settings whose truth is known, each measured over as many sets as asked for. */
export interface Simulation {
  readonly name: string;
  readonly settings: readonly Setting[];
}

/** One made-up world. */
export interface Setting {
  readonly name: string;
  /** Draws so many sets, always the same ones. */
  measure(sets: number): readonly Line[];
}

/** One line of the table. */
export interface Line {
  readonly what: string;
  readonly measured: string;
  /** What it must be; empty where nothing is held. */
  readonly limit: string;
  readonly isRight: boolean;
  /** What else was seen. */
  readonly beside: string;
}

/** What a share must be, in per cent. */
export interface Limit {
  readonly least?: number | undefined;
  readonly most?: number | undefined;
  /** The limit itself is what a method with no slack at all would reach, so that two standard errors are allowed for. */
  readonly isNominal?: boolean | undefined;
}

/**
 * How often something was so, held against its limit.
 *
 * Intervals of 95 % leave room above 93 %, so that is held as it stands from 2,000 sets on; fewer sets are allowed for by how much surer
 * 2,000 would be.
 */
export function shareLine(what: string, count: number, of: number, limit: Limit = {}, beside = ''): Line {
  const share = (100 * count) / of;
  const { least, most } = limit;
  const isRight =
    (least === undefined || share >= least - slackOf(least, of, limit)) &&
    (most === undefined || share <= most + slackOf(most, of, limit));
  return { what, measured: `${share.toFixed(1)} %`, limit: limitText(limit), isRight: isRight, beside };
}

function slackOf(limit: number, sets: number, { isNominal = false }: Limit): number {
  const twice = (of: number): number => (200 * Math.sqrt((limit / 100) * (1 - limit / 100))) / Math.sqrt(of);
  return isNominal ? twice(sets) : Math.max(0, twice(sets) - twice(2000));
}

function limitText({ least, most }: Limit): string {
  if (least !== undefined && most !== undefined) return `${least} to ${most} %`;
  return least !== undefined ? `≥ ${least} %` : most !== undefined ? `≤ ${most} %` : '';
}

/** The middle one of some numbers. */
export function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[numbers.length >> 1] ?? NaN;
}

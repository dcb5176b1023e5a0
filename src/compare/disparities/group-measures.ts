import { pairedDrift, type CellSet, type Metric, type TallyFrame, type ValueRanks } from '../../metrics/index.js';
import { groupEstimates, jointTail, type GroupEstimates } from '../group-intervals.js';
import { level } from '../judge.js';
import type { SliceCells } from '../slices.js';
import type { Withholds } from '../withhold-small.js';
import type { Disparity } from './disparity.js';

/** A group that takes no part, with the reason. */
export interface LeftOut {
  readonly value: string;
  readonly reason: string;
}

/** What measuring the disparities of an attribute needs to know. */
export interface DisparityRules {
  /** Everyone. */
  readonly everyone: SliceCells;
  /** Relevant examples below which a group takes no part. */
  readonly minSlice: number;
  readonly withholds?: Withholds | undefined;
  /** The value that names the group to hold the others against. */
  readonly reference?: string | undefined;
  /** An order of the attributes' values that no name decides. */
  readonly ranks: ValueRanks;
  /** Called when a disparity is measured. */
  readonly onDisparity?: (() => void) | undefined;
  /** Joint resamples of a family; fewer than usual are for simulations, which average over many sets. */
  readonly resamples?: number | undefined;
}

/** A group that takes part with a metric. */
export interface MeasuredGroup {
  readonly value: string;
  readonly cells: CellSet;
  readonly metric: Metric;
  readonly estimates: GroupEstimates;
}

/** A metric in the groups that take part, and who does not. */
export interface MeasuredMetric {
  readonly metric: Metric;
  readonly groups: readonly MeasuredGroup[];
  readonly leftOut: readonly LeftOut[];
}

/** A group and the attribute's named one, by metric. */
export interface Pair {
  readonly value: string;
  readonly metrics: readonly { readonly group: MeasuredGroup; readonly reference: MeasuredGroup }[];
}

/** Each metric of each group, measured once. */
export class GroupMeasures {
  readonly #byMetric = new Map<string, MeasuredMetric>();
  readonly #tails = new Map<string, { readonly tail: number; readonly over: number }>();

  constructor(
    readonly frame: TallyFrame,
    readonly attribute: string,
    readonly groups: readonly SliceCells[],
    readonly metrics: readonly Metric[],
    readonly rules: DisparityRules,
  ) {}

  /** A metric in every group that can take part. */
  of(name: string): MeasuredMetric {
    const known = this.#byMetric.get(name);
    if (known) return known;
    const metric = this.metrics.find((one) => one.name === name);
    if (!metric) throw new RangeError(`no metric ${name}`);
    const groups: MeasuredGroup[] = [];
    const leftOut: LeftOut[] = [];
    for (const slice of this.groups) {
      const value = slice.slice[0]?.value ?? '';
      const found = this.#measure(metric, slice);
      if ('reason' in found) leftOut.push({ value, reason: found.reason });
      else groups.push({ value, cells: slice, metric, estimates: found });
    }
    const made = { metric, groups, leftOut };
    this.#byMetric.set(name, made);
    return made;
  }

  /** A metric of everyone. */
  overall(name: string): MeasuredGroup | { readonly reason: string } {
    const { metric } = this.of(name);
    const found = this.#measure(metric, this.rules.everyone);
    return 'reason' in found ? found : { value: '', cells: this.rules.everyone, metric, estimates: found };
  }

  /** A metric of all groups that take part, as one. */
  together(name: string): MeasuredGroup | { readonly reason: string } {
    const { metric, groups } = this.of(name);
    const cells = unionOf(groups.map((group) => group.cells));
    const paired = pairedDrift(this.frame, metric, cells);
    const found = groupEstimates(this.frame, paired, cells);
    return 'reason' in found ? found : { value: '', cells, metric, estimates: found };
  }

  /** Every other group beside the named one, where both take part with every metric. */
  against({ of }: Disparity): readonly Pair[] {
    const metrics = of.map((name) => this.of(name).groups);
    return this.groups.flatMap(({ slice }) => {
      const value = slice[0]?.value ?? '';
      if (value === this.rules.reference) return [];
      const pairs = metrics.flatMap((groups) => {
        const group = groups.find((one) => one.value === value);
        const reference = groups.find((one) => one.value === this.rules.reference);
        return group && reference ? [{ group, reference }] : [];
      });
      return pairs.length === of.length ? [{ value, metrics: pairs }] : [];
    });
  }

  /** Groups that take no part with one of the metrics. */
  leftOut({ of }: Disparity): readonly LeftOut[] {
    return [
      ...new Map(of.flatMap((name) => this.of(name).leftOut.map(({ value, reason }) => [value, reason] as const))),
    ].map(([value, reason]) => ({ value, reason }));
  }

  /** The tail at which the bounds of all these hold at once. */
  tailOf(groups: readonly MeasuredGroup[]): { readonly tail: number; readonly over: number } {
    const position = this.frame.attributes.indexOf(this.attribute);
    const rankOf = ({ value }: MeasuredGroup): number => this.rules.ranks[position]?.get(value) ?? -1;
    const placeOf = ({ metric }: MeasuredGroup): number => this.metrics.indexOf(metric);
    const sorted = [...groups].sort((a, b) => placeOf(a) - placeOf(b) || rankOf(a) - rankOf(b));
    const key = sorted.map((group) => `${placeOf(group)},${rankOf(group)}`).join(' ');
    const found =
      this.#tails.get(key) ??
      jointTail(
        sorted.map(({ estimates }) => estimates),
        level,
        this.rules.resamples,
      );
    this.#tails.set(key, found);
    return found;
  }

  #measure(metric: Metric, slice: SliceCells): GroupEstimates | { readonly reason: string } {
    const { minSlice, withholds, everyone } = this.rules;
    const tooFew = `fewer than ${minSlice} ${metric.relevant}`;
    if (withholds?.(metric, slice) === true)
      return { reason: `${tooFew}, or hidden so that such a number cannot be found by subtraction` };
    const paired = pairedDrift(this.frame, metric, slice, everyone);
    if (paired.n < minSlice) return { reason: tooFew };
    return groupEstimates(this.frame, paired, slice);
  }
}

/** All cells of these sets, as one. */
function unionOf(sets: readonly CellSet[]): CellSet {
  const [first] = sets;
  const count = first?.trainings?.others.length ?? 0;
  return {
    cells: sets.flatMap(({ cells }) => cells),
    trainings: first?.trainings && {
      pairing: first.trainings.pairing,
      others: Array.from({ length: count }, (_, i) =>
        unionOf(sets.flatMap(({ trainings }) => trainings?.others[i] ?? [])),
      ),
    },
  };
}

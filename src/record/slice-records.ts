import { differentialDrift, level, relativeDrift, type SliceCells, type Withholds } from '../compare/index.js';
import {
  pairedDrift,
  statisticsOf,
  type DriftEstimate,
  type Metric,
  type PairedDrift,
  type PairTally,
} from '../metrics/index.js';
import type { FairnessEvidence } from './fairness.js';
import type { FlipsRecord, OwnInterval, RelativeDriftRecord, SliceRecord, SliceValue } from './types.js';

/** A slice that is shown, with its values. */
export function shownSlice(
  evidence: FairnessEvidence,
  slice: SliceCells,
  flips: FlipsRecord,
  values: readonly Measured[],
): SliceRecord {
  return {
    slice: slice.slice,
    isGroup: slice.isGroup,
    shown: {
      kind: 'shown',
      n: slice.n,
      units: slice.units,
      flips,
      exemplars: exemplarsIn(evidence, slice),
      values: values.map((measured) => sliceValue(evidence, slice, measured)),
    },
  };
}

function exemplarsIn({ tally, trainings }: FairnessEvidence, { slice }: SliceCells): number | undefined {
  const positions = slice.map(({ attribute }) => tally.frame.attributes.indexOf(attribute));
  return trainings?.exemplars
    ?.filter(({ attributes }) => slice.every(({ value }, i) => attributes[positions[i] ?? -1] === value))
    .reduce((sum, { count }) => sum + count, 0);
}

/** A metric in a slice: what it may tell. */
export interface Measured {
  readonly metric: Metric;
  readonly paired: PairedDrift;
  /** Why it is not told. */
  readonly hidden: string | undefined;
  /** Against everyone else; only in groups of one attribute. */
  readonly differential: DriftEstimate | undefined;
}

/** Measures a metric in a shown slice. @param slices everyone first */
export function measure(
  { tally, minSlice }: FairnessEvidence,
  slice: SliceCells,
  [everyone = slice]: readonly SliceCells[],
  metric: Metric,
  withholds: Withholds,
): Measured {
  const { frame } = tally;
  const paired = pairedDrift(frame, metric, slice, everyone);
  const isWithheld = withholds(metric, slice);
  if (isWithheld || paired.n < minSlice) {
    const why = isWithheld ? ', or withheld so that such a number cannot be found by subtraction' : '';
    return { metric, paired, hidden: `fewer than ${minSlice} ${metric.relevant}${why}`, differential: undefined };
  }
  // Everyone else tells of everyone what the slice's own numbers leave to know.
  const isHeldAgainst = slice.isGroup && slice.by.length === 1 && !withholds(metric, everyone);
  const rest = isHeldAgainst ? pairedDrift(frame, metric, slice.rest(), everyone) : undefined;
  const differential =
    rest === undefined || rest.n < minSlice ? undefined : differentialDrift(paired.drift, rest.drift);
  return { metric, paired, hidden: undefined, differential };
}

function sliceValue({ tally }: FairnessEvidence, slice: SliceCells, measured: Measured): SliceValue {
  const { frame } = tally;
  const { metric, paired, hidden, differential } = measured;
  const name = { metric: metric.name, class: metric.class === undefined ? undefined : frame.classes[metric.class] };
  if (hidden !== undefined) {
    const tooFew = { kind: 'not-estimable', reason: hidden } as const;
    return { ...name, n: null, baseline: tooFew, variant: tooFew };
  }
  return {
    ...name,
    n: paired.n,
    baseline: paired.baseline,
    variant: paired.variant,
    drift: withInterval(paired.drift),
    relativeDrift: paired.drift.kind === 'drift' ? relativeRecord(frame, paired, slice) : undefined,
    differential: differential && withInterval(differential),
    over: metric.name === 'mean_recall' ? classesPresent(frame, slice) : undefined,
    gridError: gridErrorOf(slice, metric),
  };
}

function withInterval(drift: DriftEstimate): SliceValue['drift'] {
  return drift.kind === 'drift' ? { value: drift.value, interval: ownInterval(drift) } : undefined;
}

function gridErrorOf({ ranks }: SliceCells, { name, pairing }: Metric): SliceValue['gridError'] {
  const ofFunction = ranks?.facts.functions.find((of) => of.name === name)?.gridError;
  const error = pairing.kind === 'rank' && ranks?.moments ? ranks.gridError : ofFunction;
  if (!error || (error.baseline === 0 && error.variant === 0)) return undefined;
  return { baseline: error.baseline ?? null, variant: error.variant ?? null };
}

function relativeRecord(frame: PairTally['frame'], paired: PairedDrift, slice: SliceCells): RelativeDriftRecord {
  const { value, bounds } = relativeDrift(frame, paired, slice);
  if (value.kind !== 'value') return value;
  const interval = bounds && { lower: bounds.lower, upper: bounds.upper, method: 'substituted' };
  return { ...value, interval };
}

function classesPresent(frame: PairTally['frame'], slice: SliceCells): number {
  return statisticsOf(frame, slice.cells, 'baseline').support.filter((n) => n > 0).length;
}

/** A drift's own 95 % interval, not simultaneous. */
export function ownInterval(drift: {
  readonly method: string;
  bounds(tail: number): { lower: number; upper: number };
}): OwnInterval {
  return { ...drift.bounds((1 - level) / 2), method: drift.method };
}

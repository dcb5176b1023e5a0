import { quoted, type Estimate, type Margin } from '../base/index.js';
import {
  driftBeyondShare,
  pairedDrift,
  type CellSet,
  type DriftEstimate,
  type Metric,
  type PairedDrift,
  type TallyFrame,
} from '../metrics/index.js';
import { differentialDrift } from './differential.js';
import type { JudgingRules, NotJudged } from './findings.js';
import { sidesOf } from './judge.js';
import { marginFor } from './margins.js';
import type { SliceCells } from './slices.js';

/** A drift that a margin judges, before it is held together with all others. */
export interface Candidate {
  readonly metricIndex: number;
  readonly paired: PairedDrift;
  readonly estimate: DriftEstimate;
  /** For a relative margin: by side, how far the drift lies beyond the share. */
  readonly beyond: ReadonlyMap<1 | -1, DriftEstimate>;
  readonly kind: 'drift' | 'differential';
  readonly against: string | undefined;
  readonly slice: SliceCells;
  readonly margin: Margin;
  readonly restDrift: number | undefined;
}

/** What the margins judge of one metric in one slice, or why they do not. @param slices everyone first */
export function candidatesOf(
  frame: TallyFrame,
  slice: SliceCells,
  slices: readonly SliceCells[],
  metric: Metric,
  metricIndex: number,
  rules: JudgingRules,
): readonly (Candidate | NotJudged)[] {
  const drift = marginFor('drift', metric, slice, rules.margins, rules.source);
  const differential = marginFor('differential', metric, slice, rules.margins, rules.source);
  if (!drift && !differential) return [];
  const tooFew = (kind: NotJudged['kind'], whose = ''): NotJudged => ({
    kind,
    metric,
    slice: slice.slice,
    reason: `fewer than ${rules.minSlice} ${metric.relevant}${whose}, or hidden so that such a number cannot be found by subtraction`,
  });
  const [everyone = slice] = slices;
  const paired = pairedDrift(frame, metric, slice, everyone);
  if (rules.withholds?.(metric, slice) === true || paired.n < rules.minSlice) {
    return [...(drift ? [tooFew('drift')] : []), ...(differential ? [tooFew('differential')] : [])];
  }
  const candidates: (Candidate | NotJudged)[] = [];
  const common = { metricIndex, paired, slice };
  if (drift) {
    const alone = { against: undefined, restDrift: undefined };
    const margin = atBaseline(drift, paired.baseline);
    const beyond = beyondOf(frame, metric, slice, everyone, margin);
    candidates.push({ ...common, ...alone, estimate: paired.drift, beyond, kind: 'drift', margin });
  }
  if (!differential) return candidates;
  for (const { against, set, isWithheld } of othersOf(slice, slices, metric, rules)) {
    const rest = pairedDrift(frame, metric, set, everyone);
    const whose = against === undefined ? 'everyone else' : `the group ${quoted(against)}`;
    if (isWithheld || rest.n < rules.minSlice) candidates.push(tooFew('differential', ` among ${whose}`));
    else {
      candidates.push({
        ...common,
        kind: 'differential',
        against,
        beyond: new Map(),
        estimate: differentialDrift(paired.drift, rest.drift, whose),
        margin: differential,
        restDrift: rest.drift.kind === 'drift' ? rest.drift.value : undefined,
      });
    }
  }
  return candidates;
}

/** What a relative margin allows at the baseline's value. */
function atBaseline(margin: Margin, baseline: Estimate): Margin {
  if (margin.share === undefined) return margin;
  return { ...margin, allowed: baseline.kind === 'value' ? margin.share * Math.abs(baseline.value) : 0 };
}

function beyondOf(
  frame: TallyFrame,
  metric: Metric,
  slice: SliceCells,
  everyone: SliceCells,
  { share, sides }: Margin,
): Candidate['beyond'] {
  if (share === undefined) return new Map();
  const held: readonly (1 | -1)[] = sides === 'both' ? [-1, 1] : sidesOf(metric.better);
  return new Map(held.map((sign) => [sign, driftBeyondShare(frame, metric, slice, everyone, sign * share)] as const));
}

/** Whom a slice is held against: everyone else and, for another group of an attribute that names one, its reference group. */
function othersOf(
  slice: SliceCells,
  slices: readonly SliceCells[],
  metric: Metric,
  rules: JudgingRules,
): readonly { readonly against: string | undefined; readonly set: CellSet; readonly isWithheld: boolean }[] {
  const [everyone = slice] = slices;
  // Everyone else tells of everyone what the slice's own numbers leave to know.
  const isWithheld = rules.withholds?.(metric, everyone) === true;
  const everyoneElse = { against: undefined, set: slice.rest(), isWithheld };
  const [only, ...more] = slice.slice;
  const against = only && more.length === 0 ? rules.references?.get(only.attribute) : undefined;
  const reference = slices.find(
    ({ slice: other }) => other.length === 1 && other[0]?.attribute === only?.attribute && other[0]?.value === against,
  );
  if (against === undefined || only?.value === against) return [everyoneElse];
  if (!reference) return [everyoneElse, { against, set: { cells: [] }, isWithheld: true }];
  return [everyoneElse, { against, set: reference, isWithheld: rules.withholds?.(metric, reference) === true }];
}

import { sliceKey } from '../base/index.js';
import {
  halvesSeed,
  isSearchable,
  level,
  searchSlices,
  searchTableOf,
  showableBeside,
  type FoundSlice,
  type SliceCells,
  type SliceSearch,
  type Withholds,
} from '../compare/index.js';
import {
  metricsFor,
  simultaneous,
  type Cell,
  type DriftEstimate,
  type Metric,
  type PairTally,
  type Simultaneous,
} from '../metrics/index.js';
import type { FoundSliceRecord, MetricSearchRecord, SearchRecord } from './search-types.js';

/** What to search for. */
export interface SearchRequest {
  /** Of the tally's attributes. */
  readonly attributes: readonly string[];
  /** At most so many in a conjunction, from 1 to 3. */
  readonly conditions: number;
  /** Rates, by name. */
  readonly metrics: readonly string[];
  /** Slices a metric reports at most, from 1 to 30. */
  readonly most: number;
  /** See {@link SearchRecord}. */
  readonly binned?: SearchRecord['binned'];
}

/** What is shown beside what is found. */
export interface SearchedBeside {
  readonly minSlice: number;
  /** All slices, everyone first, and the values of every attribute; shown or not. */
  readonly slices: readonly SliceCells[];
  /** Keys of those that are not shown. */
  readonly hidden: ReadonlySet<string>;
  readonly withholds: Withholds;
}

/** Searches a tally for the slices in which metrics drifted worst: a pure function of the tally and of what is asked for. */
export function searchRecord(tally: PairTally, request: SearchRequest, beside: SearchedBeside): SearchRecord {
  const known = metricsFor(tally.frame);
  return {
    attributes: request.attributes,
    binned: request.binned,
    conditions: request.conditions,
    most: request.most,
    seed: halvesSeed,
    metrics: request.metrics.map((name) =>
      searchFor(
        tally,
        known.find((metric) => metric.name === name && metric.class === undefined && isSearchable(metric)),
        name,
        request,
        beside,
      ),
    ),
  };
}

function searchFor(
  tally: PairTally,
  metric: Metric | undefined,
  name: string,
  { attributes, conditions, most, metrics }: SearchRequest,
  { minSlice, slices, hidden, withholds }: SearchedBeside,
): MetricSearchRecord {
  const [everyone] = slices;
  if (!metric)
    return { kind: 'not-searched', metric: name, reason: 'it is no share of the same examples on both sides' };
  const isRelevant = (cell: Cell): boolean => metric.pairing.kind !== 'rate' || metric.pairing.isRelevant(cell);
  const cells = tally.cells.filter(isRelevant);
  if (!everyone || withholds(metric, everyone) || countOf(cells) < 2 * minSlice) {
    return { kind: 'not-searched', metric: name, reason: `fewer than ${minSlice} ${metric.relevant} in each half` };
  }
  const notTold = new Set([
    ...hidden,
    ...slices.filter((one) => withholds(metric, one)).map(({ slice }) => sliceKey(slice)),
  ]);
  const search = searchSlices(searchTableOf(tally, metric, attributes), {
    better: metric.better,
    minSlice,
    top: most,
    depth: conditions,
    together: (estimates) => sharedAmong(metrics.length, estimates),
    mayShow: (found) =>
      showableBeside(
        {
          frame: tally.frame,
          cells,
          slices: slices.map(({ slice, cells: own }) => ({ slice, n: countOf(own.filter(isRelevant)) })),
          hidden: notTold,
          minSlice,
        },
        found,
      ),
  });
  return searched(name, search);
}

/** All intervals of all metrics hold at once: each metric's by max-T at its share of what may fail (Bonferroni). */
function sharedAmong(metrics: number, estimates: readonly DriftEstimate[]): Simultaneous {
  return simultaneous(
    estimates.flatMap((estimate) => (estimate.kind === 'drift' ? [estimate.influence()] : [])),
    1 - (1 - level) / metrics,
  );
}

function searched(metric: string, search: SliceSearch): MetricSearchRecord {
  const { examples, possible, lookedAt, pruned, rounds, found, notJudged } = search;
  return {
    kind: 'searched',
    metric,
    examples,
    possible,
    lookedAt,
    pruned,
    rounds,
    found: found.map(foundRecord),
    withheld: notJudged,
  };
}

/** Numbers of the half that found are left out: they are flattered, and with the others they would tell the slice's whole count. */
function foundRecord({ slice, judged }: FoundSlice): FoundSliceRecord {
  const { n, units, baseline, variant, drift, restDrift, differential, surelyWorse } = judged;
  return {
    slice,
    n,
    units,
    baseline,
    variant,
    drift,
    interval: judged.driftInterval,
    restDrift,
    differential,
    differentialInterval: judged.differentialInterval,
    surelyWorse,
  };
}

function countOf(cells: readonly Cell[]): number {
  return cells.reduce((sum, { count }) => sum + count, 0);
}

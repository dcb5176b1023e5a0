/** What records are made of by hand: metrics, findings, slices, models and claims. */
import { estimate, notEstimable, type Interval, type Slice } from '../../../src/base/index.js';
import type { AuditRecord, Finding, JudgedClaim, MetricFacts, ModelFacts, SliceRecord } from '../../../src/record/index.js';

export const accuracy: MetricFacts = {
  name: 'accuracy',
  title: 'accuracy',
  better: 'higher',
  unit: 'rate',
  definition: 'The share of examples whose answer is the label.',
  relevant: 'all',
};

export const recall: MetricFacts = {
  name: 'true_positive_rate',
  title: 'true positive rate',
  better: 'higher',
  unit: 'rate',
  definition: 'The share of positive examples that the model calls positive.',
  relevant: 'positives',
  source: 'Hardt, Price, Srebro 2016, "Equality of Opportunity in Supervised Learning"',
};

export const selection: MetricFacts = {
  name: 'selection_rate',
  title: 'selection rate',
  better: 'neither',
  unit: 'rate',
  definition: 'The share of examples that the model calls positive.',
  relevant: 'all',
};

export const absoluteError: MetricFacts = {
  name: 'mean_absolute_error',
  title: 'mean absolute error',
  better: 'lower',
  unit: 'number',
  definition: 'The mean distance between the output and the true value, in years.',
  relevant: 'all',
};

/** One row from which a slice and its findings are made: rates as fractions. */
export interface Row {
  readonly slice: Slice;
  readonly n: number;
  readonly before: number;
  readonly drift: number;
  readonly half: number;
  readonly isGroup?: boolean;
  readonly needed?: number | 'unreachable';
}

export function slice(...conditions: readonly (readonly [string, string])[]): Slice {
  return conditions.map(([attribute, value]) => ({ attribute, value }));
}

export function jointly(lower: number, upper: number, over: number, method: string): Interval {
  return { lower, upper, level: 0.95, simultaneousOver: over, method };
}

export function driftFinding(row: Row, metric: MetricFacts, margin: number, over: number, method = 'unit-jackknife'): Finding {
  const lower = row.drift - row.half;
  const upper = row.drift + row.half;
  const sign = metric.better === 'lower' ? -1 : 1;
  const [worst, best] = sign > 0 ? [lower, upper] : [-upper, -lower];
  const boundValue = row.drift - sign * row.half * 0.6;
  const kept = boundValue * sign >= -margin;
  const verdict: Finding['verdict'] =
    best < -margin
      ? { kind: 'violated', excess: -margin - best }
      : kept
        ? { kind: 'kept' }
        : { kind: 'undecided', examplesNeeded: row.needed ?? Math.max(12, Math.round(row.n * 0.4)) };
  void worst;
  return {
    kind: 'drift',
    metric: metric.name,
    slice: row.slice,
    n: row.n,
    units: method === 'unit-jackknife' ? Math.round(row.n / 90) : undefined,
    baseline: estimate(row.before),
    variant: estimate(row.before + row.drift),
    drift: row.drift,
    interval: jointly(lower, upper, over, method),
    bound: { value: boundValue, side: sign > 0 ? 'lower' : 'upper', level: 0.95, method },
    margin: { allowed: margin, source: 'plan' },
    verdict,
    surelyWorse: best < 0,
  };
}

export function differentialFinding(row: Row, rest: number, metric: MetricFacts, margin: number, over: number): Finding {
  const base = driftFinding({ ...row, drift: row.drift - rest, half: row.half * 1.15 }, metric, margin, over);
  return {
    ...base,
    kind: 'differential',
    baseline: estimate(row.before),
    variant: estimate(row.before + row.drift),
    restDrift: rest,
  };
}

export function shownSlice(row: Row, metrics: readonly MetricFacts[], isGroup: boolean): SliceRecord {
  const negative = Math.max(0, Math.round(row.n * Math.max(0, -row.drift) * 1.3 + row.n * 0.006));
  const positive = Math.max(0, negative + Math.round(row.n * row.drift));
  return {
    slice: row.slice,
    isGroup,
    shown: {
      kind: 'shown',
      n: row.n,
      units: Math.round(row.n / 90),
      flips: {
        negative,
        positive,
        any: negative + positive + Math.round(row.n * 0.01),
        mcnemar: notEstimable('Not defined where a unit is named.'),
        mcnemarHolm: notEstimable('Not defined where a unit is named.'),
      },
      values: metrics.map((metric) => ({
        metric: metric.name,
        n: row.n,
        baseline: estimate(row.before),
        variant: estimate(row.before + row.drift),
        drift: { value: row.drift, interval: jointly(row.drift - row.half * 0.65, row.drift + row.half * 0.65, 1, 'unit-jackknife') },
      })),
    },
  };
}

export const hiddenSlice = (hidden: Slice): SliceRecord => ({
  slice: hidden,
  isGroup: true,
  shown: { kind: 'hidden', reason: 'Fewer than 20 examples.' },
});

export const rank = (finding: Finding): number =>
  finding.verdict.kind === 'violated' ? 0 : finding.verdict.kind === 'undecided' ? 1 : finding.verdict.kind === 'not-estimable' ? 2 : finding.surelyWorse ? 3 : 4;

export function worstFirst(findings: readonly Finding[], better: MetricFacts['better'] = 'higher'): readonly Finding[] {
  const sign = better === 'lower' ? -1 : 1;
  return [...findings].sort((a, b) => rank(a) - rank(b) || sign * ((a.drift ?? 0) - (b.drift ?? 0)));
}

export function promiseCounts(findings: readonly Finding[]): AuditRecord['verdict']['promises'] {
  const count = (kind: Finding['verdict']['kind']): number => findings.filter(({ verdict }) => verdict.kind === kind).length;
  return {
    kept: count('kept'),
    keptButWorse: findings.filter(({ verdict, surelyWorse }) => verdict.kind === 'kept' && surelyWorse).length,
    violated: count('violated'),
    undecided: count('undecided'),
    notEstimable: count('not-estimable'),
  };
}

export function model(name: string, file: string, over: Partial<ModelFacts> = {}): ModelFacts {
  return {
    name,
    file,
    format: 'onnx',
    sha256: (name.length % 2 === 0 ? '4b1c9a' : '77d0e1').padEnd(64, '3f5a9c'),
    bytes: 561_204,
    gzipBytes: 478_113,
    parameters: 133_112,
    zeros: 42,
    dataTypes: { float32: 133_112 },
    operators: { Add: 12, Conv: 34, Gemm: 1, GlobalAveragePool: 1, Relu: 34 },
    opsets: { 'ai.onnx': 18 },
    producer: 'pytorch 2.9.1',
    inputs: [{ name: 'image', type: 'float32', shape: ['batch', 3, 64, 64] }],
    outputs: [{ name: 'logits', type: 'float32', shape: ['batch', 24] }],
    externalData: [],
    ...over,
  };
}

export const claims: readonly JudgedClaim[] = [
  {
    id: 'size',
    text: 'Five times smaller to download',
    metric: 'download_size_ratio',
    title: 'download size',
    comparator: 'at_most',
    value: 0.2,
    found: { value: 0.373 },
    source: 'recomputed',
    result: 'contradicted',
    reason: 'The file after gzip is 0.373 of the baseline’s; zeros are stored, so the file itself is as large as before.',
  },
  {
    id: 'speed',
    text: 'Twice as fast',
    metric: 'latency_p90_ratio',
    title: 'latency, 90th percentile',
    comparator: 'at_most',
    value: 0.5,
    found: { value: 0.998, interval: jointly(0.971, 1.022, 1, 'session-bootstrap') },
    source: 'measured',
    result: 'contradicted',
    reason: 'The interval of the ratio lies wholly above what was claimed.',
  },
  {
    id: 'private',
    text: 'Nothing leaves the device',
    metric: 'network_operators',
    title: 'network operators',
    comparator: 'equals',
    value: 0,
    found: { value: 0 },
    source: 'recomputed',
    result: 'holds',
    reason: 'No operator of the graph can reach a network; an application around it can.',
  },
  {
    id: 'federated',
    text: 'Trained without collecting raw pictures',
    source: 'declared',
    result: 'unchecked',
    reason: 'Cannot be seen from the model.',
  },
];

export function claimCounts(of: readonly JudgedClaim[]): AuditRecord['verdict']['claims'] {
  const count = (result: JudgedClaim['result']): number => of.filter((claim) => claim.result === result).length;
  return { holds: count('holds'), contradicted: count('contradicted'), undecided: count('undecided'), unchecked: count('unchecked') };
}

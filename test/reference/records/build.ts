/**
 * Records made by hand for the card: the numbers of `people-emoji` are near those of a trial, everything else is invented
 * so that each card shows a case. Typed as records, so that a change of the format stops the tests from compiling.
 */
import { deflateSync, crc32 as zlibCrc32 } from 'node:zlib';
import type {
  AuditRecord,
  ExemplarRecord,
  FairnessRecord,
  Finding,
  JudgedClaim,
  MetricFacts,
  ModelFacts,
  SliceRecord,
} from '../../../src/record/index.js';
import { recordFormat } from '../../../src/record/index.js';
import { estimate, notEstimable, sliceKey, type Interval, type Slice } from '../../../src/base/index.js';

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

function jointly(lower: number, upper: number, over: number, method: string): Interval {
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

const rank = (finding: Finding): number =>
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

function model(name: string, file: string, over: Partial<ModelFacts> = {}): ModelFacts {
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

const claims: readonly JudgedClaim[] = [
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

const tones = ['light', 'medium-light', 'medium', 'medium-dark', 'dark'] as const;

const emojiRows: readonly Row[] = [
  { slice: [], n: 8640, before: 0.918, drift: -0.106, half: 0.021 },
  { slice: slice(['skin_tone', 'light']), n: 1728, before: 0.949, drift: -0.093, half: 0.03 },
  { slice: slice(['skin_tone', 'medium-light']), n: 1728, before: 0.943, drift: -0.066, half: 0.021 },
  { slice: slice(['skin_tone', 'medium']), n: 1728, before: 0.936, drift: -0.091, half: 0.026 },
  { slice: slice(['skin_tone', 'medium-dark']), n: 1728, before: 0.916, drift: -0.117, half: 0.03 },
  { slice: slice(['skin_tone', 'dark']), n: 1728, before: 0.88, drift: -0.166, half: 0.043 },
  { slice: slice(['gender', 'none']), n: 4320, before: 0.93, drift: -0.114, half: 0.026 },
  { slice: slice(['gender', 'woman']), n: 1440, before: 0.911, drift: -0.106, half: 0.041 },
  { slice: slice(['gender', 'man']), n: 1440, before: 0.905, drift: -0.0586, half: 0.045 },
  { slice: slice(['gender', 'person']), n: 1440, before: 0.9, drift: -0.104, half: 0.046 },
  { slice: slice(['style', 'fluent-emoji']), n: 2160, before: 0.91, drift: -0.129, half: 0.049 },
  { slice: slice(['style', 'twemoji']), n: 2160, before: 0.92, drift: -0.108, half: 0.03 },
  { slice: slice(['style', 'noto']), n: 2160, before: 0.921, drift: -0.028, half: 0.019 },
  { slice: slice(['style', 'fluent-emoji-flat']), n: 2160, before: 0.922, drift: -0.011, half: 0.009 },
];

const crossRows: readonly Row[] = tones.flatMap((tone, i) =>
  (['woman', 'man'] as const).map((gender, j) => ({
    slice: slice(['skin_tone', tone], ['gender', gender]),
    n: 288,
    before: 0.94 - i * 0.012 - j * 0.008,
    drift: -0.04 - i * 0.022 - (j === 0 ? 0.012 : 0) + (i === 1 ? 0.045 : 0),
    half: 0.06,
  })),
);

function isGroup({ slice: of }: Row): boolean {
  return of.length > 0 && of.every(({ attribute }) => attribute !== 'style');
}

const restOf: Readonly<Record<string, number>> = { skin_tone: -0.0918, gender: -0.098, style: -0.082 };

function emojiFairness(rows: readonly Row[], crossings: readonly Row[]): FairnessRecord {
  const singles = rows.filter(({ slice: of }) => of.length === 1);
  const over = rows.length + crossings.length + singles.length + 1;
  const drifts = [...rows, ...crossings].map((row) => driftFinding(row, accuracy, 0.02, over));
  const scale = Math.abs(rows[0]?.drift ?? 0) / 0.106;
  const differentials = singles.map((row) =>
    differentialFinding(row, (restOf[row.slice[0]?.attribute ?? ''] ?? 0) * scale, accuracy, 0.02, over),
  );
  const missing: Finding = {
    kind: 'drift',
    metric: 'accuracy',
    slice: slice(['skin_tone', 'none']),
    n: null,
    baseline: notEstimable('Too few units.'),
    variant: notEstimable('Too few units.'),
    margin: { allowed: 0.02, source: 'plan' },
    verdict: { kind: 'not-estimable', reason: 'Only one unit (family) in the slice: nothing says how much units differ.' },
    surelyWorse: false,
  };
  const gap = (name: string, title: string, attribute: string, before: number, after: number, half: number): FairnessRecord['disparities'][number] => ({
    name,
    title,
    definition: 'The largest minus the smallest accuracy among the groups of the attribute.',
    attribute,
    unit: 'rate',
    baseline: estimate(before),
    variant: estimate(after),
    drift: { value: after - before, interval: jointly(after - before - half, after - before + half, 1, 'unit-jackknife') },
    leftOut: attribute === 'skin_tone' ? [{ value: 'none', reason: 'Fewer than 20 examples.' }] : [],
  });
  const findings = worstFirst([...drifts, ...differentials, missing]);
  return {
    data: {
      files: ['labels.csv'],
      examples: 8640,
      units: { column: 'family', count: 96 },
      skipped: { count: 2, examples: [{ id: 'noto/wave-0413', reason: 'The picture could not be decoded: it ends after 312 bytes.' }, { id: 'noto/wave-0414', reason: 'The file is missing.' }] },
      attributes: [
        { name: 'skin_tone', sensitive: true, values: [...tones.map((value) => ({ value, n: 1728 })), { value: 'none', n: null }] },
        { name: 'gender', sensitive: true, values: [{ value: 'none', n: 4320 }, { value: 'woman', n: 1440 }, { value: 'man', n: 1440 }, { value: 'person', n: 1440 }] },
        { name: 'style', sensitive: false, values: ['fluent-emoji', 'twemoji', 'noto', 'fluent-emoji-flat'].map((value) => ({ value, n: 2160 })) },
      ],
      labels: ['artist', 'astronaut', 'clapping-hands', 'cook', 'farmer', 'firefighter', 'health-worker', 'judge', 'mechanic', 'raised-fist', 'singer', 'waving-hand'].map((label, i) => ({ label, n: 700 + ((i * 37) % 41) })),
    },
    outcome: { task: 'multiclass', output: 'logits', classes: ['artist', 'astronaut', 'clapping-hands', 'cook', 'farmer', 'firefighter', 'health-worker', 'judge', 'mechanic', 'raised-fist', 'singer', 'waving-hand'], label: 'class' },
    metrics: [accuracy],
    minSlice: 20,
    slices: [
      ...rows.map((row) => shownSlice(row, [accuracy], isGroup(row))),
      hiddenSlice(slice(['skin_tone', 'none'])),
      ...crossings.map((row) => shownSlice(row, [accuracy], true)),
      hiddenSlice(slice(['skin_tone', 'none'], ['gender', 'woman'])),
    ],
    notJudged: [],
    disparities: [
      gap('accuracy_difference', 'accuracy gap', 'skin_tone', 0.069, 0.069 + 0.073 * scale, 0.031 * scale),
      gap('accuracy_difference', 'accuracy gap', 'gender', 0.03, 0.03 + 0.012 * scale, 0.03),
      {
        ...gap('accuracy_worst_group', 'accuracy of the worst group', 'skin_tone', 0.88, 0.88 - 0.166 * scale, 0.043 * scale),
        definition: 'The smallest accuracy among the groups of the attribute.',
        groups: { baseline: 'dark', variant: 'dark' },
      },
    ],
    findings,
  };
}

function picture(size: number, tone: readonly [number, number, number], seed: number): Uint8Array {
  const pixels = new Uint8Array(size * size * 3);
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      const [dx, dy] = [(x - size / 2) / size, (y - size / 2) / size];
      const inside = dx * dx + dy * dy * 0.8 < 0.12;
      const eye = Math.hypot(Math.abs(dx) - 0.12, dy + 0.06) < 0.045;
      const hat = dy < -0.2 && Math.abs(dx) < 0.3 && dy > -0.42;
      const noise = ((x * 73 + y * 151 + seed * 37) % 23) - 11;
      const background = [60 + x * 3, 120 + ((seed * 31) % 60), 190 - y * 2] as const;
      const colour = eye ? ([30, 25, 20] as const) : hat ? ([200, 60, 50 + seed * 20] as const) : inside ? tone : background;
      for (let c = 0; c < 3; c++) pixels[(y * size + x) * 3 + c] = Math.max(0, Math.min(255, (colour[c] ?? 0) + noise));
    }
  }
  return pixels;
}

/** A small PNG as a data URI: three bytes a pixel, no filter. */
export function png(width: number, height: number, pixels: Uint8Array): string {
  const rows = Buffer.alloc((width * 3 + 1) * height);
  for (let y = 0; y < height; y++) rows.set(pixels.subarray(y * width * 3, (y + 1) * width * 3), y * (width * 3 + 1) + 1);
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const chunk = (type: string, data: Buffer): Buffer => {
    const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
    const out = Buffer.alloc(body.length + 8);
    out.writeUInt32BE(data.length, 0);
    out.set(body, 4);
    out.writeUInt32BE(zlibCrc32(body), body.length + 4);
    return out;
  };
  const file = Buffer.concat([
    Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows, { level: 0 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
  return `data:image/png;base64,${file.toString('base64')}`;
}

function blob(size: number, x0: number, y0: number, spread: number, isSigned: boolean): readonly number[] {
  return Array.from({ length: size * size }, (_, i) => {
    const [x, y] = [(i % size) / size, Math.floor(i / size) / size];
    const at = (cx: number, cy: number): number => Math.exp(-((x - cx) ** 2 + (y - cy) ** 2) / spread);
    const value = at(x0, y0) - (isSigned ? 0.8 * at(1 - x0, 0.75) : 0);
    return Math.round(value * 1000) / 1000;
  });
}

function exemplar(i: number, truth: string, wrong: string, signed: boolean): ExemplarRecord {
  const size = 32;
  const colours = [[92, 58, 40], [110, 72, 50], [85, 52, 38], [240, 200, 170]] as const;
  return {
    id: `twemoji/${truth}-0${31 + i}`,
    slice: slice(['skin_tone', i === 3 ? 'light' : 'dark']),
    label: truth,
    baseline: { answer: truth, score: 0.99 - i * 0.04, isRight: true },
    variant: { answer: wrong, score: 0.71 - i * 0.06, isRight: false },
    input: { kind: 'image', png: png(size, size, picture(size, colours[i % 4] ?? [0, 0, 0], i)), width: size, height: size },
    maps: [
      {
        method: 'rise',
        target: truth,
        agreement: estimate(0.74 + i * 0.04),
        maps: { kind: 'image', width: size, height: size, isSigned: signed, baseline: blob(size, 0.5, 0.25, 0.03, signed), variant: blob(size, 0.35 + i * 0.05, 0.55, 0.05, signed) },
      },
    ],
  };
}

const provenance: AuditRecord['provenance'] = {
  planSha256: '9d1f'.repeat(16),
  outcomeTableSha256: 'c0ffee42'.repeat(8),
  dataSha256: '1234abcd'.repeat(8),
  evidence: { 'latency.json': 'aa11'.repeat(16), 'maps/rise.bin': 'bb22'.repeat(16), 'plan.json': '9d1f'.repeat(16) },
  runtime: 'onnxruntime-node 1.30.0, cpu',
  node: '20.20.2',
  platform: 'linux x64',
  cpu: 'AMD EPYC 7B13, 2 cores, AVX2',
  seed: 'people-emoji/1',
};

function finish(fairness: FairnessRecord, of: readonly JudgedClaim[]): AuditRecord['verdict'] {
  const promises = promiseCounts(fairness.findings);
  const counts = claimCounts(of);
  const kind = promises.violated > 0 || counts.contradicted > 0 ? 'violated' : promises.undecided + promises.notEstimable > 0 ? 'undecided' : 'kept';
  return { kind, promises, claims: counts, exitCode: kind === 'violated' ? 1 : kind === 'kept' ? 0 : 3 };
}

const emoji = emojiFairness(emojiRows, crossRows);

/** The pruned people-emoji model: promises broken, groups hidden, exemplars with maps. */
export const prunedEmoji: AuditRecord = {
  format: recordFormat,
  tool: { name: 'fairweight', version: '0.1.0' },
  name: 'people-emoji',
  releasedAt: '2026-11-23T09:00:00Z',
  verdict: finish(emoji, claims),
  baseline: model('baseline', 'base.onnx'),
  variant: model('pruned', 'pruned80.onnx', { gzipBytes: 178_402, zeros: 104_880 }),
  fairness: emoji,
  explanations: {
    methods: [{ name: 'rise', title: 'RISE', settings: { masks: 1500, cells: 8, probability: 0.5 } }],
    exemplars: [exemplar(0, 'singer', 'firefighter', false), exemplar(1, 'health-worker', 'farmer', false), exemplar(2, 'raised-fist', 'clapping-hands', true), exemplar(3, 'cook', 'judge', false)],
    note: 'Four of the eight examples asked for: no more flipped in the worst slices.',
  },
  size: { bytes: 1.0, gzipBytes: 2.68, parameters: 1 },
  latency: {
    baseline: { p50Ms: 1.214, p90Ms: 1.41, p99Ms: 1.98 },
    variant: { p50Ms: 1.211, p90Ms: 1.402, p99Ms: 2.04 },
    ratioP50: { value: 0.9975, interval: jointly(0.98, 1.03, 1, 'session-bootstrap') },
    ratioP90: { value: 0.998, interval: jointly(0.971, 1.022, 1, 'session-bootstrap') },
    sessions: 20,
    runsPerSession: 200,
    threads: 1,
    machine: 'AMD EPYC 7B13, 2 cores, AVX2',
  },
  claims,
  notes: { intended_use: 'Recognising gestures and roles in drawings, to show how an audit reads.', limits: 'Drawings are not people.\n\nNothing here says how the model treats photographs.' },
  limits: [
    'One training a side: these intervals do not carry the variance between trainings.',
    'Pictures are drawings, not people; nothing here says how the model treats photographs.',
    'Training and evaluation share drawings, so this measures robustness to corruption.',
    '2 slices are hidden, because they hold fewer than 20 examples.',
  ],
  provenance,
};

const int8Claims: readonly JudgedClaim[] = [
  { id: 'size', text: 'Three times smaller to download', metric: 'download_size_ratio', title: 'download size', comparator: 'at_most', value: 0.3333, found: { value: 0.322 }, source: 'recomputed', result: 'holds', reason: 'The file after gzip is 0.322 of the baseline’s.' },
  { id: 'speed', text: 'At least 1.5 times faster', metric: 'latency_p90_ratio', title: 'latency, 90th percentile', comparator: 'at_most', value: 0.667, found: { value: 0.531, interval: jointly(0.512, 0.556, 1, 'session-bootstrap') }, source: 'measured', result: 'holds', reason: 'The interval of the ratio lies wholly below what was claimed.' },
  ...claims.slice(2),
];

const int8Fairness = emojiFairness(
  emojiRows.map((row, i) => ({ ...row, drift: i === 5 ? -0.009 : ((i * 7) % 5) / 1000 - 0.003, half: 0.008 })),
  [],
);
const int8Kept: FairnessRecord = { ...int8Fairness, findings: int8Fairness.findings.filter(({ verdict }) => verdict.kind !== 'not-estimable') };

/** The int8 model: every promise kept, one of them surely worse. */
export const int8Emoji: AuditRecord = {
  ...prunedEmoji,
  verdict: finish(int8Kept, int8Claims),
  variant: model('int8', 'int8.onnx', { bytes: 172_900, gzipBytes: 153_900, zeros: 1203, dataTypes: { float32: 1_824, int8: 131_288 }, operators: { Add: 12, Conv: 34, DequantizeLinear: 82, Gemm: 1, GlobalAveragePool: 1, QuantizeLinear: 48, Relu: 34 } }),
  fairness: int8Kept,
  explanations: undefined,
  size: { bytes: 3.25, gzipBytes: 3.11, parameters: 1 },
  latency: prunedEmoji.latency && { ...prunedEmoji.latency, ratioP50: { value: 0.528, interval: jointly(0.51, 0.55, 1, 'session-bootstrap') }, variant: { p50Ms: 0.641, p90Ms: 0.74, p99Ms: 1.02 } },
  claims: int8Claims,
};

/** No data were given. */
export const withoutData: AuditRecord = {
  ...prunedEmoji,
  name: 'keyword-spotting',
  verdict: { kind: 'not-judged', promises: { kept: 0, keptButWorse: 0, violated: 0, undecided: 0, notEstimable: 0 }, claims: { holds: 0, contradicted: 0, undecided: 0, unchecked: 0 }, exitCode: 3 },
  fairness: undefined,
  explanations: undefined,
  latency: undefined,
  claims: [],
  notes: {},
  outputs: [
    { output: 'logits', inputs: 64, maxAbsolute: 1.8342, meanAbsolute: 0.2113, sameLargest: 0.921875 },
    { output: 'embedding', inputs: 64, maxAbsolute: 0.0312, meanAbsolute: 0.0041 },
  ],
  limits: ['No evaluation data were given: for whom the model got worse was not audited.'],
  provenance: { ...provenance, outcomeTableSha256: undefined, dataSha256: undefined, evidence: {} },
};

const ageRows: readonly Row[] = [
  { slice: [], n: 4200, before: 5.412, drift: 0.214, half: 0.09 },
  { slice: slice(['sex', 'female']), n: 2100, before: 5.61, drift: 0.32, half: 0.14 },
  { slice: slice(['sex', 'male']), n: 2100, before: 5.214, drift: 0.108, half: 0.12 },
  { slice: slice(['age_band', 'under 30']), n: 1500, before: 4.41, drift: 0.02, half: 0.11 },
  { slice: slice(['age_band', '30 to 59']), n: 1900, before: 5.1, drift: 0.18, half: 0.13 },
  { slice: slice(['age_band', '60 and over']), n: 800, before: 8.02, drift: 0.66, half: 0.31, needed: 140 },
];

const ageFindings = worstFirst(ageRows.map((row) => driftFinding(row, absoluteError, 0.4, ageRows.length, 'paired-t')), 'lower');

/** A regression whose only doubt is a group of few; undecided. */
export const regression: AuditRecord = {
  ...prunedEmoji,
  name: 'age-estimation',
  variant: model('distilled', 'distilled.onnx', { bytes: 91_022, gzipBytes: 84_210, parameters: 21_980, dataTypes: { float32: 21_980 } }),
  size: { bytes: 6.17, gzipBytes: 5.68, parameters: 6.06 },
  claims: int8Claims.slice(0, 1),
  verdict: { kind: 'undecided', promises: promiseCounts(ageFindings), claims: claimCounts(int8Claims.slice(0, 1)), exitCode: 3 },
  explanations: {
    methods: [{ name: 'occlusion', title: 'occlusion', settings: { background: 'training mean' } }],
    exemplars: [
      {
        id: '20193',
        slice: slice(['age_band', '60 and over']),
        label: '71',
        baseline: { answer: '66.2', score: 66.2, isRight: true },
        variant: { answer: '52.9', score: 52.9, isRight: false },
        input: { kind: 'columns', columns: [{ name: 'weeks_worked', value: '0' }, { name: 'capital_gains', value: '0' }, { name: 'education', value: 'high school graduate' }, { name: 'household_role', value: 'householder' }] },
        maps: [
          {
            method: 'occlusion',
            target: 'age',
            agreement: estimate(0.2),
            maps: { kind: 'columns', columns: [{ name: 'weeks_worked', baseline: 8.1, variant: 2.2 }, { name: 'capital_gains', baseline: -0.4, variant: 1.9 }, { name: 'education', baseline: 1.2, variant: -3.4 }, { name: 'household_role', baseline: 3.3, variant: 2.9 }] },
          },
        ],
      },
    ],
  },
  fairness: {
    data: {
      files: ['age.parquet'],
      examples: 4200,
      skipped: { count: 0, examples: [] },
      attributes: [
        { name: 'sex', sensitive: true, values: [{ value: 'female', n: 2100 }, { value: 'male', n: 2100 }] },
        { name: 'age_band', sensitive: true, values: [{ value: 'under 30', n: 1500 }, { value: '30 to 59', n: 1900 }, { value: '60 and over', n: 800 }] },
      ],
      labels: [],
    },
    outcome: { task: 'regression', output: 'age', label: 'age' },
    metrics: [absoluteError],
    minSlice: 20,
    slices: ageRows.map((row) => {
      const record = shownSlice(row, [absoluteError], row.slice.length > 0);
      return record.shown.kind === 'shown' ? { ...record, shown: { ...record.shown, units: undefined, flips: { negative: 0, positive: 0, any: 0, mcnemar: notEstimable('A regression has no right answers.') } } } : record;
    }),
    disparities: [],
    notJudged: [],
    findings: ageFindings,
  },
};

/** Texts that would do harm if anything forgot to escape them. */
export const hostileTexts = [
  '<script>window.harmed=1</script>',
  '"><img src=x onerror=alert(1)>',
  '{{constructor.constructor("return 1")()}}',
  '=cmd()|\'/c calc\'!A0',
  '**bold** | [link](javascript:alert(1)) `code` ![x](http://evil.example/x.png)',
  'evil\u202Egnp.exe\u0007\u001b[31m',
  '一个非常长的肤色名称用于测试显示宽度和换行行为一个非常长的肤色名称用于测试显示宽度',
  '👩🏿 דובדבן שחור 🖐🏿',
  'a-name-without-any-space-that-is-one-hundred-characters-long-and-cannot-be-broken-anywhere-but-it-must',
] as const;

const hostileRows: readonly Row[] = [
  { slice: [], n: 8640, before: 0.918, drift: -0.031, half: 0.02 },
  ...hostileTexts.map((value, i) => ({ slice: slice(['<b>group</b>_of_people', value]), n: 400 + i, before: 0.9, drift: -0.01 * (9 - i), half: 0.03 })),
];

const hostileFairness: FairnessRecord = {
  ...emoji,
  data: {
    ...emoji.data,
    files: ['<svg onload=alert(1)>.csv'],
    units: { column: '</style><script>1</script>', count: 12 },
    skipped: { count: 1, examples: [{ id: '<i>1</i>', reason: '{{reason}} <b>x</b>' }] },
    attributes: [{ name: '<b>group</b>_of_people', sensitive: true, values: hostileTexts.map((value, i) => ({ value, n: i === 2 ? null : 400 + i })) }],
    labels: hostileTexts.map((label) => ({ label, n: 100 })),
  },
  metrics: [{ ...accuracy, definition: '<b>share</b> {{x}}', source: '</dd><script>1</script>' }],
  slices: hostileRows.map((row) => shownSlice(row, [accuracy], row.slice.length > 0)),
  findings: worstFirst(hostileRows.flatMap((row) => (row.slice.length === 0 ? [driftFinding(row, accuracy, 0.02, 19)] : [driftFinding(row, accuracy, 0.02, 19), differentialFinding(row, -0.03, accuracy, 0.02, 19)]))),
  disparities: [
    { name: 'accuracy_difference', title: '<b>gap</b>', definition: '{{x}}', attribute: '<b>group</b>_of_people', unit: 'rate', baseline: estimate(0.1), variant: notEstimable('<b>no</b>'), leftOut: [{ value: hostileTexts[0], reason: hostileTexts[1] }], groups: { baseline: hostileTexts[0], variant: hostileTexts[5] } },
  ],
};

export const hostile: AuditRecord = {
  ...prunedEmoji,
  name: hostileTexts[0],
  baseline: model('baseline', hostileTexts[1]),
  variant: model(hostileTexts[2], '../../<b>.onnx', { producer: hostileTexts[4], operators: { '<b>Op</b>': 1 } }),
  fairness: hostileFairness,
  verdict: finish(hostileFairness, claims),
  claims: claims.map((claim, i) => ({ ...claim, text: hostileTexts[i] ?? '', reason: hostileTexts[i + 3] ?? '', title: hostileTexts[8] })),
  explanations: {
    methods: [{ name: 'rise', title: hostileTexts[0], settings: { '<b>masks</b>': hostileTexts[1] } }],
    exemplars: prunedEmoji.explanations?.exemplars.slice(0, 1).map((item) => ({ ...item, id: hostileTexts[0], label: hostileTexts[8], baseline: { ...item.baseline, answer: hostileTexts[6] }, variant: { ...item.variant, answer: hostileTexts[7] } })) ?? [],
  },
  notes: { '<b>use</b>': hostileTexts.join('\n\n') },
  limits: [...hostileTexts],
  provenance: { ...provenance, runtime: hostileTexts[0], cpu: hostileTexts[1], evidence: { [hostileTexts[0]]: 'aa11'.repeat(16) } },
};

const manyRows: readonly Row[] = Array.from({ length: 50 }, (_, i) => ({
  slice: i === 0 ? [] : slice(['region', `region ${String(i).padStart(2, '0')}`]),
  n: 200 + i * 37,
  before: 0.9 - (i % 7) * 0.01,
  drift: i === 0 ? -0.008 : ((i * 29) % 50) / 1000 - 0.042,
  half: 0.012 + (i % 5) * 0.004,
  needed: i % 4 === 0 ? 'unreachable' : 50 + i * 3,
}));
const manyMetrics = [accuracy, recall, selection];
const manyFindings = worstFirst(manyMetrics.flatMap((metric, j) => manyRows.map((row) => driftFinding({ ...row, drift: row.drift / (j + 1) }, metric, j === 2 ? 0.05 : 0.02, 150, 'tango'))));

/** 150 findings over three metrics of a binary outcome. */
export const manyFindingsRecord: AuditRecord = {
  ...prunedEmoji,
  name: 'income',
  explanations: undefined,
  verdict: { kind: 'violated', promises: promiseCounts(manyFindings), claims: claimCounts(int8Claims), exitCode: 1 },
  claims: int8Claims,
  fairness: {
    ...emoji,
    data: { ...emoji.data, units: undefined, attributes: [{ name: 'region', sensitive: true, values: manyRows.slice(1).map((row) => ({ value: row.slice[0]?.value ?? '', n: row.n })) }], labels: [{ label: 'over', n: 2000 }, { label: 'under', n: 6640 }] },
    outcome: { task: 'binary', output: 'score', positive: 'over', threshold: 0.5, label: 'income' },
    metrics: manyMetrics,
    slices: manyRows.map((row) => shownSlice(row, manyMetrics, row.slice.length > 0)),
    disparities: [],
    findings: manyFindings,
  },
};

/** One finding, nothing optional. */
export const smallest: AuditRecord = {
  ...int8Emoji,
  fairness: {
    ...int8Kept,
    data: { ...int8Kept.data, units: undefined, skipped: { count: 0, examples: [] }, attributes: [], labels: [] },
    slices: int8Kept.slices.slice(0, 1),
    disparities: [],
    findings: int8Kept.findings.filter(({ slice: of }) => sliceKey(of) === '[]'),
  },
  verdict: { kind: 'kept', promises: { kept: 1, keptButWorse: 0, violated: 0, undecided: 0, notEstimable: 0 }, claims: { holds: 0, contradicted: 0, undecided: 0, unchecked: 0 }, exitCode: 0 },
  latency: undefined,
  claims: [],
  notes: {},
  limits: [],
};

export const allRecords: Readonly<Record<string, AuditRecord>> = {
  prunedEmoji,
  int8Emoji,
  withoutData,
  regression,
  hostile,
  manyFindingsRecord,
  smallest,
};

/** Records of people-emoji, and those that differ from one in a part. */
import { sliceKey } from '../../../src/base/index.js';
import { recordFormat, type AuditRecord, type FairnessRecord, type JudgedClaim } from '../../../src/record/index.js';
import { crossRows, emojiFairness, emojiRows } from './fairness-of-emoji.js';
import { claims, jointly, model } from './parts.js';
import { exemplar } from './pictures.js';
import { finish, provenance } from './verdict-and-provenance.js';

export const emoji = emojiFairness(emojiRows, crossRows);

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

export const int8Claims: readonly JudgedClaim[] = [
  { id: 'size', text: 'Three times smaller to download', metric: 'download_size_ratio', title: 'download size', comparator: 'at_most', value: 0.3333, found: { value: 0.322 }, source: 'recomputed', result: 'holds', reason: 'The file after gzip is 0.322 of the baseline’s.' },
  { id: 'speed', text: 'At least 1.5 times faster', metric: 'latency_p90_ratio', title: 'latency, 90th percentile', comparator: 'at_most', value: 0.667, found: { value: 0.531, interval: jointly(0.512, 0.556, 1, 'session-bootstrap') }, source: 'measured', result: 'holds', reason: 'The interval of the ratio lies wholly below what was claimed.' },
  ...claims.slice(2),
];

export const int8Fairness = emojiFairness(
  emojiRows.map((row, i) => ({ ...row, drift: i === 5 ? -0.009 : ((i * 7) % 5) / 1000 - 0.003, half: 0.008 })),
  [],
);
export const int8Kept: FairnessRecord = { ...int8Fairness, findings: int8Fairness.findings.filter(({ verdict }) => verdict.kind !== 'not-estimable') };

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

/** One finding, nothing optional. */
export const smallest: AuditRecord = {
  ...int8Emoji,
  fairness: {
    ...int8Kept,
    data: { ...int8Kept.data, units: undefined, skipped: { count: 0, examples: [] }, attributes: [], labels: [] },
    slices: int8Kept.slices.slice(0, 1),
    disparities: [],
    driftSummaries: [],
    findings: int8Kept.findings.filter(({ slice: of }) => sliceKey(of) === '[]'),
  },
  verdict: { kind: 'kept', promises: { kept: 1, keptButWorse: 0, violated: 0, undecided: 0, notEstimable: 0 }, claims: { holds: 0, contradicted: 0, undecided: 0, unchecked: 0 }, exitCode: 0 },
  latency: undefined,
  claims: [],
  notes: {},
  limits: [],
};

/** A record full of texts that would do harm. */
import { estimate, notEstimable } from '../../../src/base/index.js';
import type { AuditRecord, FairnessRecord } from '../../../src/record/index.js';
import { emoji, prunedEmoji } from './emoji.js';
import { accuracy, claims, differentialFinding, driftFinding, model, shownSlice, slice, type Row, worstFirst } from './parts.js';
import { finish, provenance } from './verdict-and-provenance.js';

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

export const hostileRows: readonly Row[] = [
  { slice: [], n: 8640, before: 0.918, drift: -0.031, half: 0.02 },
  ...hostileTexts.map((value, i) => ({ slice: slice(['<b>group</b>_of_people', value]), n: 400 + i, before: 0.9, drift: -0.01 * (9 - i), half: 0.03 })),
];

export const hostileFairness: FairnessRecord = {
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
    { name: 'accuracy_difference', kind: 'difference', of: ['<i>x</i>'], attribute: '<b>group</b>_of_people', unit: 'rate', baseline: estimate(0.1), variant: notEstimable('<b>no</b>'), leftOut: [{ value: hostileTexts[0], reason: hostileTexts[1] }], groups: { baseline: hostileTexts[0], variant: hostileTexts[5] } },
  ],
  disparityMeasures: [{ name: 'accuracy_difference', title: '<b>gap</b>', definition: '{{x}}' }],
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

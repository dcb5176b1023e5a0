/** Records without models: of columns of a table, and of a tally. */
import type { JudgedTallyRecord, MetricsRecord } from '../../../src/record/index.js';
import { fairnessOfGroups, disparitiesOfAllKinds, summariesOfAllKinds } from './groups.js';
import { hostileFairness, hostileTexts } from './hostile.js';
import { finish } from './verdict-and-provenance.js';

const limits = ['One training of each model: the intervals carry the choice of examples, not what another training would have given.'];

export const predictions: MetricsRecord = {
  format: 'fairweight-metrics/1',
  tool: { name: 'fairweight', version: '0.1.0' },
  verdict: finish(fairnessOfGroups, []),
  baseline: { name: 'p_base' },
  variant: { name: 'p_int8' },
  fairness: fairnessOfGroups,
  claims: [],
  limits,
  provenance: { tables: [{ file: 'predictions.parquet', sha256: 'ab12'.repeat(16) }], settings: { label: 'y', baseline: 'p_base', slices: ['skin_tone'], minSlice: 20, margins: [], threshold: 0.5 } },
};

export const judgedTally: JudgedTallyRecord = {
  format: 'fairweight-judged/1',
  tool: predictions.tool,
  name: 'people-emoji',
  verdict: predictions.verdict,
  baseline: { name: 'baseline' },
  variant: { name: 'pruned' },
  fairness: fairnessOfGroups,
  claims: [],
  limits,
  provenance: { planSha256: 'cd34'.repeat(16), counts: [{ file: 'merged.tally.json', sha256: 'ef56'.repeat(16) }] },
};

const [script = '', image = '', braces = '', formula = '', markdown = ''] = hostileTexts;

/** Columns, groups and classes with names that would do harm. */
export const hostilePredictions: MetricsRecord = {
  ...predictions,
  baseline: { name: image },
  variant: { name: script },
  verdict: finish(hostileFairness, []),
  fairness: {
    ...hostileFairness,
    disparities: disparitiesOfAllKinds.map((item) => ({ ...item, attribute: '<b>group</b>_of_people', group: item.group && markdown, reference: item.reference && braces, title: script, leftOut: [{ value: image, reason: formula }] })),
    driftSummaries: summariesOfAllKinds.map((item) => ({ ...item, attribute: image, group: item.group && script, leftOut: [{ value: braces, reason: script }] })),
    confusion: { moved: [{ label: script, answer: image, came: 40, left: 21 }], more: 0, withheld: 1 },
  },
  provenance: { tables: [{ file: image, sha256: 'ab12'.repeat(16) }], settings: { label: script, slices: [markdown, image] } },
};

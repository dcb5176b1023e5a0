import type { AuditRecord } from '../../record/index.js';
import { modelNames } from '../wording/model-names.js';
import { recomputingInWords, sealInWords } from '../wording/checking.js';
import { methodInWords } from '../wording/method.js';
import { limitsInWords, notesBeside } from '../wording/notes.js';
import { nameInWords, sentenceInWords } from '../wording/text.js';
import { deploymentView } from './deployment.js';
import { exemplarViews, scaleViews } from './exemplars.js';
import { claimRows, factsOf } from './facts.js';
import { fairnessView, openingView } from './fairness-view.js';
import { latencyRows, modelRows, outputRows, provenanceRows } from './model-tables.js';
import { otherRows } from './others.js';

/** Everything that the card's template shows; text in it is plain, only charts are markup. */
export async function cardView(record: AuditRecord, others: readonly AuditRecord[]): Promise<object> {
  const { explanations } = record;
  const names = modelNames(record);
  return {
    ...openingView(record),
    ...(await fairnessView(record)),
    title: `${nameInWords(record.name)} · ${names.variant} against ${names.baseline}`,
    released: record.releasedAt.slice(0, 10),
    tool: `${record.tool.name} ${record.tool.version}`,
    factsTitle: 'Promises, size, latency, privacy',
    facts: factsOf(record),
    deployment: deploymentView(record),
    exemplars: await exemplarViews(record),
    scales: scaleViews(record),
    explanationNote: explanations?.note === undefined ? '' : sentenceInWords(explanations.note),
    hasExplanations: explanations !== undefined,
    claims: claimRows(record),
    models: modelRows(record),
    latencies: latencyRows(record),
    outputs: outputRows(record),
    method: methodInWords(record),
    limits: limitsInWords(record),
    notes: notesBeside(record),
    others: others.length > 0 ? otherRows([record, ...others], true) : [],
    provenance: provenanceRows(record),
    seal: sealInWords,
    recomputing: recomputingInWords(record),
  };
}

import type { AuditRecord } from '../record/index.js';
import { deployed } from './card-markdown-deployment.js';
import { exploration, search } from './card-markdown-search.js';
import { findings } from './card-markdown-findings.js';
import { dataSection, limitsSection, methodSection } from './card-markdown-frame.js';
import { disparities, driftSpread, flips, metrics, moved } from './card-markdown-groups.js';
import { headlineOf } from './wording/headline.js';
import { modelNames } from './wording/model-names.js';
import { markdownCode, markdownTable, markdownText } from './wording/markdown.js';
import { recomputingInWords, sealInWords } from './wording/checking.js';
import { methodInWords } from './wording/method.js';
import { attributeInWords } from './wording/slices.js';
import { notesBeside } from './wording/notes.js';
import { nameInWords } from './wording/text.js';
import { claimRows, factsOf } from './view/facts.js';
import { latencyRows, modelRows, outputRows, provenanceRows } from './view/model-tables.js';
import { agreementText } from './wording/agreement.js';

/** The card as Markdown: the `README.md` of the model's folder. The same record gives the same bytes. */
export function renderCardMarkdown(record: AuditRecord): string {
  const sections = [
    frontMatter,
    opening(record),
    ...(record.fairness === undefined
      ? [outputs(record)]
      : [
          findings(record),
          search(record),
          disparities(record),
          deployed(record),
          driftSpread(record),
          flips(record),
          moved(record.fairness),
          exploration(record),
          metrics(record),
        ]),
    exemplars(record),
    claims(record),
    models(record),
    dataSection(record.fairness),
    methodSection(methodInWords(record), record.fairness),
    limitsSection(record, notesBeside(record)),
    provenance(record),
  ];
  return `${sections.filter(Boolean).join('\n\n')}\n`;
}

const frontMatter = `---
library_name: onnx
tags:
  - fairweight
  - model-card
---`;

function opening(record: AuditRecord): string {
  const names = modelNames(record);
  const { glyph, word, sentence, mayGoOut, numbers, promises } = headlineOf(record);
  const facts = factsOf(record).map(({ title, value, note, claims: of }) => [
    title,
    value,
    note,
    of
      .map(
        ({ text, declared, result, source }) =>
          `${text}: ${result}, ${source}${declared === '' ? '' : ` (${declared})`}`,
      )
      .join('; '),
  ]);
  return [
    `# ${markdownText(`${nameInWords(record.name)} · ${names.variant} against ${names.baseline}`)}`,
    `Fairweight model card, audited ${markdownText(record.releasedAt.slice(0, 10))}.`,
    `**${glyph} ${markdownText(word)}. ${markdownText(sentence)} ${markdownText(mayGoOut)}**`,
    numbers.map(markdownText).join(' '),
    markdownText(promises),
    markdownTable(['', 'found', '', 'promised or claimed: result, source'], facts),
  ]
    .filter(Boolean)
    .join('\n\n');
}

function outputs(record: AuditRecord): string {
  const rows = outputRows(record).map(({ output = '', inputs = '', mean = '', max = '', same = '' }) => [
    output,
    inputs,
    mean,
    max,
    same,
  ]);
  const text =
    rows.length === 0
      ? 'Outputs were not compared either.'
      : markdownTable(
          ['output', 'inputs', 'mean difference', 'largest difference', 'same largest entry'],
          rows,
          [1, 2, 3, 4],
        );
  return `## How far the outputs differ\n\n${text}`;
}

function exemplars({ explanations, fairness }: AuditRecord): string {
  if (explanations === undefined || explanations.exemplars.length === 0) return '';
  const isRegression = fairness?.outcome.task === 'regression';
  const right = (isRight: boolean): string => (isRegression ? '' : isRight ? ' ✓' : ' ✗');
  const rows = explanations.exemplars.map(({ id, slice, label, baseline, variant, maps }) => [
    nameInWords(id),
    slice.map(({ attribute, value }) => `${attributeInWords(attribute)} ${nameInWords(value)}`).join(' × ') ||
      'everyone',
    nameInWords(label),
    `${nameInWords(baseline.answer)}${right(baseline.isRight)}`,
    `${nameInWords(variant.answer)}${right(variant.isRight)}`,
    maps.map(({ method, agreement }) => `${nameInWords(method)} ${agreementText(agreement)}`).join(', '),
  ]);
  return `## What both models look at\n\nThe maps are in \`card.html\`.\n\n${markdownTable(['example', 'slice', 'truth', 'full model says', 'variant says', 'agreement of maps'], rows)}`;
}

function claims(record: AuditRecord): string {
  const rows = claimRows(record).map(({ text, checked, found, source, result, reason }) => [
    `“${text}”`,
    checked,
    found,
    source,
    result,
    reason,
  ]);
  const text =
    rows.length === 0
      ? 'The release claims nothing.'
      : markdownTable(['claim', 'what was checked', 'found', 'source', 'result', 'why'], rows);
  return `## Claims\n\n${text}`;
}

function models(record: AuditRecord): string {
  const names = modelNames(record);
  const rows = [...modelRows(record), ...latencyRows(record)];
  return `## The two models\n\n${markdownTable(
    ['', names.baseline, names.variant],
    rows.map(({ title, before, after }) => [title, before, after]),
  )}`;
}

function provenance(record: AuditRecord): string {
  const rows = provenanceRows(record).map(
    ({ title, value, isCode }) => `- ${markdownText(title)}: ${isCode ? markdownCode(value) : markdownText(value)}`,
  );
  return [
    '## Where the numbers come from',
    rows.join('\n'),
    '## How to check this card',
    markdownText(sealInWords),
    markdownText(recomputingInWords(record)),
    '```sh\naudit verify DIR --key PUBLIC.pem\nmodel_signing verify key data/model --signature data/model/model.sig --public_key PUBLIC.pem\n```',
  ].join('\n\n');
}

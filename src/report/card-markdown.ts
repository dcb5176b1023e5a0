import type { AuditRecord } from '../record/index.js';
import { findings } from './card-markdown-findings.js';
import { disparities, driftSpread, flips, metrics, moved } from './card-markdown-groups.js';
import { headlineOf } from './wording/headline.js';
import { modelNames } from './wording/model-names.js';
import { markdownCode, markdownTable, markdownText } from './wording/markdown.js';
import { recomputingInWords, sealInWords } from './wording/checking.js';
import { whyHidden } from './wording/hidden.js';
import { methodInWords } from './wording/method.js';
import { attributeInWords } from './wording/slices.js';
import { limitsInWords, notesBeside } from './wording/notes.js';
import { counted, nameInWords } from './wording/text.js';
import { thousands } from './wording/numbers.js';
import { claimRows, factsOf } from './view/facts.js';
import { attributeTables, hasHiddenCounts, metricDefinitions } from './view/data-tables.js';
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
          disparities(record),
          driftSpread(record),
          flips(record),
          moved(record.fairness),
          metrics(record),
        ]),
    exemplars(record),
    claims(record),
    models(record),
    data(record),
    method(record),
    limits(record),
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

function data({ fairness }: AuditRecord): string {
  if (fairness === undefined) return '';
  const { data: of } = fairness;
  const attributes = attributeTables(fairness).map(({ title, kind, rows }) => {
    const values = rows.map(({ value, n, share, isHidden }) =>
      isHidden ? `${value} hidden` : `${value} ${n} (${share})`,
    );
    return `- **${markdownText(title)}** (${kind}): ${markdownText(values.join(', '))}`;
  });
  return [
    '## Who is in the data',
    markdownText(
      `${counted(of.examples, 'example')} from ${of.files.map((file) => nameInWords(file)).join(', ')}${of.units ? `, sampled as ${thousands(of.units.count)} units (${nameInWords(of.units.column)})` : ''}. ${of.skipped.count > 0 ? `${counted(of.skipped.count, 'example')} left out, because they could not be read.` : ''}`.trim(),
    ),
    attributes.join('\n'),
    hasHiddenCounts(fairness) ? markdownText(`Hidden: ${whyHidden}.`) : '',
  ]
    .filter(Boolean)
    .join('\n\n');
}

function method(record: AuditRecord): string {
  const topics = methodInWords(record).map(({ title, text }) => `**${title}.** ${markdownText(text)}`);
  const metrics = (record.fairness ? metricDefinitions(record.fairness) : []).map(
    ({ title, definition, source }) => `**${markdownText(title)}.** ${markdownText(`${definition} ${source}`.trim())}`,
  );
  return ['## Method', ...topics, ...metrics].join('\n\n');
}

function limits(record: AuditRecord): string {
  const items = limitsInWords(record)
    .map((limit) => `- ${markdownText(limit)}`)
    .join('\n');
  const notes = notesBeside(record).flatMap((note) => [
    `### ${markdownText(note.title)}`,
    ...note.paragraphs.map(markdownText),
  ]);
  return ['## Limits', items || 'The record names no limits of its own; those of the method stand.', ...notes].join(
    '\n\n',
  );
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

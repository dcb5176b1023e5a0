import type { Estimate } from '../../base/index.js';
import type { AuditRecord, FairnessRecord, ModelFacts, TensorFacts } from '../../record/index.js';
import { smaller } from '../wording/claims.js';
import { metricInWords, metricsInWords } from '../wording/metrics.js';
import { bytes, decimalsFor, fixed, milliseconds, percent, thousands } from '../wording/numbers.js';
import { attributeInWords, sliceInWords, sliceParts } from '../wording/slices.js';
import { joined, nameInWords, sentenceInWords } from '../wording/text.js';
import { unitOf, verdictInWords } from '../wording/verdicts.js';
import { hiddenReason } from './drift-figures.js';

/** A row of the table of every finding. */
export interface FindingRow {
  readonly attribute: string;
  readonly value: string;
  readonly metric: string;
  /** What it is measured against, for differential drift. */
  readonly against: string;
  readonly before: string;
  readonly after: string;
  readonly change: string;
  readonly interval: string;
  readonly n: string;
  readonly promised: string;
  readonly tone: string;
  readonly verdict: string;
  readonly detail: string;
  readonly isPlainlyKept: boolean;
}

export function findingRows(record: AuditRecord): readonly FindingRow[] {
  const metrics = metricsInWords(record);
  const unit = unitOf(record);
  return (record.fairness?.findings ?? []).map((finding) => {
    const words = metrics(finding.metric);
    const verdict = verdictInWords(finding, unit);
    const rest = finding.restDrift === undefined ? '' : `\u00a0(${words.change(finding.restDrift)})`;
    return {
      ...sliceParts(finding.slice),
      metric: words.title,
      against: finding.kind === 'differential' ? `against the rest${rest}` : '',
      before: words.estimate(finding.baseline),
      after: words.estimate(finding.variant),
      change: finding.drift === undefined ? '–' : words.change(finding.drift),
      interval: finding.interval === undefined ? '' : `(${words.interval(finding.interval)})`,
      n: finding.n === null ? '–' : thousands(finding.n),
      promised: words.margin(finding.margin.allowed),
      tone: verdict.tone,
      verdict: `${verdict.glyph} ${verdict.word}`,
      detail: verdict.detail,
      isPlainlyKept: verdict.tone === 'good',
    };
  });
}

/** How groups differ from each other, before and after. */
export function disparityRows(fairness: FairnessRecord): readonly Readonly<Record<string, string>>[] {
  return fairness.disparities.map((item) => {
    const numbers = [item.drift?.value, item.drift?.interval.lower, item.drift?.interval.upper].filter(
      (value) => value !== undefined,
    );
    const words = metricInWords(
      { name: item.name, title: item.title, better: 'neither', unit: item.unit, definition: '', relevant: '' },
      numbers,
    );
    const groups =
      item.groups === undefined
        ? ''
        : item.groups.baseline === item.groups.variant
          ? `both ${nameInWords(item.groups.variant)}`
          : `${nameInWords(item.groups.baseline)}, then ${nameInWords(item.groups.variant)}`;
    const reasons = [item.baseline, item.variant].flatMap((found) =>
      found.kind === 'value' ? [] : [sentenceInWords(found.reason)],
    );
    return {
      title: words.heading,
      attribute: attributeInWords(item.attribute),
      before: words.estimate(item.baseline),
      after: words.estimate(item.variant),
      change: item.drift === undefined ? '–' : words.change(item.drift.value),
      interval: item.drift === undefined ? '' : `(${words.interval(item.drift.interval)})`,
      definition: sentenceInWords(item.definition),
      note: [
        groups,
        ...new Set(reasons),
        item.leftOut.length === 0
          ? ''
          : `left out: ${joined(item.leftOut.map(({ value, reason }) => `${nameInWords(value)} (${sentenceInWords(reason).replace(/\.$/, '').toLowerCase()})`))}`,
      ]
        .filter(Boolean)
        .join('; '),
    };
  });
}

/** Who lost a right answer and who gained one. Nothing for a regression, which has no right answers. */
export function flipRows(fairness: FairnessRecord): readonly Readonly<Record<string, string>>[] {
  if (fairness.outcome.task === 'regression') return [];
  const per100 = (count: number, n: number): string => (n === 0 ? '–' : fixed((count / n) * 100, 1));
  return fairness.slices.map(({ slice, shown }) => {
    const parts = sliceParts(slice);
    if (shown.kind === 'hidden') {
      return {
        ...parts,
        n: '–',
        lost: '–',
        lostRate: '–',
        gained: '–',
        gainedRate: '–',
        other: '–',
        mcnemar: '–',
        reason: `hidden: ${hiddenReason(shown)}`,
      };
    }
    const { negative, positive, any, mcnemar } = shown.flips;
    return {
      ...parts,
      n: thousands(shown.n),
      lost: thousands(negative),
      lostRate: per100(negative, shown.n),
      gained: thousands(positive),
      gainedRate: per100(positive, shown.n),
      other: thousands(Math.max(0, any - negative - positive)),
      mcnemar: mcnemar.kind === 'value' ? (mcnemar.value < 0.001 ? 'below 0.001' : fixed(mcnemar.value, 3)) : '–',
      reason: '',
    };
  });
}

/** The two files beside each other. */
export function modelRows({
  baseline,
  variant,
  size,
}: AuditRecord): readonly { title: string; before: string; after: string; isCode: boolean }[] {
  const row = (
    title: string,
    of: (model: ModelFacts) => string,
    isCode = false,
  ): { title: string; before: string; after: string; isCode: boolean } => ({
    title,
    before: of(baseline),
    after: of(variant),
    isCode,
  });
  const ratio = (text: string): string => (text === '' ? '' : ` (${text})`);
  const rows = [
    row('File', ({ file }) => nameInWords(file)),
    row('Size', (model) => bytes(model.bytes) + (model === variant ? ratio(smaller(size.bytes)) : '')),
    row('After gzip', (model) => bytes(model.gzipBytes) + (model === variant ? ratio(smaller(size.gzipBytes)) : '')),
    row('Parameters', (model) => thousands(model.parameters)),
    row(
      'Of them zero',
      (model) =>
        `${thousands(model.zeros)}${model.parameters === 0 ? '' : ` (${percent(model.zeros / model.parameters, 1)})`}`,
    ),
    row('Data types', ({ dataTypes }) => counts(dataTypes)),
    row('Operators', ({ operators }) => counts(operators)),
    row(
      'Operator sets',
      ({ opsets }) =>
        Object.entries(opsets)
          .map(([name, version]) => `${nameInWords(name)} ${version}`)
          .join(', ') || '–',
    ),
    row('Producer', ({ producer }) => nameInWords(producer) || '–'),
    row('Inputs', ({ inputs }) => tensors(inputs)),
    row('Outputs', ({ outputs }) => tensors(outputs)),
    row('SHA-256', ({ sha256 }) => nameInWords(sha256), true),
  ];
  const hasExternal = baseline.externalData.length + variant.externalData.length > 0;
  return hasExternal
    ? [
        ...rows,
        row('Weights outside', ({ externalData }) => externalData.map((name) => nameInWords(name)).join(', ') || '–'),
      ]
    : rows;
}

export function latencyRows({ latency }: AuditRecord): readonly { title: string; before: string; after: string }[] {
  if (latency === undefined) return [];
  return (['p50Ms', 'p90Ms', 'p99Ms'] as const).map((key) => ({
    title: { p50Ms: 'Median', p90Ms: '90th percentile', p99Ms: '99th percentile' }[key],
    before: milliseconds(latency.baseline[key]),
    after: milliseconds(latency.variant[key]),
  }));
}

/** How far outputs differ where there were no data. */
export function outputRows(record: AuditRecord): readonly Readonly<Record<string, string>>[] {
  const outputs = record.outputs ?? [];
  const decimals = Math.max(
    ...outputs.map(({ maxAbsolute, meanAbsolute }) =>
      decimalsFor([Math.min(maxAbsolute, meanAbsolute) || maxAbsolute]),
    ),
    1,
  );
  return outputs.map((item) => ({
    output: nameInWords(item.output),
    inputs: thousands(item.inputs),
    mean: fixed(item.meanAbsolute, decimals),
    max: fixed(item.maxAbsolute, decimals),
    same: item.sameLargest === undefined ? '–' : percent(item.sameLargest, 1),
  }));
}

/** Who is in the data, an attribute a table. */
export function attributeTables(fairness: FairnessRecord): readonly {
  title: string;
  kind: string;
  rows: readonly { value: string; n: string; share: string; isHidden: boolean }[];
}[] {
  const { attributes, examples } = fairness.data;
  return attributes.map(({ name, sensitive, values }) => ({
    title: attributeInWords(name),
    kind: sensitive ? 'sensitive' : 'not sensitive',
    rows: values.map(({ value, n }) => ({
      value: nameInWords(value),
      n: n === null ? 'hidden' : thousands(n),
      share: n === null ? 'too few to show' : examples === 0 ? '–' : percent(n / examples, 1),
      isHidden: n === null,
    })),
  }));
}

export function labelRows(fairness: FairnessRecord): readonly { label: string; n: string }[] {
  return fairness.data.labels.map(({ label, n }) => ({
    label: nameInWords(label),
    n: n === null ? 'too few to show' : thousands(n),
  }));
}

/** Slices that are not shown, with the reason. */
export function hiddenSlices(fairness: FairnessRecord): readonly { who: string; reason: string }[] {
  return fairness.slices.flatMap(({ slice, shown }) =>
    shown.kind === 'hidden' ? [{ who: sliceInWords(slice), reason: hiddenReason(shown) }] : [],
  );
}

export function metricDefinitions(
  fairness: FairnessRecord,
): readonly { title: string; definition: string; source: string }[] {
  return fairness.metrics.map(({ title, definition, source, unit, better }) => ({
    title: `Metric: ${attributeInWords(title)}`,
    definition: `${sentenceInWords(definition)} ${better === 'neither' ? 'Neither more nor less is better.' : `${better === 'higher' ? 'Higher' : 'Lower'} is better.`}${unit === 'rate' ? ' Shown in points of a hundred.' : ''}`,
    source: source === undefined ? '' : sentenceInWords(source),
  }));
}

/** The hashes and versions behind the numbers. */
export function provenanceRows(record: AuditRecord): readonly { title: string; value: string; isCode: boolean }[] {
  const { provenance: of } = record;
  const row = (
    title: string,
    value: string | undefined,
    isCode = false,
  ): { title: string; value: string; isCode: boolean }[] =>
    value === undefined ? [] : [{ title, value: nameInWords(value, 300), isCode }];
  return [
    ...row('Audited by', `${record.tool.name} ${record.tool.version}`),
    ...row('Runtime', of.runtime),
    ...row('Node.js', of.node),
    ...row('Platform', of.platform),
    ...row('Processor', of.cpu),
    ...row('Seed', of.seed, true),
    ...row('Plan, SHA-256', of.planSha256, true),
    ...row('Outcome table, SHA-256', of.outcomeTableSha256, true),
    ...row('Data, SHA-256', of.dataSha256, true),
    ...row('Full model, SHA-256', record.baseline.sha256, true),
    ...row(`${nameInWords(record.variant.name, 60)}, SHA-256`, record.variant.sha256, true),
    ...Object.entries(of.evidence).flatMap(([name, hash]) => row(`evidence/${nameInWords(name, 100)}`, hash, true)),
  ];
}

function counts(of: Readonly<Record<string, number>>): string {
  const entries = Object.entries(of);
  const shown = entries.slice(0, 16).map(([name, count]) => `${nameInWords(name, 60)} ${thousands(count)}`);
  return shown.join(', ') + (entries.length > 16 ? ` and ${entries.length - 16} more` : '') || '–';
}

function tensors(of: readonly TensorFacts[]): string {
  return (
    of
      .map(
        ({ name, type, shape }) =>
          `${nameInWords(name, 60)}: ${nameInWords(type, 30)} ${shape.map((size) => nameInWords(String(size ?? '?'), 30)).join(' × ')}`,
      )
      .join('; ') || '–'
  );
}

/** A correlation: two decimals, true minus. */
export function agreementText(found: Estimate): string {
  return found.kind === 'value' ? fixed(found.value, 2) : `not estimable: ${sentenceInWords(found.reason)}`;
}

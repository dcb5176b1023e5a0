import type { AuditRecord, ModelFacts, TensorFacts } from '../../record/index.js';
import { smaller } from '../wording/claims.js';
import { bytes, decimalsFor, fixed, milliseconds, percent, thousands } from '../wording/numbers.js';
import { nameInWords } from '../wording/text.js';

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

/** Median and higher percentiles of both, where they were measured. */
export function latencyRows({ latency }: AuditRecord): readonly { title: string; before: string; after: string }[] {
  if (latency === undefined) return [];
  return (['p50Ms', 'p90Ms', 'p99Ms'] as const).map((key) => ({
    title: { p50Ms: 'Latency, median', p90Ms: 'Latency, 90th percentile', p99Ms: 'Latency, 99th percentile' }[key],
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
    ...row('Margins, SHA-256', record.fairness?.marginsSha256, true),
    ...row('Outcome table, SHA-256', of.outcomeTableSha256, true),
    ...row('Data, SHA-256', of.dataSha256, true),
    ...row('Full model, SHA-256', record.baseline.sha256, true),
    ...row(`${nameInWords(record.variant.name, 60)}, SHA-256`, record.variant.sha256, true),
    ...Object.entries(of.evidence).flatMap(([name, hash]) => row(`evidence/${nameInWords(name, 100)}`, hash, true)),
  ];
}

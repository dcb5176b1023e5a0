import { canonicalJson } from '../../base/index.js';
import type { PredictionsRecord } from '../../record/index.js';
import { madeElsewhere, repeatedBy } from '../wording/elsewhere.js';
import { predictionsMethodInWords } from '../wording/method.js';
import { modelNames } from '../wording/model-names.js';
import { limitsInWords } from '../wording/notes.js';
import { thousands } from '../wording/numbers.js';
import { attributeInWords } from '../wording/slices.js';
import { capital, nameInWords } from '../wording/text.js';
import { promisesFact, type Fact } from './facts.js';
import { fairnessView, openingView } from './fairness-view.js';

/** Everything that the template of a card without models shows. */
export async function predictionsView(record: PredictionsRecord): Promise<object> {
  return {
    ...openingView(record),
    ...(await fairnessView(record)),
    title: predictionsTitle(record),
    tool: `${record.tool.name} ${record.tool.version}`,
    elsewhere: madeElsewhere(record),
    factsTitle: 'Promises, examples, and what was not seen',
    facts: predictionFacts(record),
    method: predictionsMethodInWords(record, record.fairness),
    limits: limitsInWords(record),
    notes: [],
    provenance: predictionsProvenance(record),
    repeated: repeatedBy(record),
  };
}

/** `predictions.csv · int8 against base`. */
export function predictionsTitle(record: PredictionsRecord): string {
  const { baseline, variant } = modelNames(record);
  const from =
    record.format === 'fairweight-metrics/1'
      ? record.provenance.tables.map(({ file }) => nameInWords(file)).join(', ')
      : nameInWords(record.name);
  return `${from} · ${variant} against ${baseline}`;
}

/** The promises, how many examples there are, and the two things that cannot be told without models. */
export function predictionFacts(record: PredictionsRecord): readonly Fact[] {
  const { examples, units } = record.fairness.data;
  const quiet = (title: string, value: string, note: string): Fact => ({
    title,
    tone: 'quiet',
    value,
    note,
    claims: [],
  });
  return [
    promisesFact(record),
    quiet(
      'Examples',
      thousands(examples),
      units === undefined
        ? 'each sampled for itself'
        : `sampled as ${thousands(units.count)} units (${nameInWords(units.column, 60)})`,
    ),
    quiet('Models', 'Not seen', 'predictions were made elsewhere'),
    quiet('Size and latency', 'Not measured', 'nothing here says whether the variant is smaller or faster'),
  ];
}

/** The hashes of what was read, and all that was asked for. */
export function predictionsProvenance(
  record: PredictionsRecord,
): readonly { readonly title: string; readonly value: string; readonly isCode: boolean }[] {
  const row = (title: string, value: string, isCode = true): { title: string; value: string; isCode: boolean } => ({
    title,
    value: nameInWords(value, 1000),
    isCode,
  });
  const audited = row('Audited by', `${record.tool.name} ${record.tool.version}`, false);
  const hashed = (files: readonly { readonly file: string; readonly sha256: string }[]): ReturnType<typeof row>[] =>
    files.map(({ file, sha256 }) => row(`${nameInWords(file)}, SHA-256`, sha256));
  if (record.format === 'fairweight-judged/1') {
    const { planSha256, counts } = record.provenance;
    return [audited, row('Plan, SHA-256', planSha256), ...hashed(counts)];
  }
  const { tables, settings } = record.provenance;
  const asked = Object.entries(settings)
    .filter(([, value]) => value !== undefined && !(Array.isArray(value) && value.length === 0))
    .map(([name, value]) =>
      row(
        capital(attributeInWords(settingNames[name] ?? name)),
        typeof value === 'string' ? value : canonicalJson(value),
      ),
    );
  return [audited, ...hashed(tables), row('Variant', record.variant.name), ...asked];
}

const settingNames: Readonly<Record<string, string>> = { minSlice: 'smallest slice shown' };

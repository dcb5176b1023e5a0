import { loadPackage, type Progress } from '../base/index.js';
import { openTable, inputColumns } from '../data/index.js';
import {
  explainExamples,
  explanationMethods,
  rankAgreement,
  whyNotExplainable,
  type ExampleToExplain,
  type ExplainedExample,
} from '../explain/index.js';
import type { ChildLimits } from '../models/index.js';
import {
  answerName,
  answerOf,
  scoreOf,
  type Exemplar,
  type Outcome,
  type OutcomeSpec,
  type ScoringJob,
} from '../outcomes/index.js';
import type { Plan } from '../plan/index.js';
import type { AnswerRecord, ExemplarInput, ExemplarMap, ExplanationsRecord } from '../record/index.js';
import { rounded, shownMap } from './shown-map.js';

/** The seed of every mask; published, and the same for every audit, so that maps can be drawn again. */
export const explanationSeed = 'fairweight-1';

/** Maps of one variant's exemplars as evidence keeps them. */
export interface ExplanationEvidence {
  readonly seed: string;
  readonly examples: readonly {
    readonly id: string;
    readonly maps: readonly {
      readonly method: string;
      readonly settings: Readonly<Record<string, number | string>>;
      readonly baseline: readonly number[];
      readonly variant: readonly number[];
    }[];
  }[];
}

/** Explains a variant's exemplars, and says how far both models' maps agree. */
export async function explainVariant(
  plan: Plan,
  job: ScoringJob,
  variant: number,
  exemplars: readonly Exemplar[],
  /** Types of the baseline's inputs. */
  inputTypes: readonly string[],
  options: {
    readonly limits: ChildLimits;
    readonly signal?: AbortSignal | undefined;
    readonly onProgress?: Progress | undefined;
  },
): Promise<{ readonly record: ExplanationsRecord; readonly evidence: ExplanationEvidence }> {
  const methods = explanationMethods.filter(({ name }) => plan.explain.methods.includes(name));
  const why = whyNotExplainable(job.inputs, inputTypes);
  const nothing = (note: string): { record: ExplanationsRecord; evidence: ExplanationEvidence } => ({
    record: { methods: [], exemplars: [], note },
    evidence: { seed: explanationSeed, examples: [] },
  });
  if (plan.explain.examples === 0) return nothing('The plan asks for no explanations.');
  if (why !== undefined) return nothing(why);
  if (exemplars.length === 0) return nothing('No example lost a right answer in the slices that got worst.');
  const [baseline] = job.models;
  const compressed = job.models[variant + 1];
  if (!baseline || !compressed) throw new RangeError(`no variant ${variant}`);
  const explained = await explainExamples(
    {
      models: [baseline, compressed],
      inputs: job.inputs,
      outcome: job.outcome,
      folder: job.folder,
      methods: methods.map(({ name }) => name),
      masks: plan.explain.masks,
      seed: explanationSeed,
      workers: job.workers,
      examples: await readRows(job, exemplars, options.signal),
    },
    options,
  );
  const used = new Map(explained.flatMap(({ maps }) => maps).map(({ method, settings }) => [method, settings]));
  const records = [];
  for (const [i, { slice, example }] of exemplars.entries()) {
    const found = explained[i];
    const outcomes = example.result.kind === 'scored' ? example.result.outcomes : [];
    const [before, after] = [outcomes[0], outcomes[variant + 1]];
    // Passing over one would record that no other example lost a right answer.
    if (!found || !before || !after) throw new RangeError(`row ${example.row} was chosen and not explained`);
    records.push({
      id: example.id,
      slice,
      label: example.label,
      baseline: answerRecord(before, job.outcome, example.label),
      variant: answerRecord(after, job.outcome, example.label),
      input: await inputRecord(found),
      maps: found.maps.map((map) => mapRecord(found, map, example.label, job.outcome)),
    });
  }
  return {
    record: {
      methods: methods
        .filter(({ name }) => used.has(name))
        .map(({ name, title }) => ({ name, title, settings: used.get(name) ?? {} })),
      exemplars: records,
      note:
        records.length < plan.explain.examples
          ? `${records.length} of the ${plan.explain.examples} examples asked for: no others lost a right answer in the slices that got worst${plan.data?.unit === undefined ? '' : ', one a unit'}.`
          : undefined,
    },
    evidence: {
      seed: explanationSeed,
      examples: explained.map(({ id, maps }) => ({
        id,
        maps: maps.map(({ method, settings, baseline: b, variant: v }) => ({
          method,
          settings,
          baseline: [...b],
          variant: [...v],
        })),
      })),
    },
  };
}

/** Reads the rows of the exemplars from the table again: the outcome table holds no inputs. */
async function readRows(
  job: ScoringJob,
  exemplars: readonly Exemplar[],
  signal: AbortSignal | undefined,
): Promise<readonly ExampleToExplain[]> {
  const table = await openTable(job.files, { scratch: job.scratch, signal });
  const columns = [...new Set(Object.values(job.inputs).flatMap(inputColumns))];
  try {
    const examples: ExampleToExplain[] = [];
    for (const { example } of exemplars) {
      for await (const batch of table.rows({ columns, from: example.row, limit: 1 })) {
        examples.push({ id: example.id, label: example.label, row: { ids: [example.id], columns: batch.columns } });
      }
    }
    return examples;
  } finally {
    table.close();
  }
}

function answerRecord(outcome: Outcome, spec: OutcomeSpec, label: string): AnswerRecord {
  const answer = answerName(outcome, spec);
  return { answer, score: rounded(scoreOf(outcome, answerOf(outcome, spec))), isRight: answer === label };
}

async function inputRecord({ input }: ExplainedExample): Promise<ExemplarInput> {
  if (input.kind === 'columns') return input;
  const sharp = loadPackage('sharp');
  const { width, height, channels, pixels } = input;
  const png = await sharp(pixels, { raw: { width, height, channels } }).png({ compressionLevel: 9 }).toBuffer();
  return { kind: 'image', png: `data:image/png;base64,${png.toString('base64')}`, width, height };
}

function mapRecord(
  { input }: ExplainedExample,
  map: ExplainedExample['maps'][number],
  label: string,
  outcome: OutcomeSpec,
): ExemplarMap {
  const common = {
    method: map.method,
    target: outcome.task === 'regression' ? outcome.output : label,
    agreement: rankAgreement(map.baseline, map.variant),
  };
  if (input.kind === 'columns') {
    const columns = input.columns.map(({ name }, i) => ({
      name,
      baseline: rounded(map.baseline[i] ?? 0),
      variant: rounded(map.variant[i] ?? 0),
    }));
    return { ...common, maps: { kind: 'columns', columns } };
  }
  const baseline = shownMap(map.baseline, input.width, input.height);
  const variant = shownMap(map.variant, input.width, input.height);
  return {
    ...common,
    maps: {
      kind: 'image',
      width: baseline.width,
      height: baseline.height,
      isSigned: true,
      baseline: baseline.values,
      variant: variant.values,
    },
  };
}

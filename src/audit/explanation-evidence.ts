import { join } from 'node:path';
import { z } from 'zod';
import { prettyJson, writeFileAtomically } from '../base/index.js';
import type { ExplanationsRecord, FairnessRecord } from '../record/index.js';
import type { CompareOptions } from './compare-options.js';
import { explainVariant, type ExplanationEvidence } from './explain-variant.js';
import { exemplarsOf, type ScoredSet } from './fairness.js';
import { readKept } from './kept-file.js';
import type { Plan } from '../plan/index.js';

/** Maps of one variant's exemplars, as the record shows them and as evidence keeps them. */
export interface Explanations {
  readonly record: ExplanationsRecord;
  readonly evidence: ExplanationEvidence;
}

/** Draws a variant's maps, once an outcome table: a run that is taken up again finds them beside it. */
export async function explanationsOf(
  plan: Plan,
  work: string,
  scored: ScoredSet,
  fairness: FairnessRecord,
  variant: number,
  inputTypes: readonly string[],
  options: CompareOptions,
): Promise<Explanations> {
  const file = join(work, `explanations-${variant}.json`);
  const earlier = await readKept(file, schema);
  if (earlier?.outcomes === scored.hash.sha256) return { record: earlier.record, evidence: earlier.evidence };
  const exemplars = await exemplarsOf(plan, scored, fairness, variant);
  const explained = await explainVariant(plan, scored.job, variant, exemplars, inputTypes, options);
  await writeFileAtomically(
    file,
    prettyJson({ outcomes: scored.hash.sha256, ...explained } satisfies KeptExplanations),
  );
  return explained;
}

const numbers = z.array(z.number());
const settings = z.record(z.string(), z.union([z.number(), z.string()]));
const answer = z.object({ answer: z.string(), score: z.number(), isRight: z.boolean() });
const estimate = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('value'), value: z.number() }),
  z.object({ kind: z.literal('not-estimable'), reason: z.string() }),
]);

const exemplar = z.object({
  id: z.string(),
  slice: z.array(z.object({ attribute: z.string(), value: z.string() })),
  label: z.string(),
  baseline: answer,
  variant: answer,
  input: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('image'), png: z.string(), width: z.number(), height: z.number() }),
    z.object({ kind: z.literal('columns'), columns: z.array(z.object({ name: z.string(), value: z.string() })) }),
  ]),
  maps: z.array(
    z.object({
      method: z.string(),
      target: z.string(),
      agreement: estimate,
      maps: z.discriminatedUnion('kind', [
        z.object({
          kind: z.literal('image'),
          width: z.number(),
          height: z.number(),
          isSigned: z.boolean(),
          baseline: numbers,
          variant: numbers,
        }),
        z.object({
          kind: z.literal('columns'),
          columns: z.array(z.object({ name: z.string(), baseline: z.number(), variant: z.number() })),
        }),
      ]),
    }),
  ),
});

/** With the hash of the outcome table from which the examples were chosen. */
interface KeptExplanations extends Explanations {
  readonly outcomes: string;
}

const schema: z.ZodType<KeptExplanations> = z.object({
  outcomes: z.string(),
  record: z.object({
    methods: z.array(z.object({ name: z.string(), title: z.string(), settings })),
    exemplars: z.array(exemplar),
    note: z.string().optional(),
  }),
  evidence: z.object({
    seed: z.string(),
    examples: z.array(
      z.object({
        id: z.string(),
        maps: z.array(z.object({ method: z.string(), settings, baseline: numbers, variant: numbers })),
      }),
    ),
  }),
});

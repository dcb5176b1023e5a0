import { fileURLToPath } from 'node:url';
import { createGenerator } from 'ts-json-schema-generator';

/** The JSON Schemas that are published, by name. Needs a build: the plan's vocabulary is read from dist/. */
export async function publishedSchemas() {
  const { planSchema, ranksJsonSchema, tallyJsonSchema } = await import('../dist/audit/index.js');
  const record = createGenerator({
    path: fileURLToPath(new URL('../src/record/types.ts', import.meta.url)),
    tsconfig: fileURLToPath(new URL('../tsconfig.json', import.meta.url)),
    type: 'AuditRecord',
    skipTypeCheck: true,
    topRef: false,
    additionalProperties: false,
  }).createSchema('AuditRecord');
  return {
    plan: planSchema(),
    record: { title: 'Fairweight record', ...record },
    tally: tallyJsonSchema(),
    ranks: ranksJsonSchema(),
  };
}

import { fileURLToPath } from 'node:url';
import { createGenerator } from 'ts-json-schema-generator';

/** The JSON Schemas that are published, by name. Needs a build: the plan's vocabulary is read from dist/. */
export async function publishedSchemas() {
  const { planSchema, ranksJsonSchema, tallyJsonSchema } = await import('../dist/audit/index.js');
  return {
    plan: planSchema(),
    record: { title: 'Fairweight record', ...schemaOfType('types.ts', 'AuditRecord') },
    metrics: { title: 'Fairweight record of predictions', ...schemaOfType('metrics-record.ts', 'MetricsRecord') },
    judged: { title: 'Fairweight record of a judged tally', ...schemaOfType('metrics-record.ts', 'JudgedTallyRecord') },
    tally: tallyJsonSchema(),
    ranks: ranksJsonSchema(),
  };
}

/** Of a type in src/record. */
function schemaOfType(file, type) {
  return createGenerator({
    path: fileURLToPath(new URL(`../src/record/${file}`, import.meta.url)),
    tsconfig: fileURLToPath(new URL('../tsconfig.json', import.meta.url)),
    type,
    skipTypeCheck: true,
    topRef: false,
    additionalProperties: false,
  }).createSchema(type);
}

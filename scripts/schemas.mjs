// Writes schemas/: the record's from its types, the others from their zod schemas. A test holds them against the source.
import { writeFileSync } from 'node:fs';
import { publishedSchemas } from './published-schemas.mjs';

for (const [name, schema] of Object.entries(await publishedSchemas())) {
  writeFileSync(new URL(`../schemas/${name}.schema.json`, import.meta.url), `${JSON.stringify(schema, null, 2)}\n`);
}

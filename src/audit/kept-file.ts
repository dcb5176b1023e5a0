import { readFile } from 'node:fs/promises';
import type { z } from 'zod';

/**
 * What an earlier run kept in a JSON file of the work folder, exactly as it stands there, so that what is taken up again has
 * the bytes it had. Nothing where the file is not there, damaged or of another shape: it is then made again.
 */
export async function readKept<Kept>(file: string, schema: z.ZodType<Kept>): Promise<Kept | undefined> {
  let found: unknown;
  try {
    found = JSON.parse(await readFile(file, 'utf8'));
  } catch {
    return undefined;
  }
  // The value itself and not what the schema makes of it, which may order members in another way.
  return schema.safeParse(found).success ? (found as Kept) : undefined;
}

import { z } from 'zod';
import { ranksFileSchema } from './ranks-file.js';
import { tallyFileSchema } from './tally-file.js';

/** The JSON Schema of tally files, `fairweight-tally/1`. What no schema can say, such as that sums agree, is checked when one is read. */
export function tallyJsonSchema(): Record<string, unknown> {
  return { title: 'Fairweight tally', ...z.toJSONSchema(tallyFileSchema, { io: 'input' }) };
}

/** The JSON Schema of ranks files, `fairweight-ranks/1`. */
export function ranksJsonSchema(): Record<string, unknown> {
  return { title: 'Fairweight ranks', ...z.toJSONSchema(ranksFileSchema, { io: 'input' }) };
}

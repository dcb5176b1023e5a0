import type { JudgedRecord } from '../../record/index.js';
import { nameInWords } from './text.js';

/** The names by which the two models are called in sentences. */
export function modelNames(record: JudgedRecord): { readonly baseline: string; readonly variant: string } {
  const named = nameInWords(record.baseline.name, 60);
  return { baseline: named === 'baseline' ? 'the full model' : named, variant: nameInWords(record.variant.name, 60) };
}

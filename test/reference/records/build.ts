/**
 * Records made by hand for the card: the numbers of `people-emoji` are near those of a trial, everything else is invented
 * so that each card shows a case. Typed as records, so that a change of the format stops the tests from compiling.
 */
import type { AuditRecord } from '../../../src/record/index.js';
import { int8Emoji, prunedEmoji, smallest, withoutData } from './emoji.js';
import { groups } from './groups.js';
import { hostile } from './hostile.js';
import { manyFindingsRecord } from './many-findings.js';
import { regression } from './regression.js';

export * from './emoji.js';
export * from './groups.js';
export * from './hostile.js';
export * from './many-findings.js';
export * from './parts.js';
export { png } from './pictures.js';
export * from './predictions.js';
export * from './regression.js';

export const allRecords: Readonly<Record<string, AuditRecord>> = {
  prunedEmoji,
  int8Emoji,
  withoutData,
  regression,
  hostile,
  manyFindingsRecord,
  groups,
  smallest,
};

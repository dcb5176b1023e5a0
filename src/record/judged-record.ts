import type { AuditRecord } from './types.js';

/** What the words of a verdict rest on: a record has all of it, and so has what is judged without the models at hand. */
export type JudgedRecord = Pick<AuditRecord, 'verdict' | 'fairness' | 'outputs' | 'claims'> & {
  readonly [Side in 'baseline' | 'variant']: Pick<AuditRecord[Side], 'name'>;
};

import type { Finding } from '../../record/index.js';
import { nameInWords } from './text.js';

/** Against whom a differential drift is held: `everyone else`, or the group that the plan names. */
export function othersInWords({ against }: Pick<Finding, 'against'>): string {
  return against === undefined ? 'everyone else' : `“${nameInWords(against)}”`;
}

/** What is said after a metric: `, against everyone else`; nothing for a drift by itself. */
export function againstInWords(finding: Pick<Finding, 'kind' | 'against'>): string {
  return finding.kind === 'differential' ? `, against ${othersInWords(finding)}` : '';
}

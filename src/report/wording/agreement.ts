import type { Estimate } from '../../base/index.js';
import { fixed } from './numbers.js';
import { sentenceInWords } from './text.js';

/** A correlation: two decimals, true minus. */
export function agreementText(found: Estimate): string {
  return found.kind === 'value' ? fixed(found.value, 2) : `not estimable: ${sentenceInWords(found.reason)}`;
}

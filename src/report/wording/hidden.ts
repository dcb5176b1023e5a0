import type { SliceRecord } from '../../record/index.js';
import { sentenceInWords } from './text.js';

/** Why a count or a slice is not shown: a reader must not learn whether it is itself small or stands in for a small one. */
export const whyHidden = 'small, or so that a small one cannot be found by subtraction';

/** Why a slice has no numbers, without a full stop. */
export function hiddenReason(shown: SliceRecord['shown']): string {
  if (shown.kind !== 'hidden') return '';
  const reason = sentenceInWords(shown.reason).replace(/\.$/, '');
  return reason.charAt(0).toLowerCase() + reason.slice(1);
}

import type { AuditRecord, JudgedClaim } from '../record/index.js';
import type { Piece, Terminal } from './terminal.js';
import {
  checkedInWords,
  claimedTimes,
  claimTitle,
  faster,
  smaller,
  topicOf,
  type ClaimTopic,
} from './wording/claims.js';
import { sentenceInWords } from './wording/text.js';
import { resultInWords, sourceInWords } from './wording/verdicts.js';

/** Size and latency beside what was claimed of them, then the other claims: what was checked, and what is only declared. */
export function factLines(record: AuditRecord, to: Terminal): readonly string[] {
  const { latency, size } = record;
  const ratio = latency && faster(latency.ratioP50);
  const measured =
    ratio === undefined ? 'not measured' : `${ratio.text}${ratio.interval === '' ? '' : ` (${ratio.interval})`}`;
  return [
    ...valueLines(record, 'size', smaller(size.gzipBytes), to),
    ...valueLines(record, 'latency', measured, to),
    ...claimLines(record, 'privacy', to),
    ...claimLines(record, 'other', to),
  ];
}

function of(record: AuditRecord, topic: ClaimTopic): readonly JudgedClaim[] {
  return record.claims.filter((claim) => topicOf(claim) === topic);
}

/** A figure, and on the same line what was claimed of it. */
function valueLines(record: AuditRecord, topic: ClaimTopic, value: string, to: Terminal): readonly string[] {
  const claims = of(record, topic).map((claim): readonly Piece[] => [
    { text: `claimed ${claimed(claim)}`, columns: 12 },
    ...status(claim),
  ]);
  const [first = [], ...more] = claims;
  return [
    ...to.flow(`  ${topic}`, [{ text: value, columns: 22 }, ...first], 11),
    ...more.flatMap((pieces) => to.flow('', [{ text: ' ', columns: 22 }, ...pieces], 11)),
  ];
}

/** `2.0×`, with the name of the metric where that is another one than the figure beside it. */
function claimed(claim: JudgedClaim): string {
  const ratio = claimedTimes(claim);
  if (ratio === undefined) return sentenceInWords(claim.text, 40);
  const isSame = claim.metric === 'download_size_ratio' || claim.metric === 'latency_p50_ratio';
  return isSame ? ratio : `${ratio} (${claimTitle(claim)})`;
}

/** Claims without a figure: what was checked in the metric's words, and below it what the publisher declares. */
function claimLines(record: AuditRecord, topic: ClaimTopic, to: Terminal): readonly string[] {
  return of(record, topic).flatMap((claim, i) => {
    const checked = checkedInWords(claim);
    const declared = `declared: ${sentenceInWords(claim.text, 60)}`;
    const lead = i === 0 ? `  ${topic}` : '';
    return checked === ''
      ? to.flow(lead, [{ text: declared, columns: 38 }, ...status(claim, false)], 11)
      : [
          ...to.flow(lead, [{ text: checked, columns: 38 }, ...status(claim)], 11),
          ...to.flow('', [{ text: declared }], 11),
        ];
  });
}

function status(claim: JudgedClaim, hasSource = true): readonly Piece[] {
  const { glyph, word, tone } = resultInWords[claim.result];
  return [
    { text: `${glyph} ${word}`, tone, columns: 14 },
    ...(hasSource ? [{ text: sourceInWords[claim.source] }] : []),
  ];
}

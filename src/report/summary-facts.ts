import type { AuditRecord, ClaimTopic, JudgedClaim } from '../record/index.js';
import type { Piece, Terminal } from './terminal.js';
import { checkedInWords, claimedFigure, faster, smaller, topicOf } from './wording/claims.js';
import { sentenceInWords } from './wording/text.js';
import { resultInWords, sourceInWords } from './wording/verdicts.js';

/** Size and latency beside what was claimed of them, then the other claims: what was checked, and what is only declared. */
export function factLines(record: AuditRecord, to: Terminal): readonly string[] {
  const { latency, size } = record;
  const ratio = latency && faster(latency.ratioP50);
  const measured =
    ratio === undefined ? 'not measured' : `${ratio.text}${ratio.interval === '' ? '' : ` (${ratio.interval})`}`;
  return [
    ...valueLines(record, 'size', toDownload(size.gzipBytes), to),
    ...valueLines(record, 'latency', measured, to),
    ...claimLines(record, 'privacy', to),
    ...claimLines(record, 'other', to),
  ];
}

function of(record: AuditRecord, topic: ClaimTopic): readonly JudgedClaim[] {
  return record.claims.filter((claim) => topicOf(claim) === topic);
}

function toDownload(ratio: number): string {
  const words = smaller(ratio);
  return words === '–' ? words : `${words} to download`;
}

/** Columns of a figure, so that claims stand below each other. */
const figureColumns = 26;

/**
 * The card's own figure of the topic and what was claimed of it on one line; a claim about another figure beside that one, so that
 * no claim is held against what it is not about.
 */
function valueLines(record: AuditRecord, topic: ClaimTopic, own: string, to: Terminal): readonly string[] {
  const lines: { figure: string; pieces: readonly Piece[] }[] = [];
  for (const claim of of(record, topic)) {
    const about = claimedFigure(claim);
    const pieces = [
      { text: `claimed ${about?.claimed ?? sentenceInWords(claim.text, 40)}`, columns: 12 },
      ...status(claim),
    ];
    const isOwn = about === undefined || about.title === '';
    lines.push({ figure: isOwn ? own : `${about.title} ${about.figure ?? 'not known'}`, pieces });
  }
  if (!lines.some(({ figure }) => figure === own)) lines.unshift({ figure: own, pieces: [] });
  lines.sort((a, b) => Number(b.figure === own) - Number(a.figure === own));
  return lines.flatMap(({ figure, pieces }, i) => {
    const isAgain = lines[i - 1]?.figure === figure;
    return to.flow(
      i === 0 ? `  ${topic}` : '',
      [{ text: isAgain ? ' ' : figure, columns: figureColumns }, ...pieces],
      11,
    );
  });
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

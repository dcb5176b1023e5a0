import type { PredictionsRecord } from '../../record/index.js';

/** What a card without models is about, so that nobody takes it for more. */
export function madeElsewhere({ format }: PredictionsRecord): string {
  const of =
    format === 'fairweight-metrics/1'
      ? 'These are predictions that were made elsewhere: two columns of a table.'
      : 'These are counts of what the models said where they were scored: a tally.';
  return `${of} No model was seen here, so nothing is said about size, latency or privacy, and nothing proves which model said what.`;
}

/** How whoever has the files comes to the same numbers. */
export function repeatedBy({ format }: PredictionsRecord): string {
  return format === 'fairweight-metrics/1'
    ? 'From the same table, by its SHA-256, and with the same settings, audit metrics gives this card again, byte by byte.'
    : 'From the same tally, ranks and plan, by their SHA-256, audit judge gives this card again, byte by byte.';
}

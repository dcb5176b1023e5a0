import type { FairnessRecord, FlipRateRecord, FlipsRecord } from '../../record/index.js';
import { pValueInWords } from '../wording/exploration.js';
import { hiddenReason } from '../wording/hidden.js';
import { fixed, interval, points, thousands } from '../wording/numbers.js';
import { sliceParts } from '../wording/slices.js';

/** A rate and its interval; both empty where there is none. */
export interface RateWords {
  readonly value: string;
  readonly interval: string;
}

/** Which answers of a slice changed, as the texts of its cells. */
export interface FlipRow {
  readonly attribute: string;
  readonly value: string;
  readonly n: string;
  readonly lost: string;
  readonly lostRate: RateWords;
  readonly gained: string;
  readonly gainedRate: RateWords;
  readonly other: string;
  /** The relative negative flip rate. */
  readonly relative: RateWords;
  readonly exemplars: string;
  readonly mcnemar: string;
  readonly reason: string;
}

const none: RateWords = { value: '–', interval: '' };

/** Who lost a right answer and who gained one. Nothing for a regression, which has no right answers. */
export function flipRows(fairness: FairnessRecord): readonly FlipRow[] {
  if (fairness.outcome.task === 'regression') return [];
  return fairness.slices.map(({ slice, shown }): FlipRow => {
    const parts = sliceParts(slice);
    if (shown.kind === 'hidden') {
      return {
        ...parts,
        n: '–',
        lost: '–',
        lostRate: none,
        gained: '–',
        gainedRate: none,
        other: '–',
        relative: none,
        exemplars: '–',
        mcnemar: '–',
        reason: `hidden: ${hiddenReason(shown)}`,
      };
    }
    const { negative, positive, any, rates, mcnemarHolm: mcnemar } = shown.flips;
    return {
      ...parts,
      n: thousands(shown.n),
      lost: thousands(negative),
      lostRate: of100(rates?.negative, negative, shown.n),
      gained: thousands(positive),
      gainedRate: of100(rates?.positive, positive, shown.n),
      other: thousands(Math.max(0, any - negative - positive)),
      relative: rates === undefined ? none : rateInWords(rates.relativeNegative, (value) => fixed(value, 2)),
      exemplars: shown.exemplars === undefined ? '–' : thousands(shown.exemplars),
      mcnemar: mcnemar.kind === 'value' ? pValueInWords(mcnemar.value) : '–',
      reason: '',
    };
  });
}

/** What columns the record fills. */
export function flipColumns({ slices }: FairnessRecord): {
  readonly hasRelative: boolean;
  readonly hasExemplars: boolean;
  readonly hasMcnemar: boolean;
} {
  const shown = slices.flatMap((item) => (item.shown.kind === 'shown' ? [item.shown] : []));
  const some = (is: (flips: FlipsRecord) => boolean): boolean => shown.some(({ flips }) => is(flips));
  return {
    hasRelative: some(({ rates }) => rates !== undefined),
    hasExemplars: shown.some(({ exemplars }) => exemplars !== undefined),
    hasMcnemar: some(({ mcnemar }) => mcnemar.kind === 'value'),
  };
}

function of100(rate: FlipRateRecord | undefined, count: number, n: number): RateWords {
  if (rate !== undefined) return rateInWords(rate, points);
  return { value: n === 0 ? '–' : fixed((count / n) * 100, 1), interval: '' };
}

function rateInWords(rate: FlipRateRecord, write: (value: number) => string): RateWords {
  return rate.kind === 'value'
    ? { value: write(rate.value), interval: `(${interval(rate.interval, write)})` }
    : { value: '–', interval: '' };
}

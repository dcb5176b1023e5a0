import type { JudgedRecord, CalibrationBinRecord } from '../../record/index.js';
import type { ReliabilityPanel } from '../charts/reliability-chart.js';
import { modelNames } from '../wording/model-names.js';
import { fixed, percent, points, thousands } from '../wording/numbers.js';
import { capital } from '../wording/text.js';

/** What scores say beside what is so, for everyone. */
export interface ReliabilityFigure {
  readonly message: string;
  readonly caption: string;
  readonly panels: readonly ReliabilityPanel[];
  /** `interval (95 %)`; empty where there are none. */
  readonly intervalHeading: string;
  readonly table: readonly {
    readonly model: string;
    readonly scores: string;
    readonly n: string;
    readonly said: string;
    readonly actual: string;
    readonly interval: string;
  }[];
}

/** Nothing where there are no scores of a positive class, or they must not be shown for everyone. */
export function reliabilityFigure(record: JudgedRecord): ReliabilityFigure | undefined {
  const everyone = record.fairness?.scoreDistributions?.find(({ slice }) => slice.length === 0);
  if (everyone?.scores.kind !== 'shown') return undefined;
  const { baseline, variant } = modelNames(record);
  const models = [
    { name: baseline, bins: everyone.scores.baseline.calibration },
    { name: variant, bins: everyone.scores.variant.calibration },
  ];
  const [before = [], after = []] = models.map(({ bins }) => bins);
  if (before.length === 0 || after.length === 0) return undefined;
  const level = before[0]?.interval?.level;
  return {
    message:
      `Of 100 examples ${points(meanOf(before, 'positives'))} are positive; the scores of ${baseline} say ` +
      `${points(meanOf(before, 'meanScore'))}, those of ${variant} ${points(meanOf(after, 'meanScore'))}.`,
    caption: [
      'Each dot is a bin of examples with similar scores: how many of 100 the scores say are positive, and how many are. On the broken line both are the same; below it scores are too high.',
      level === undefined
        ? 'Bars are left out: examples of one unit are not independent.'
        : `Bars are Wilson’s ${percent(level)} intervals, each for its bin alone.`,
      'Bins of a tenth are merged where either label has too few examples to be shown.',
    ].join(' '),
    panels: models.map(({ name, bins }) => ({
      name: capital(name),
      dots: bins.map(({ meanScore, positives, interval }) => ({ said: meanScore, actual: positives, interval })),
    })),
    intervalHeading: level === undefined ? '' : `interval (${percent(level)})`,
    table: models.flatMap(({ name, bins }) =>
      bins.map(({ from, to, n, meanScore, positives, interval }) => ({
        model: name,
        scores: `${fixed(from, 1)} to ${to < 1 ? 'under ' : ''}${fixed(to, 1)}`,
        n: thousands(n),
        said: points(meanScore),
        actual: points(positives),
        interval: interval ? `${points(interval.lower)} to ${points(interval.upper)}` : '',
      })),
    ),
  };
}

function meanOf(bins: readonly CalibrationBinRecord[], of: 'positives' | 'meanScore'): number {
  const total = bins.reduce((sum, { n }) => sum + n, 0);
  return bins.reduce((sum, bin) => sum + bin.n * bin[of], 0) / total;
}

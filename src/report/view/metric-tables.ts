import type { JudgedRecord, SliceRecord, SliceValue } from '../../record/index.js';
import { metricInWords, type MetricWords } from '../wording/metrics.js';
import { thousands } from '../wording/numbers.js';
import { relativeInWords, type RelativeWords } from '../wording/relative.js';
import { sliceInWords } from '../wording/slices.js';
import { sentenceInWords } from '../wording/text.js';

/** One metric in every slice of one attribute, judged or not. */
export interface MetricTable {
  readonly title: string;
  /** Of everyone, where it is one number; nothing where it is one a class, or hidden. */
  readonly everyone: MetricRow | null;
  readonly hasDifferential: boolean;
  readonly rows: readonly MetricRow[];
}

/** A metric in a slice as the texts of its cells. */
export interface MetricRow {
  readonly who: string;
  readonly note: string;
  readonly n: string;
  readonly before: string;
  readonly after: string;
  readonly change: string;
  readonly interval: string;
  readonly relative: RelativeWords;
  readonly differential: string;
  readonly differentialInterval: string;
}

/** Every metric that slices have, in the record's order: of everyone and of slices by one attribute. */
export function metricTables({ fairness }: JudgedRecord): readonly MetricTable[] {
  if (fairness === undefined) return [];
  const slices = fairness.slices.filter(({ slice }) => slice.length < 2);
  return fairness.metrics.flatMap((metric) => {
    const of = slices.flatMap(({ slice, shown }) =>
      shown.kind === 'shown'
        ? shown.values.filter(({ metric: name }) => name === metric.name).map((value) => ({ slice, value }))
        : [],
    );
    if (of.length === 0) return [];
    const words = metricInWords(
      metric,
      of.flatMap(({ value: { drift } }) =>
        drift === undefined ? [] : [drift.value, drift.interval.lower, drift.interval.upper],
      ),
    );
    const hasDifferential = of.some(({ value }) => value.differential !== undefined);
    const rows = of.map(({ slice, value }) => rowOf(slice, value, words));
    const whole = of.findIndex(({ slice, value }) => slice.length === 0 && value.class === undefined);
    return [{ title: words.heading, hasDifferential, everyone: rows[whole] ?? null, rows }];
  });
}

function rowOf(slice: SliceRecord['slice'], value: SliceValue, words: MetricWords): MetricRow {
  const { drift, differential, baseline, variant, n } = value;
  const reasons = [baseline, variant].flatMap((side) =>
    side.kind === 'value' ? [] : [sentenceInWords(side.reason).replace(/\.$/, '')],
  );
  return {
    who: sliceInWords(slice, value.class),
    note: [...new Set(reasons)].join('; '),
    n: n === null ? '–' : thousands(n),
    before: words.estimate(baseline),
    after: words.estimate(variant),
    change: drift === undefined ? '–' : words.change(drift.value),
    interval: drift === undefined ? '' : `(${words.interval(drift.interval)})`,
    relative: relativeInWords(value.relativeDrift),
    differential: differential === undefined ? '–' : words.change(differential.value),
    differentialInterval: differential === undefined ? '' : `(${words.interval(differential.interval)})`,
  };
}

import { askedOfScores, metricFamilies, type MetricFamily } from '../metrics/index.js';

/** The numbers that metrics' names carry: the 7 of `top_7_accuracy`, which is then measured since it is judged. */
export function numbersInMetrics(setting: MetricFamily['setting'], names: readonly string[]): readonly number[] {
  return metricFamilies
    .filter((family) => family.setting === setting)
    .flatMap(({ pattern }) => names.flatMap((name) => pattern.exec(name)?.[1] ?? []))
    .map(Number);
}

/**
 * What a plan asks to be measured, and what its margins name besides; nothing where that is the usual.
 *
 * @param makesSense of a usual number, which is left out otherwise
 */
export function withMargins(
  setting: MetricFamily['setting'],
  asked: readonly number[] | undefined,
  names: readonly string[],
  makesSense: (number: number) => boolean = () => true,
): readonly number[] | undefined {
  const inMargins = numbersInMetrics(setting, names);
  if (asked === undefined && inMargins.length === 0) return undefined;
  const usual = metricFamilies.filter((family) => family.setting === setting).flatMap((family) => family.usual);
  return [...new Set([...(asked ?? usual.filter(makesSense)), ...inMargins])].sort((a, b) => a - b);
}

/** The metrics of scores that margins name with a number of their own; nothing where they name none. */
export function ofScoresInMargins(names: readonly string[]): { readonly ofScores?: readonly string[] } {
  const asked = askedOfScores(names);
  return asked.length > 0 ? { ofScores: asked } : {};
}

import { didYouMean, listed, quoted } from '../base/index.js';
import type { Refuse } from './resolve-plan.js';
import type { PlanFile } from './schema.js';
import type { MarginPlan } from './types.js';
import type { PlanVocabulary } from './vocabulary.js';

type MarginsFile = NonNullable<PlanFile['margins']>;
type MarginFile = Extract<MarginsFile[string], unknown[]>[number];

/** Checks names and sizes of `margins:` and turns points into fractions. */
export function resolveMargins(
  margins: MarginsFile,
  attributes: readonly string[],
  task: string | undefined,
  vocabulary: PlanVocabulary,
  refuse: Refuse,
): readonly MarginPlan[] {
  return Object.entries(margins).flatMap(([name, entry]) => {
    const metric = vocabulary.metrics.find((known) => known.name === name);
    const usable = vocabulary.metrics
      .filter(({ tasks }) => task === undefined || tasks.includes(task))
      .map((known) => known.name);
    if (!metric || !usable.includes(name)) {
      return refuse(
        ['margins', name],
        metric
          ? `The metric ${quoted(name)} is not one of ${task ?? ''} outcomes.`
          : `There is no metric ${quoted(name)}.`,
        [didYouMean(name, usable), `There are: ${listed(usable, 40)}.`].filter(Boolean).join(' '),
      );
    }
    const isList = Array.isArray(entry);
    return (isList ? entry : [entry]).map((margin, i): MarginPlan => {
      const path = isList ? ['margins', name, i] : ['margins', name];
      if (margin.drift === undefined && margin.differential === undefined) {
        refuse(
          path,
          `The margin on ${quoted(name)} promises nothing.`,
          'Give it a drift or a differential, such as "2 points".',
        );
      }
      const size = (key: 'drift' | 'differential'): number | undefined =>
        resolveSize(margin[key], metric.unit, [...path, key], refuse);
      return {
        metric: name,
        drift: size('drift'),
        differential: size('differential'),
        slices:
          margin.slices === undefined
            ? undefined
            : resolvePattern(margin.slices, attributes, [...path, 'slices'], refuse),
      };
    });
  });
}

function resolveSize(
  size: string | number | undefined,
  unit: 'rate' | 'number',
  path: readonly PropertyKey[],
  refuse: Refuse,
): number | undefined {
  if (size === undefined) return undefined;
  const isPoints = typeof size === 'string';
  if (isPoints && unit === 'number')
    refuse(path, `Points are for rates; this metric has its own unit, found ${quoted(size)}.`);
  const value = isPoints ? Number.parseFloat(size) / 100 : size;
  if (!(value > 0) || (unit === 'rate' && value >= 1)) {
    refuse(
      path,
      `A margin must be above 0${unit === 'rate' ? ' and below 100 points' : ''}, found ${quoted(String(size))}.`,
      unit === 'rate' && !isPoints ? `For ${size} points of a hundred write "${size} points".` : undefined,
    );
  }
  return value;
}

function resolvePattern(
  pattern: NonNullable<MarginFile['slices']>,
  attributes: readonly string[],
  path: readonly PropertyKey[],
  refuse: Refuse,
): readonly (readonly string[])[] {
  const list = typeof pattern === 'string' ? [pattern] : pattern;
  return list.map((item) => {
    const crossing = item === 'all' ? [] : typeof item === 'string' ? [item] : item;
    for (const name of crossing) {
      if (!attributes.includes(name)) {
        refuse(
          path,
          `The margin is for slices by ${quoted(name)}, which is no attribute of the plan.`,
          didYouMean(name, attributes),
        );
      }
    }
    return crossing;
  });
}

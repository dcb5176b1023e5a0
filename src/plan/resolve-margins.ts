import { didYouMean, listed, quoted } from '../base/index.js';
import type { Refuse } from './resolve-plan.js';
import type { PlanFile } from './schema.js';
import type { AttributePlan, MarginPlan, Plan } from './types.js';
import { knownMetric, type PlanVocabulary } from './vocabulary.js';

type MarginsFile = NonNullable<PlanFile['margins']>;
type MarginFile = Extract<MarginsFile[string], unknown[]>[number];

/** What of a plan its margins must fit. */
interface MarginContext {
  readonly attributes: readonly AttributePlan[];
  /** The slices that the plan cuts, everyone aside. */
  readonly slices: Plan['slices'];
  readonly task: string | undefined;
  readonly vocabulary: PlanVocabulary;
  readonly refuse: Refuse;
}

/**
 * Checks names and sizes of `margins:` and turns points into fractions. A margin that nothing would be held against is refused:
 * a promise that nobody judges is none.
 *
 * @param order names of the metrics in the order written
 */
export function resolveMargins(
  margins: MarginsFile,
  order: readonly string[],
  context: MarginContext,
): readonly MarginPlan[] {
  const { task, vocabulary, refuse } = context;
  return order.flatMap((name) => {
    const entry = margins[name] ?? [];
    const metric = knownMetric(vocabulary, name);
    const fits = ({ tasks }: { readonly tasks: readonly string[] }): boolean =>
      task === undefined || tasks.includes(task);
    const usable = vocabulary.metrics.filter(fits).map((known) => known.name);
    if (!metric || !fits(metric)) {
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
      const slices =
        margin.slices === undefined ? undefined : resolvePattern(margin.slices, context, [...path, 'slices']);
      if (margin.differential !== undefined) checkDifferential(slices, context, [...path, 'differential']);
      return { metric: name, drift: size('drift'), differential: size('differential'), slices };
    });
  });
}

/** Everyone has no one else to be compared with; unless a margin names slices, only single sensitive attributes are judged. */
function checkDifferential(
  slices: MarginPlan['slices'],
  { attributes, slices: cut, refuse }: MarginContext,
  path: readonly PropertyKey[],
): void {
  if (slices !== undefined) {
    if (slices.some((by) => by.length > 0)) return;
    refuse(
      path,
      'The margin is for everyone alone, who cannot have moved more than everyone else.',
      'Name other slices.',
    );
  }
  const sensitive = attributes.filter((attribute) => attribute.sensitive).map(({ name }) => name);
  if (cut.some(([only = '', ...others]) => others.length === 0 && sensitive.includes(only))) return;
  refuse(
    path,
    'No slice is cut by a single sensitive attribute, so nobody would be held against this margin.',
    sensitive.length === 0
      ? 'Say "sensitive: true" of the attributes that name protected groups, or name the slices of the margin. A --slice on the command line makes no plan whole: its attribute must stand in the plan.'
      : `Add one under slices: ${listed(sensitive)}; or name the slices of the margin.`,
  );
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
  if (value === 0) {
    refuse(
      path,
      'A margin must be above 0: that nothing moved at all can never be shown from examples.',
      `Write the least that you would let pass, such as ${unit === 'rate' ? '"0.5 points"' : '0.01'}.`,
    );
  }
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
  { attributes, slices, refuse }: MarginContext,
  path: readonly PropertyKey[],
): readonly (readonly string[])[] {
  const names = attributes.map(({ name }) => name);
  const list = typeof pattern === 'string' ? [pattern] : pattern;
  return list.map((item, i) => {
    const at = typeof pattern === 'string' ? path : [...path, i];
    const crossing = item === 'all' ? [] : typeof item === 'string' ? [item] : item;
    const unknown = crossing.find((name) => !names.includes(name));
    if (unknown !== undefined) {
      refuse(
        at,
        `The margin is for slices by ${quoted(unknown)}, which is no attribute of the plan.`,
        didYouMean(unknown, names),
      );
    }
    if (crossing.length > 0 && !slices.some((cut) => sameSet(cut, crossing))) {
      refuse(
        at,
        `The margin is for slices by ${crossing.map(quoted).join(' × ')}, which the plan does not cut.`,
        `Add [${crossing.join(', ')}] to the slices, or leave the margin out.`,
      );
    }
    return crossing;
  });
}

function sameSet(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((name) => b.includes(name));
}

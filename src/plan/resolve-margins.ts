import { didYouMean, listed, quoted } from '../base/index.js';
import type { Refuse } from './refuse.js';
import type { PlanFile } from './schema.js';
import type { AttributePlan, MarginPlan, Plan } from './types.js';
import { resolveMarginSize, type MarginSize } from './margin-size.js';
import { resolveSlicePatterns } from './resolve-slice-patterns.js';
import { knownMetric, type PlanVocabulary } from './vocabulary.js';

type MarginsFile = NonNullable<PlanFile['margins']>;

/** What of a plan its margins must fit. */
export interface MarginContext {
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
      const slices =
        margin.slices === undefined ? undefined : resolveSlicePatterns(margin.slices, context, [...path, 'slices']);
      if (margin.differential !== undefined) checkDifferential(slices, context, [...path, 'differential']);
      const size = (key: 'drift' | 'differential'): MarginSize | undefined =>
        margin[key] === undefined ? undefined : resolveMarginSize(margin[key], metric.unit, [...path, key], refuse);
      const [drift, differential] = [size('drift'), size('differential')];
      if (differential?.kind === 'relative') refuse([...path, 'differential'], relativeDifferential, absoluteInstead);
      return {
        metric: name,
        drift: drift?.kind === 'absolute' ? drift.value : undefined,
        ...(drift?.kind === 'relative' ? { relativeDrift: drift.value } : {}),
        differential: differential?.value,
        ...(margin.sides === 'both' ? { sides: margin.sides } : {}),
        slices,
      };
    });
  });
}

const relativeDifferential =
  'A differential margin cannot be a share: two groups have a baseline value each, and nothing says of which it would be one.';
const absoluteInstead = "Write it in points, or as a number in the metric's own unit; a drift may be a share.";

/** Everyone has no one else to be compared with; unless a margin names slices, only single sensitive attributes are judged. */
function checkDifferential(
  slices: MarginPlan['slices'],
  { attributes, slices: cut, refuse }: MarginContext,
  path: readonly PropertyKey[],
): void {
  if (slices !== undefined) {
    if (slices.some((pattern) => pattern.length > 0)) return;
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

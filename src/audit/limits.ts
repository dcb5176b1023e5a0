import type { FairnessRecord } from '../record/index.js';

/**
 * What a reader must know before relying on a record, most important first.
 *
 * @param notDeployed why the plan's deployment is not reported
 */
export function limitsOf(
  fairness: FairnessRecord | undefined,
  notes: Readonly<Record<string, string>>,
  notDeployed?: string,
): readonly string[] {
  const limits: string[] = [];
  if (!fairness) {
    limits.push(
      'Fairness was not audited: no evaluation set was given, so nothing here says for whom the model got worse.',
    );
  }
  if (notes['limits'] !== undefined && notes['limits'].trim() !== '') limits.push(notes['limits']);
  if (!fairness) return limits;
  for (const { text } of fairness.caveats) limits.unshift(text);
  limits.push(trainingsInWords(fairness.trainings));
  limits.push(
    fairness.data.units === undefined
      ? 'No unit is named, so every example counts as independent; if several come from one person or source, the intervals are too narrow.'
      : `Intervals treat each ${fairness.data.units.column} as one independent unit, ${fairness.data.units.count} in all; they say how this would go for other units like these.`,
  );
  if (notDeployed !== undefined) limits.push(notDeployed);
  const hidden = fairness.slices.filter(({ shown }) => shown.kind === 'hidden').length;
  if (hidden > 0) {
    limits.push(
      `${hidden} ${hidden === 1 ? 'slice is' : 'slices are'} hidden because ${hidden === 1 ? 'it is' : 'they are'} small, or so that a small one cannot be found by subtraction; for the people in ${hidden === 1 ? 'it' : 'them'} nothing is promised here.`,
    );
  }
  if (fairness.data.skipped.count > 0) {
    limits.push(`${fairness.data.skipped.count} examples could not be read and were left out.`);
  }
  if (fairness.findings.some(({ margin }) => margin.source === 'default')) {
    limits.push('No margins were declared; those used are defaults of the tool, not a promise of the publisher.');
  }
  limits.push(
    'The evaluation set decides who is seen: groups that it does not hold, or holds in another way than life does, are not audited.',
  );
  return limits;
}

function trainingsInWords(trainings: FairnessRecord['trainings']): string {
  if (!trainings) {
    return 'One training of each model: the intervals carry the choice of examples, not what another training would have given.';
  }
  const { baseline, variant, isPaired } = trainings;
  const many = isPaired
    ? `${baseline} trainings of either model, in pairs`
    : `${baseline} training${baseline === 1 ? '' : 's'} of the baseline and ${variant} of the variant`;
  const few = Math.min(baseline, variant) < 5 ? ' So few say little about others, which makes the intervals wide.' : '';
  const one = Math.min(baseline, variant) === 1 ? ' A side with one training lends them none of its own noise.' : '';
  return `${many}: the intervals carry the choice of examples and how trainings differ.${few}${one} Flips, latency and what the models look at are of the first training.`;
}

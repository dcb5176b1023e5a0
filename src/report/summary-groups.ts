import type { JudgedRecord } from '../record/index.js';
import type { Terminal } from './terminal.js';
import { leadingGaps } from './view/disparities.js';
import { thousands } from './wording/numbers.js';

/** How many right answers were lost and gained, and how far groups lie apart, a line each; nothing where the record has none. */
export function groupLines(record: JudgedRecord, to: Terminal): readonly string[] {
  const { fairness } = record;
  if (fairness === undefined) return [];
  const everyone = fairness.slices.find(({ slice }) => slice.length === 0)?.shown;
  const flips =
    everyone?.kind === 'shown' && fairness.outcome.task !== 'regression'
      ? [
          `right answers: ${thousands(everyone.flips.negative)} lost, ${thousands(everyone.flips.positive)} gained of ${thousands(everyone.n)}${fairness.trainings ? ', of the first training of each' : ''}`,
        ]
      : [];
  const gaps = leadingGaps(record).map(
    ({ attribute, title, before, after, change }) =>
      `apart by ${attribute}: ${title} ${before}, then ${after}${change}`,
  );
  return [...flips, ...gaps].flatMap((line) => to.wrap(line, 4, 2));
}

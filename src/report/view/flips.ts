import type { JudgedRecord } from '../../record/index.js';
import { narrowFlipsChart, wideFlipsChart, type FlipBar } from '../charts/flips-chart.js';
import { modelNames } from '../wording/model-names.js';
import { fixed, thousands } from '../wording/numbers.js';
import { sliceParts } from '../wording/slices.js';
import { twice, type DrawnTwice } from './drawn-twice.js';

const mostBars = 24;

/** What the chart of flips draws: slices of one attribute, most lost first, and everyone at the end. */
function flipBars({ fairness }: JudgedRecord): readonly FlipBar[] {
  if (fairness === undefined || fairness.outcome.task === 'regression') return [];
  const bars = fairness.slices.flatMap(({ slice, shown }): FlipBar[] => {
    if (slice.length > 1 || shown.kind === 'hidden' || shown.n === 0) return [];
    const { negative, positive } = shown.flips;
    const [lost, gained] = [(negative / shown.n) * 100, (positive / shown.n) * 100];
    return [
      {
        ...sliceParts(slice),
        isEveryone: slice.length === 0,
        lost,
        gained,
        lostText: fixed(lost, 1),
        gainedText: fixed(gained, 1),
        counts: `${thousands(negative)} lost, ${thousands(positive)} gained`,
        n: thousands(shown.n),
      },
    ];
  });
  const others = bars.filter(({ isEveryone }) => !isEveryone).sort((a, b) => b.lost - a.lost);
  return [...others.slice(0, mostBars), ...bars.filter(({ isEveryone }) => isEveryone)];
}

/** The chart of flips; nothing where none can be drawn. */
export async function flipsDrawn(record: JudgedRecord): Promise<DrawnTwice | null> {
  const rows = flipBars(record);
  if (rows.length === 0) return null;
  const { variant } = modelNames(record);
  const words = {
    id: 'flips',
    title: `Right answers lost and gained with ${variant}, of 100 examples of each slice.`,
    description: 'A row a slice: the bar to the left is what was lost, the bar to the right what was gained.',
  };
  return twice(words, wideFlipsChart(rows), narrowFlipsChart(rows));
}

/** How many lost a right answer and how many gained one, of everyone. */
export function flipsLead(record: JudgedRecord): string {
  const everyone = record.fairness?.slices.find(({ slice }) => slice.length === 0)?.shown;
  if (everyone?.kind !== 'shown') return '';
  const { negative, positive } = everyone.flips;
  const { baseline, variant } = modelNames(record);
  const exemplars =
    everyone.exemplars === undefined
      ? ''
      : ` Most trainings of ${variant} answer ${thousands(everyone.exemplars)} otherwise than most of ${baseline} do.`;
  return (
    `Of ${thousands(everyone.n)} answers, ${thousands(negative)} were right with ${baseline} and are wrong with ${variant}; ` +
    `${thousands(positive)} went the other way. A mean hides both; the people behind them are not the same people.${exemplars}`
  );
}

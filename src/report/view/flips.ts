import type { AuditRecord } from '../../record/index.js';
import type { FlipBar } from '../charts/flips-chart.js';
import { fixed, thousands } from '../wording/numbers.js';
import { sliceParts } from '../wording/slices.js';

const mostBars = 24;

/** What the chart of flips draws: slices of one attribute, most lost first, and everyone at the end. */
export function flipBars({ fairness }: AuditRecord): readonly FlipBar[] {
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

import type { SliceCells } from '../compare/index.js';
import { statisticsOf, type PairTally } from '../metrics/index.js';
import type { Caveat } from './types.js';

/**
 * Why the numbers say less than they seem to: nobody's group was compared, or the full model's answers look as if they were read in
 * a wrong way.
 *
 * @param slices all that the plan cuts, everyone first
 */
export function caveatsOf({ frame, cells }: PairTally, slices: readonly SliceCells[]): readonly Caveat[] {
  const caveats: Caveat[] = [];
  if (slices.every(({ slice }) => slice.length === 0)) {
    caveats.push({
      kind: 'no-groups',
      text: 'No slices are cut, so only everyone together was compared: nothing here says for whom the model got worse.',
      isBlocking: true,
    });
  }
  if (frame.task === 'regression') return caveats;
  const { n, support, hits, predicted } = statisticsOf(frame, cells, 'baseline');
  const labels = support.filter((count) => count > 0).length;
  const answers = predicted.filter((count) => count > 0).length;
  const right = hits.reduce((sum, count) => sum + count, 0);
  if (n > 0 && labels > 1 && answers === 1) {
    caveats.push({
      kind: 'one-answer',
      text: 'The full model gives every example the same answer, so nothing can be lost by compressing it: its answers may be read wrongly. Check the positive class, the threshold, the classes and the activation.',
      isBlocking: true,
    });
  } else if (n > 0 && right < Math.max(...support)) {
    caveats.push({
      kind: 'worse-than-guessing',
      text: 'The full model is right less often than the commonest label alone would be: check the positive class, the threshold, the classes and the activation.',
      isBlocking: false,
    });
  }
  return caveats;
}

import { sliceKey } from '../base/index.js';
import { level, scoreDistributions, type HidesLabel, type SideScores, type SliceCells } from '../compare/index.js';
import { normalQuantile, wilsonInterval } from '../metrics/index.js';
import type { FairnessEvidence } from './fairness.js';
import type { CalibrationBinRecord, ModelScoresRecord, ScoreDistributionRecord } from './types.js';

/**
 * How scores lie in every shown slice; nothing where outcomes have no scores of a positive class.
 *
 * @param all slices, everyone first
 * @param shown those of them that are shown
 */
export function scoreDistributionRecords(
  { tally, outcome, minSlice }: FairnessEvidence,
  all: readonly SliceCells[],
  shown: readonly SliceCells[],
  hidesLabel: HidesLabel,
): readonly ScoreDistributionRecord[] | undefined {
  const { frame, scores } = tally;
  if (!scores || outcome.task !== 'binary') return undefined;
  const hidden = new Set(all.filter((slice) => !shown.includes(slice)).map(({ slice }) => sliceKey(slice)));
  const rules = { minSlice, hidden, hidesLabel, threshold: outcome.threshold };
  const reason = frame.hasWeights
    ? 'with weights, bins have no number of examples to hide by'
    : `fewer than ${minSlice} examples of a label, or withheld so that such a number cannot be found by subtraction`;
  return scoreDistributions(frame, scores, all, rules).map(({ slice, distance, sides }) => ({
    slice,
    distance,
    scores: sides
      ? {
          kind: 'shown',
          baseline: modelScores(sides.baseline, frame.hasUnits),
          variant: modelScores(sides.variant, frame.hasUnits),
        }
      : { kind: 'hidden', reason },
  }));
}

function modelScores(
  { labels: [negatives, positives], calibration }: SideScores,
  hasUnits: boolean,
): ModelScoresRecord {
  return {
    negatives,
    positives,
    calibration: calibration.map(({ from, to, n, meanScore, positives: hits }): CalibrationBinRecord => {
      const bin = { from, to, n, meanScore, positives: hits / n };
      if (hasUnits) return bin;
      const bounds = wilsonInterval(hits, n, normalQuantile(1 - (1 - level) / 2));
      return { ...bin, interval: { ...bounds, level, simultaneousOver: 1, method: 'wilson' } };
    }),
  };
}

import type { LabelledScores } from '../../src/metrics/labelled-scores.js';

/** Scores and labels of examples, counted: what a metric of scores is a function of. */
export function labelled(
  scores: readonly number[],
  labels: readonly number[],
  weights: readonly number[] = scores.map(() => 1),
): LabelledScores {
  const each = [...new Set(scores)].sort((a, b) => a - b);
  const masses = [0, 1].map((label) =>
    Float64Array.from(each, (score) =>
      scores.reduce((sum, one, i) => sum + (one === score && labels[i] === label ? (weights[i] ?? 0) : 0), 0),
    ),
  );
  const [negatives = new Float64Array(0), positives = new Float64Array(0)] = masses;
  return { scores: Float64Array.from(each), masses: [negatives, positives] };
}

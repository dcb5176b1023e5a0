import type { Random } from '../base/index.js';
import { maskImage, meanFill } from './mask-image.js';
import type { ExplainedInput, ExplanationMethod } from './method.js';

/** Cells a side of the coarse grids that the masks are grown from. */
const grid = 7;
/** The share of cells that stay visible. */
const visibleShare = 0.5;

/**
 * Randomised input sampling: shows the model random parts of the picture and takes, for each pixel, how much higher the target's
 * score is when the pixel is visible than on average over all masks. Zero where a pixel does not matter.
 *
 * Masks are coarse random grids, enlarged smoothly and shifted. Sums are kept, not masks, so memory does not grow with their
 * number. The paper leaves the average in; taking it out makes maps of two models comparable.
 *
 * @see Petsiuk, Das, Saenko 2018, "RISE: Randomized input sampling for explanation of black-box models"
 */
export const rise: ExplanationMethod = {
  name: 'rise',
  title: 'RISE',
  isSigned: true,
  kinds: ['image'],
  settings: (_, { masks }) => ({ masks, grid, visible_share: visibleShare, fill: 'mean colour' }),
  explain: async (input, predict, settings) => {
    if (input.kind !== 'image') throw new RangeError('RISE explains pictures');
    const fill = meanFill(input);
    const pixels = input.width * input.height;
    const visible = new Float64Array(pixels);
    let weighted: readonly Float64Array[] | undefined;
    /** Scores are counted from each model's first one, so that a score that never moves leaves exactly nothing. */
    let first: readonly number[] = [];
    let totals = new Float64Array();
    for (let start = 0; start < settings.masks; start += settings.batch) {
      const masks = Array.from({ length: Math.min(settings.batch, settings.masks - start) }, () =>
        randomMask(input, settings.random),
      );
      const scores = await predict(masks.map((mask) => maskImage(input, fill, mask)));
      if (weighted === undefined) {
        weighted = scores.map(() => new Float64Array(pixels));
        first = scores.map((model) => model[0] ?? 0);
        totals = new Float64Array(scores.length);
      }
      for (const [i, mask] of masks.entries()) {
        for (let p = 0; p < pixels; p++) visible[p] = (visible[p] ?? 0) + (mask[p] ?? 0);
        for (const [m, map] of weighted.entries()) {
          const score = (scores[m]?.[i] ?? 0) - (first[m] ?? 0);
          totals[m] = (totals[m] ?? 0) + score;
          for (let p = 0; p < pixels; p++) map[p] = (map[p] ?? 0) + score * (mask[p] ?? 0);
        }
      }
    }
    return (weighted ?? []).map((map, m) => {
      const mean = (totals[m] ?? 0) / settings.masks;
      return map.map((sum, p) => ((visible[p] ?? 0) > 0 ? sum / (visible[p] ?? 1) - mean : 0));
    });
  },
};

/** A coarse grid of zeros and ones, enlarged bilinearly and shifted by less than a cell. */
function randomMask({ width, height }: Extract<ExplainedInput, { kind: 'image' }>, random: Random): Float64Array {
  const side = grid + 1;
  const cells = Float64Array.from({ length: side * side }, () => (random.next() < visibleShare ? 1 : 0));
  const cellWidth = width / grid;
  const cellHeight = height / grid;
  const shiftX = random.next() * cellWidth;
  const shiftY = random.next() * cellHeight;
  const mask = new Float64Array(width * height);
  const cell = (row: number, column: number): number => cells[Math.min(row, grid) * side + Math.min(column, grid)] ?? 0;
  for (let y = 0; y < height; y++) {
    const v = (y + shiftY) / cellHeight;
    const row = Math.floor(v);
    const below = v - row;
    for (let x = 0; x < width; x++) {
      const u = (x + shiftX) / cellWidth;
      const column = Math.floor(u);
      const right = u - column;
      const top = cell(row, column) * (1 - right) + cell(row, column + 1) * right;
      const bottom = cell(row + 1, column) * (1 - right) + cell(row + 1, column + 1) * right;
      mask[y * width + x] = top * (1 - below) + bottom * below;
    }
  }
  return mask;
}

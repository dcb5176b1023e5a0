import { maskImage, meanFill } from './mask-image.js';
import type { ExplainedInput, ExplainSettings, ExplanationMethod, Predict } from './method.js';

type ImageInput = Extract<ExplainedInput, { kind: 'image' }>;
type ColumnsInput = Extract<ExplainedInput, { kind: 'columns' }>;

/**
 * Hides one part at a time and takes how far the target's score falls: positive where hiding hurts.
 *
 * Pictures: a square window slides over, filled with the picture's mean colour; a pixel's value is the mean over the windows that
 * cover it. Columns: one column at a time takes its replacement.
 *
 * @see Zeiler, Fergus 2014, "Visualizing and understanding convolutional networks"
 */
export const occlusion: ExplanationMethod = {
  name: 'occlusion',
  title: 'occlusion',
  isSigned: true,
  kinds: ['image', 'columns'],
  settings: (input) =>
    input.kind === 'image'
      ? { window: windowOf(input), stride: strideOf(input), fill: 'mean colour' }
      : { replacement: 'mean of the plan; no category' },
  explain: (input, predict, settings) =>
    input.kind === 'image' ? occludeImage(input, predict, settings) : occludeColumns(input, predict, settings),
};

/** An eighth of the shorter side. */
function windowOf({ width, height }: ImageInput): number {
  return Math.max(1, Math.round(Math.min(width, height) / 8));
}

/** A third of the window: windows overlap, so that the map is smooth. */
function strideOf(input: ImageInput): number {
  return Math.max(1, Math.floor(windowOf(input) / 3));
}

interface Corner {
  readonly left: number;
  readonly top: number;
}

async function occludeImage(
  input: ImageInput,
  predict: Predict,
  settings: ExplainSettings,
): Promise<readonly Float64Array[]> {
  const fill = meanFill(input);
  const window = windowOf(input);
  const stride = strideOf(input);
  const corners: Corner[] = [];
  for (let top = 1 - window; top < input.height; top += stride) {
    for (let left = 1 - window; left < input.width; left += stride) corners.push({ left, top });
  }
  const [whole = []] = await columnsOf(predict, [input.data]);
  const sums = whole.map(() => new Float64Array(input.width * input.height));
  const covers = new Float64Array(input.width * input.height);
  for (let start = 0; start < corners.length; start += settings.batch) {
    const part = corners.slice(start, start + settings.batch);
    const rows = part.map((corner) => maskImage(input, fill, allBut(input, corner, window)));
    const scores = await predict(rows);
    for (const [i, corner] of part.entries()) {
      forEachPixel(input, corner, window, (pixel) => {
        covers[pixel] = (covers[pixel] ?? 0) + 1;
        for (const [m, sum] of sums.entries()) sum[pixel] = (sum[pixel] ?? 0) + (whole[m] ?? 0) - (scores[m]?.[i] ?? 0);
      });
    }
  }
  return sums.map((sum) => sum.map((value, pixel) => value / (covers[pixel] ?? 1)));
}

function allBut(input: ImageInput, corner: Corner, window: number): Float64Array {
  const visible = new Float64Array(input.width * input.height).fill(1);
  forEachPixel(input, corner, window, (pixel) => (visible[pixel] = 0));
  return visible;
}

function forEachPixel(
  { width, height }: ImageInput,
  { left, top }: Corner,
  window: number,
  visit: (pixel: number) => void,
): void {
  for (let y = Math.max(0, top); y < Math.min(height, top + window); y++) {
    for (let x = Math.max(0, left); x < Math.min(width, left + window); x++) visit(y * width + x);
  }
}

async function occludeColumns(
  input: ColumnsInput,
  predict: Predict,
  settings: ExplainSettings,
): Promise<readonly Float64Array[]> {
  const altered = input.columns.map(({ from, to }) => {
    const row = input.data.slice();
    row.set(input.replacement.subarray(from, to), from);
    return row;
  });
  const [whole = []] = await columnsOf(predict, [input.data]);
  const maps = whole.map(() => new Float64Array(input.columns.length));
  for (let start = 0; start < altered.length; start += settings.batch) {
    const part = altered.slice(start, start + settings.batch);
    const scores = await predict(part);
    for (const [m, map] of maps.entries()) {
      for (const i of part.keys()) map[start + i] = (whole[m] ?? 0) - (scores[m]?.[i] ?? 0);
    }
  }
  return maps;
}

/** Scores of a few rows, a list a row with a score a model. */
async function columnsOf(predict: Predict, rows: readonly Float32Array[]): Promise<readonly (readonly number[])[]> {
  const scores = await predict(rows);
  return rows.map((_, i) => scores.map((model) => model[i] ?? 0));
}

import { z } from 'zod';
import { AuditError } from '../base/index.js';
import { count, decimal, exactSum, momentsFrom, momentsSchema, momentsToJson } from './moments-json.js';
import type { ScoreCell, ScoreCounts } from './score-counts.js';
import { TallyBuilder, sumBitsOf, type Cell, type PairTally, type TallyFrame } from './tally.js';

const index = z.int().min(0).max(100_000);
const at = z.array(index).max(1000).describe('A value an attribute: its place in the list of values.');

const cellSchema = z.strictObject({
  at,
  unit: z.int().min(0).optional().describe('Its place in the list of units; only with units.'),
  label: index,
  baseline: index.describe('What the baseline answers: its place among the classes.'),
  variant: index.describe('What the variant answers.'),
  count: count.describe('How many examples.'),
  weights: z
    .tuple([decimal, decimal])
    .optional()
    .describe('Sums of the weights and of their squares; only with weights.'),
  moments: z.array(momentsSchema).max(100).describe('An entry a loss.'),
});

const scoreCellSchema = z.strictObject({
  at,
  label: index,
  scores: z
    .array(
      z
        .number()
        .min(-1e-5)
        .max(1 + 1e-5),
    )
    .describe('Ascending; a hair outside of 0 to 1 as models round.'),
  counts: z.array(z.number().min(0)).describe('How many examples have each; what they weigh, with weights.'),
});

const scoresSchema = z.strictObject({
  resolution: z
    .union([z.literal('exact'), z.int().min(0).max(31)])
    .describe('exact, or how many leading bits of a score are kept.'),
  cells: z.array(scoreCellSchema),
});

/** What tallies look like in a file: sums are whole numbers in decimal, in units of 2⁻ᵇⁱᵗˢ. */
export const talliesSchema = z.strictObject({
  bits: z.int().min(0).max(1000).describe('Sums are whole numbers of 2 to the power of minus so many.'),
  values: z.array(z.array(z.string())).max(1000).describe('By attribute: the values that somebody has, sorted.'),
  units: z.array(z.string()).optional().describe('The units, sorted; only with units.'),
  variants: z
    .array(z.array(cellSchema))
    .min(1)
    .max(1000)
    .describe('By variant: the cells of its pairs with the baseline.'),
  scores: z
    .array(scoresSchema)
    .optional()
    .describe('By model, the baseline first: the scores of the positive class, counted; binary outcomes only.'),
});

/** Tallies of several variants over the same examples, as plain data. */
export type TalliesJson = z.infer<typeof talliesSchema>;

/** Tallies as plain data: equal tallies give equal data, however they came about. */
export function talliesToJson(frame: TallyFrame, tallies: readonly PairTally[]): TalliesJson {
  const cells = tallies.flatMap((tally) => tally.cells);
  const values = frame.attributes.map((_, i) => new Lexicon(cells.map(({ attributes }) => attributes[i] ?? '')));
  const units = frame.hasUnits ? new Lexicon(cells.map(({ unit }) => unit)) : undefined;
  const place = (attributes: readonly string[]): number[] => values.map((of, i) => of.place(attributes[i] ?? ''));
  const scores = scoresByModel(tallies);
  return {
    bits: sumBitsOf(frame),
    values: values.map(({ words }) => [...words]),
    units: units && [...units.words],
    variants: tallies.map((tally) =>
      tally.cells.map(({ unit, attributes, label, baseline, variant, count: n, weights, moments }) => ({
        at: place(attributes),
        unit: units?.place(unit),
        label,
        baseline,
        variant,
        count: n,
        weights: weights && [String(weights.sum.units()), String(weights.squares.units())],
        moments: moments.map(momentsToJson),
      })),
    ),
    scores: scores?.map(({ resolution, cells: counted }) => ({
      resolution,
      cells: counted.map(({ attributes, label, scores: list, counts }) => ({
        at: place(attributes),
        label,
        scores: [...list],
        counts: [...counts],
      })),
    })),
  };
}

/** The counted scores of every model, the baseline's once; nothing where there are none. */
function scoresByModel(tallies: readonly PairTally[]): readonly ScoreCounts[] | undefined {
  const [first] = tallies;
  if (!first?.scores) return undefined;
  return [first.scores.baseline, ...tallies.flatMap(({ scores }) => scores?.variant ?? [])];
}

/** Texts in order, each once. */
class Lexicon {
  readonly words: readonly string[];
  readonly #places: ReadonlyMap<string, number>;

  constructor(words: readonly string[]) {
    this.words = [...new Set(words)].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
    this.#places = new Map(this.words.map((word, i) => [word, i]));
  }

  place(word: string): number {
    return this.#places.get(word) ?? -1;
  }
}

/**
 * Tallies from plain data that the schema accepts.
 *
 * @throws {AuditError} `data` where they contradict themselves or the frame, naming the place
 */
export function talliesFromJson(frame: TallyFrame, json: TalliesJson): readonly PairTally[] {
  assertFits(frame, json);
  const scores = json.scores?.map((model, i) => scoresFrom(frame, json, model, `scores[${i}]`));
  const [baseline] = scores ?? [];
  const tallies = json.variants.map((list, v): PairTally => {
    const builder = new TallyBuilder(frame);
    const seen = new Set<string>();
    for (const [c, cell] of list.entries()) {
      const where = `variants[${v}][${c}]`;
      const read = cellFrom(frame, json, cell, where);
      const key = [...cell.at, cell.unit ?? -1, cell.label, cell.baseline, cell.variant].join(',');
      if (seen.has(key)) refuse(where, 'a cell that is not there yet', 'one that stands here twice');
      seen.add(key);
      builder.counterOf(read).addCell(read);
    }
    const { cells } = builder.build();
    const variant = scores?.[v + 1];
    return { frame, cells, scores: baseline && variant && { baseline, variant } };
  });
  assertSameExamples(frame, json);
  return tallies;
}

function assertFits(frame: TallyFrame, json: TalliesJson): void {
  const { attributes, hasUnits, task } = frame;
  if (json.bits !== sumBitsOf(frame)) refuse('bits', String(sumBitsOf(frame)), String(json.bits));
  if (json.values.length !== attributes.length)
    refuse('values', `${attributes.length} lists, one an attribute`, String(json.values.length));
  for (const [i, list] of json.values.entries()) assertSorted(list, `values[${i}]`);
  if ((json.units !== undefined) !== hasUnits)
    refuse('units', hasUnits ? 'a list' : 'nothing, since no unit is named', hasUnits ? 'nothing' : 'a list');
  assertSorted(json.units ?? [], 'units');
  if (json.scores !== undefined && task !== 'binary') refuse('scores', `nothing for ${task}`, 'counted scores');
  if (json.scores !== undefined && json.scores.length !== json.variants.length + 1)
    refuse('scores', `${json.variants.length + 1} models`, String(json.scores.length));
}

function assertSorted(words: readonly string[], where: string): void {
  for (let i = 1; i < words.length; i++)
    if (!((words[i - 1] ?? '') < (words[i] ?? '')))
      refuse(`${where}[${i}]`, 'texts in order, each once', 'one out of order');
}

function attributesFrom(json: TalliesJson, places: readonly number[], where: string): readonly string[] {
  if (places.length !== json.values.length)
    refuse(`${where}.at`, `${json.values.length} numbers, one an attribute`, String(places.length));
  return places.map((place, i) => {
    const value = json.values[i]?.[place];
    return value ?? refuse(`${where}.at[${i}]`, `a place among ${json.values[i]?.length ?? 0} values`, String(place));
  });
}

function cellFrom(
  frame: TallyFrame,
  json: TalliesJson,
  cell: TalliesJson['variants'][number][number],
  where: string,
): Cell {
  const { hasUnits, hasWeights, losses } = frame;
  assertClass(frame, cell, where);
  if ((cell.unit !== undefined) !== hasUnits || (cell.weights !== undefined) !== hasWeights)
    refuse(
      where,
      `a cell ${hasUnits ? 'with' : 'without'} unit and ${hasWeights ? 'with' : 'without'} weights`,
      'another',
    );
  if (cell.moments.length !== losses.length)
    refuse(`${where}.moments`, `${losses.length} entries (${losses.join(', ')})`, String(cell.moments.length));
  const unit = hasUnits ? json.units?.[cell.unit ?? -1] : '';
  if (unit === undefined) refuse(`${where}.unit`, `a place among ${json.units?.length ?? 0} units`, String(cell.unit));
  return {
    unit: unit ?? '',
    attributes: attributesFrom(json, cell.at, where),
    label: cell.label,
    baseline: cell.baseline,
    variant: cell.variant,
    count: cell.count,
    weights: cell.weights && {
      sum: exactSum(cell.weights[0], json.bits, `${where}.weights[0]`),
      squares: exactSum(cell.weights[1], json.bits, `${where}.weights[1]`),
    },
    moments: cell.moments.map((moments, i) => momentsFrom(moments, json.bits, hasWeights, `${where}.moments[${i}]`)),
  };
}

function assertClass(
  { classes }: TallyFrame,
  cell: { readonly label: number; readonly baseline?: number; readonly variant?: number },
  where: string,
): void {
  const known = Math.max(1, classes.length);
  for (const key of ['label', 'baseline', 'variant'] as const)
    if ((cell[key] ?? 0) >= known) refuse(`${where}.${key}`, `a place among ${known} classes`, String(cell[key]));
}

function scoresFrom(
  frame: TallyFrame,
  json: TalliesJson,
  { resolution, cells }: NonNullable<TalliesJson['scores']>[number],
  where: string,
): ScoreCounts {
  const seen = new Set<string>();
  const read = cells.map(({ at: places, label, scores, counts }, c): ScoreCell => {
    const here = `${where}.cells[${c}]`;
    assertClass(frame, { label }, here);
    const key = [...places, label].join(',');
    if (seen.has(key)) refuse(here, 'a cell that is not there yet', 'one that stands here twice');
    seen.add(key);
    if (scores.length !== counts.length)
      refuse(`${here}.counts`, `${scores.length} numbers, one a score`, String(counts.length));
    const stray = scores.findIndex((score, i) => i > 0 && !(score > (scores[i - 1] ?? 0)));
    if (stray >= 0) refuse(`${here}.scores[${stray}]`, 'scores that ascend', String(scores[stray]));
    const part = counts.findIndex((n) => !frame.hasWeights && !(Number.isSafeInteger(n) && n > 0));
    if (part >= 0) refuse(`${here}.counts[${part}]`, 'a whole number of examples', String(counts[part]));
    return {
      attributes: attributesFrom(json, places, here),
      label,
      scores: Float64Array.from(scores),
      counts: Float64Array.from(counts),
    };
  });
  return { resolution, cells: read };
}

/** Every variant and every model has seen the same examples, so that all count the same. */
function assertSameExamples(frame: TallyFrame, json: TalliesJson): void {
  const total = (list: readonly { readonly count: number }[] | undefined): number =>
    (list ?? []).reduce((sum, cell) => sum + cell.count, 0);
  const first = total(json.variants[0]);
  for (const [v, list] of json.variants.entries())
    if (total(list) !== first) refuse(`variants[${v}]`, `${first} examples, as variants[0] has`, String(total(list)));
  if (frame.hasWeights) return;
  for (const [m, { cells }] of (json.scores ?? []).entries()) {
    const scored = cells.reduce((sum, { counts }) => sum + counts.reduce((a, b) => a + b, 0), 0);
    if (scored !== first) refuse(`scores[${m}]`, `the scores of ${first} examples`, String(scored));
  }
}

function refuse(where: string, expected: string, found: string): never {
  throw new AuditError('data', `${where}: expected ${expected}, found ${found}.`);
}

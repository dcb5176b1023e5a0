import { z } from 'zod';
import { AuditError, ExactSum } from '../base/index.js';
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
  counts: z
    .array(z.union([z.number().min(0), decimal]))
    .describe(
      'How many examples have each; with weights what they weigh, as a whole number of 2 to the power of minus bits in decimal where no double is equal to it.',
    ),
});

const scoresSchema = z.strictObject({
  resolution: z
    .union([z.literal('exact'), z.int().min(0).max(31)])
    .describe('exact, or how many leading bits of a score are kept.'),
  cells: z.array(scoreCellSchema),
});

/** More pairs of models than this are refused. */
const maxPairs = 10_000;

/** What tallies look like in a file: sums are whole numbers in decimal, in units of 2⁻ᵇⁱᵗˢ. */
export const talliesSchema = z.strictObject({
  bits: z.int().min(0).max(1000).describe('Sums are whole numbers of 2 to the power of minus so many.'),
  values: z.array(z.array(z.string())).max(1000).describe('By attribute: the values that somebody has, sorted.'),
  units: z.array(z.string()).optional().describe('The units, sorted; only with units.'),
  pairs: z.array(z.array(cellSchema)).min(1).max(maxPairs).describe('By pair of models: its cells.'),
  scores: z
    .array(scoresSchema)
    .optional()
    .describe('By model, the baseline first: the scores of the positive class, counted; binary outcomes only.'),
  exemplars: z
    .array(z.array(z.strictObject({ at, count })))
    .max(1000)
    .optional()
    .describe('By variant: compression-identified exemplars; only with several trainings.'),
});

/** Tallies of several pairs of models over the same examples, as plain data. */
export type TalliesJson = z.infer<typeof talliesSchema>;

/** What was counted over the same examples. */
export interface Tallies {
  /** By pair of models. */
  readonly pairs: readonly { readonly baseline: number; readonly variant: number; readonly tally: PairTally }[];
  /** By variant, with several trainings: how many compression-identified exemplars have which attributes. */
  readonly exemplars?: readonly AttributeCounts[] | undefined;
}

/** How many examples have which attributes. */
export type AttributeCounts = readonly { readonly attributes: readonly string[]; readonly count: number }[];

/** Tallies as plain data: equal tallies give equal data, however they came about. */
export function talliesToJson(frame: TallyFrame, { pairs, exemplars }: Tallies): TalliesJson {
  const cells = pairs.flatMap(({ tally }) => tally.cells);
  const values = frame.attributes.map((_, i) => new Lexicon(cells.map(({ attributes }) => attributes[i] ?? '')));
  const units = frame.hasUnits ? new Lexicon(cells.map(({ unit }) => unit)) : undefined;
  const place = (attributes: readonly string[]): number[] => values.map((of, i) => of.place(attributes[i] ?? ''));
  return {
    bits: sumBitsOf(frame),
    values: values.map(({ words }) => [...words]),
    units: units && [...units.words],
    pairs: pairs.map(({ tally }) =>
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
    scores: scoresByModel(pairs)?.map(({ resolution, cells: counted }) => ({
      resolution,
      cells: counted.map(({ attributes, label, scores: list, counts, masses }) => ({
        at: place(attributes),
        label,
        scores: [...list],
        counts: masses ? masses.map(massToJson) : [...counts],
      })),
    })),
    exemplars: exemplars?.map((list) => list.map(({ attributes, count: n }) => ({ at: place(attributes), count: n }))),
  };
}

/** The counted scores of every model, each once; nothing where there are none. */
function scoresByModel(pairs: Tallies['pairs']): readonly ScoreCounts[] | undefined {
  const found: ScoreCounts[] = [];
  for (const { baseline, variant, tally } of pairs) {
    if (!tally.scores) return undefined;
    found[baseline] ??= tally.scores.baseline;
    found[variant] ??= tally.scores.variant;
  }
  return found;
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
 * @param models which two models each pair is of
 * @throws {AuditError} `data` where they contradict themselves or the frame, naming the place
 */
export function talliesFromJson(
  frame: TallyFrame,
  models: readonly { readonly baseline: number; readonly variant: number }[],
  json: TalliesJson,
): Tallies {
  assertFits(
    frame,
    json,
    models.length,
    Math.max(...models.flatMap(({ baseline, variant }) => [baseline, variant])) + 1,
  );
  const scores = json.scores?.map((model, i) => scoresFrom(frame, json, model, `scores[${i}]`));
  const pairs = models.map(({ baseline, variant }, p): Tallies['pairs'][number] => {
    const builder = new TallyBuilder(frame);
    const seen = new Set<string>();
    for (const [c, cell] of (json.pairs[p] ?? []).entries()) {
      const where = `pairs[${p}][${c}]`;
      const read = cellFrom(frame, json, cell, where);
      const key = [...cell.at, cell.unit ?? -1, cell.label, cell.baseline, cell.variant].join(',');
      if (seen.has(key)) refuse(where, 'a cell that is not there yet', 'one that stands here twice');
      seen.add(key);
      builder.counterOf(read).addCell(read);
    }
    const { cells } = builder.build();
    const both = { baseline: scores?.[baseline], variant: scores?.[variant] };
    const counted = both.baseline && both.variant && { baseline: both.baseline, variant: both.variant };
    return { baseline, variant, tally: { frame, cells, scores: counted } };
  });
  assertSameExamples(frame, json);
  const exemplars = json.exemplars?.map((list, v) =>
    list.map(({ at: places, count: n }, i) => ({
      attributes: attributesFrom(json, places, `exemplars[${v}][${i}]`),
      count: n,
    })),
  );
  return { pairs, exemplars };
}

function assertFits(frame: TallyFrame, json: TalliesJson, pairs: number, models: number): void {
  if (json.pairs.length !== pairs) refuse('pairs', `${pairs} pairs of models`, String(json.pairs.length));
  const { attributes, hasUnits, task } = frame;
  if (json.bits !== sumBitsOf(frame)) refuse('bits', String(sumBitsOf(frame)), String(json.bits));
  if (json.values.length !== attributes.length)
    refuse('values', `${attributes.length} lists, one an attribute`, String(json.values.length));
  for (const [i, list] of json.values.entries()) assertSorted(list, `values[${i}]`);
  if ((json.units !== undefined) !== hasUnits)
    refuse('units', hasUnits ? 'a list' : 'nothing, since no unit is named', hasUnits ? 'nothing' : 'a list');
  assertSorted(json.units ?? [], 'units');
  if (json.scores !== undefined && task !== 'binary') refuse('scores', `nothing for ${task}`, 'counted scores');
  if (json.scores !== undefined && json.scores.length !== models)
    refuse('scores', `${models} models`, String(json.scores.length));
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
  cell: TalliesJson['pairs'][number][number],
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
  if (unit === undefined)
    return refuse(`${where}.unit`, `a place among ${json.units?.length ?? 0} units`, String(cell.unit));
  return {
    unit,
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
    const part = counts.findIndex((n) => !frame.hasWeights && !(Number.isSafeInteger(n) && Number(n) > 0));
    if (part >= 0) refuse(`${here}.counts[${part}]`, 'a whole number of examples', String(counts[part]));
    const masses = frame.hasWeights
      ? counts.map((mass, i) => massFrom(mass, json.bits, `${here}.counts[${i}]`))
      : undefined;
    return {
      attributes: attributesFrom(json, places, here),
      label,
      scores: Float64Array.from(scores),
      counts: Float64Array.from(masses?.map((mass) => mass.value()) ?? counts.map(Number)),
      masses,
    };
  });
  return { resolution, cells: read };
}

function massToJson(mass: ExactSum): number | string {
  const rounded = new ExactSum(mass.bits);
  rounded.add(mass.value());
  return rounded.units() === mass.units() ? mass.value() : String(mass.units());
}

function massFrom(mass: number | string, bits: number, where: string): ExactSum {
  if (typeof mass === 'string') return exactSum(mass, bits, where);
  const sum = new ExactSum(bits);
  sum.add(mass);
  return sum;
}

/** Every pair and every model has seen the same examples, so that all count the same. */
function assertSameExamples(frame: TallyFrame, json: TalliesJson): void {
  const total = (list: readonly { readonly count: number }[] | undefined): number =>
    (list ?? []).reduce((sum, cell) => sum + cell.count, 0);
  const first = total(json.pairs[0]);
  for (const [p, list] of json.pairs.entries())
    if (total(list) !== first) refuse(`pairs[${p}]`, `${first} examples, as pairs[0] has`, String(total(list)));
  for (const [v, list] of (json.exemplars ?? []).entries())
    if (total(list) > first) refuse(`exemplars[${v}]`, `at most ${first} examples`, String(total(list)));
  if (frame.hasWeights) return;
  for (const [m, { cells }] of (json.scores ?? []).entries()) {
    const scored = cells.reduce((sum, { counts }) => sum + counts.reduce<number>((a, b) => a + Number(b), 0), 0);
    if (scored !== first) refuse(`scores[${m}]`, `the scores of ${first} examples`, String(scored));
  }
}

function refuse(where: string, expected: string, found: string): never {
  throw new AuditError('data', `${where}: expected ${expected}, found ${found}.`);
}

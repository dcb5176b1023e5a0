import { z } from 'zod';
import { AuditError, sliceKey } from '../base/index.js';
import { momentsFrom, momentsSchema, momentsToJson } from './moments-json.js';
import type { Rankings } from './rank-pass.js';
import type { RankSums, UnitPlacements } from './rank-sums.js';
import { emptyMoments, sumMoments } from './tally.js';

const whole = z.int().min(0);
/** Whole, but with weights: then what the examples ranked rightly against weigh. */
const placements = z.number().min(0).max(Number.MAX_SAFE_INTEGER);

const setSchema = z.strictObject({
  slice: z
    .array(z.tuple([z.string(), z.string()]))
    .max(1000)
    .describe('Conditions: attribute and value; none is everyone.'),
  negatives: whole,
  positives: whole,
  moments: z
    .tuple([momentsSchema, momentsSchema])
    .describe('Of the placements: of the negatives, then of the positives.'),
  units: z
    .array(z.tuple([z.string(), whole, whole, placements, placements, placements, placements]))
    .optional()
    .describe(
      'By unit, in order: its examples, its summed placements under the baseline and under the variant, each of negatives, then of positives; only with units.',
    ),
});

/** What the sums of a second pass look like in a file: placements are whole numbers. */
export const rankingsSchema = z.strictObject({
  slices: z.array(setSchema).describe('Of every slice.'),
  rests: z.array(setSchema).describe('Of everyone outside a slice, by the slice; where a margin asks for it.'),
});

/** What a second pass over some examples found, as plain data. */
export type RankingsJson = z.infer<typeof rankingsSchema>;

type SetJson = RankingsJson['slices'][number];

/** Rankings as plain data: equal ones give equal data. Errors of a grid are left out: they follow from the merged tally. */
export function rankingsToJson({ slices, rests }: Rankings): RankingsJson {
  const list = (sets: Rankings['slices']): SetJson[] =>
    [...sets]
      .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
      .map(([key, { negatives, positives, moments, byUnit }]) => ({
        slice: conditionsOf(key),
        negatives,
        positives,
        moments: [momentsToJson(moments[0]), momentsToJson(moments[1])],
        units: byUnit && [...byUnit].map(unitToJson),
      }));
  return { slices: list(slices), rests: list(rests) };
}

/**
 * The sums of several passes over different examples, each held against the scores of one merged tally.
 *
 * @param empty what a pass over no example gives: which sets there are, and the error of their grid
 * @throws {AuditError} `data` where one is of other sets, naming the slice
 */
export function addRankings(empty: Rankings, parts: readonly RankingsJson[]): Rankings {
  const add = (sets: Rankings['slices'], of: 'slices' | 'rests'): Rankings['slices'] => {
    const byKey = parts.map((part) => keyed(part[of], sets, of));
    return new Map(
      [...sets].map(([key, set]) => [key, byKey.flatMap((part) => part.get(key) ?? []).reduce(plus, set)]),
    );
  };
  return { slices: add(empty.slices, 'slices'), rests: add(empty.rests, 'rests') };
}

/** The sets of some rankings, with nothing in them. */
export function noRankings({ slices, rests }: RankingsJson): Rankings {
  const empty = (list: readonly SetJson[]): Rankings['slices'] =>
    new Map(
      list.map(({ slice, units }) => [
        keyOf(slice),
        {
          negatives: 0,
          positives: 0,
          moments: [emptyMoments(0), emptyMoments(0)],
          byUnit: units && new Map(),
          gridError: { baseline: 0, variant: 0 },
        },
      ]),
    );
  return { slices: empty(slices), rests: empty(rests) };
}

function keyOf(slice: SetJson['slice']): string {
  return sliceKey(slice.map(([attribute, value]) => ({ attribute, value })));
}

function keyed(list: readonly SetJson[], known: Rankings['slices'], of: string): ReadonlyMap<string, RankSums> {
  const found = new Map<string, RankSums>();
  for (const [i, set] of list.entries()) {
    const key = keyOf(set.slice);
    const like = known.get(key);
    if (!like || found.has(key)) throw wrong(`${of}[${i}]`, 'a slice of the merged tally, once', key);
    if ((like.byUnit !== undefined) !== (set.units !== undefined))
      throw wrong(`${of}[${i}].units`, like.byUnit ? 'a list' : 'nothing', like.byUnit ? 'nothing' : 'a list');
    found.set(key, sumsFrom(set, `${of}[${i}]`));
  }
  if (found.size !== known.size) throw wrong(of, `${known.size} slices, as the merged tally has`, String(found.size));
  return found;
}

function sumsFrom({ negatives, positives, moments, units }: SetJson, where: string): RankSums {
  return {
    negatives,
    positives,
    moments: [
      momentsFrom(moments[0], 0, false, `${where}.moments[0]`),
      momentsFrom(moments[1], 0, false, `${where}.moments[1]`),
    ],
    byUnit:
      units &&
      new Map(
        units.map(([unit, n, p, bn, bp, vn, vp]) => [unit, { count: [n, p], baseline: [bn, bp], variant: [vn, vp] }]),
      ),
    gridError: { baseline: 0, variant: 0 },
  };
}

function plus(a: RankSums, b: RankSums): RankSums {
  return {
    negatives: a.negatives + b.negatives,
    positives: a.positives + b.positives,
    moments: [sumMoments([a.moments[0], b.moments[0]]), sumMoments([a.moments[1], b.moments[1]])],
    byUnit: a.byUnit && unitsOf(a.byUnit, b.byUnit ?? new Map<string, UnitPlacements>()),
    gridError: a.gridError,
  };
}

function unitsOf(
  a: ReadonlyMap<string, UnitPlacements>,
  b: ReadonlyMap<string, UnitPlacements>,
): ReadonlyMap<string, UnitPlacements> {
  const all = new Map(a);
  for (const [unit, sums] of b) {
    const known = all.get(unit);
    const both = (of: keyof UnitPlacements): [number, number] => [
      sums[of][0] + (known?.[of][0] ?? 0),
      sums[of][1] + (known?.[of][1] ?? 0),
    ];
    all.set(unit, { count: both('count'), baseline: both('baseline'), variant: both('variant') });
  }
  return new Map([...all].sort(([x], [y]) => (x < y ? -1 : x > y ? 1 : 0)));
}

function unitToJson([unit, { count, baseline, variant }]: readonly [string, UnitPlacements]): NonNullable<
  SetJson['units']
>[number] {
  return [unit, ...count, ...baseline, ...variant];
}

function conditionsOf(key: string): [string, string][] {
  return JSON.parse(key) as [string, string][];
}

function wrong(where: string, expected: string, found: string): AuditError {
  return new AuditError('data', `${where}: expected ${expected}, found ${found}.`);
}

import { z } from 'zod';
import { AuditError, sliceKey, sliceName } from '../base/index.js';
import { decimal } from './moments-json.js';
import type { Rankings } from './rank-parts.js';
import { addSums, rankSumsOf, widthOf, type SetFacts, type SetSums, type UnitSums } from './set-sums.js';

const whole = z.int().min(0);
const signed = z.int().min(-Number.MAX_SAFE_INTEGER).max(Number.MAX_SAFE_INTEGER);

const setSchema = z.strictObject({
  slice: z
    .array(z.tuple([z.string(), z.string()]))
    .max(1000)
    .describe('Conditions: attribute and value; none is everyone.'),
  parts: z
    .array(z.tuple([whole, whole]).rest(decimal))
    .describe(
      'Without units, by part: its number (of the cell of attributes and label, in order; of the label alone where there are more than 4096), its examples, the sum of the squared differences of their placements (not with weights), and for each function the sums of d² and d·e, with weights also of b² and v².',
    ),
  units: z
    .array(z.tuple([z.string(), whole, whole, whole, whole, whole, whole]).rest(signed))
    .optional()
    .describe(
      'With units, by unit, in order: its examples, its summed placements under the baseline and under the variant, each of negatives, then of positives; then for each function its summed levels of influence under the baseline and under the variant.',
    ),
});

/** What the sums of a second pass look like in a file: all are whole numbers. */
export const rankingsSchema = z.strictObject({
  slices: z.array(setSchema).describe('Of every slice.'),
  rests: z.array(setSchema).describe('Of everyone outside a slice, by the slice; where a margin asks for it.'),
});

/** What a second pass over some examples found, as plain data. */
export type RankingsJson = z.infer<typeof rankingsSchema>;

type SetJson = RankingsJson['slices'][number];

/** Rankings as plain data: equal ones give equal data. What follows from the merged tally is left out: values, levels, errors of a grid. */
export function rankingsToJson({ slices, rests }: Rankings): RankingsJson {
  const list = (sets: Rankings['slices']): SetJson[] =>
    sorted(
      [...sets].map(([key, { sums, facts }]) => setToJson(JSON.parse(key) as SetJson['slice'], sums, facts.hasUnits)),
    );
  return { slices: list(slices), rests: list(rests) };
}

/** The sums of several passes over different examples, all against one tally. @throws {AuditError} `data` where one is of other sets */
export function mergeRankings(parts: readonly RankingsJson[]): RankingsJson {
  const merged = (of: 'slices' | 'rests'): SetJson[] => {
    const sets = new Map<string, SetJson>();
    for (const [p, part] of parts.entries()) {
      const own = byKey(part[of], of);
      if (p > 0 && own.size !== sets.size) throw wrong(of, `${sets.size} slices, as the others have`, String(own.size));
      for (const [key, set] of own) {
        const known = sets.get(key);
        if (p > 0 && !known) throw wrong(of, 'a slice that the others have', named(key));
        const sums = known ? addSums(sumsFrom(known), sumsFrom(set)) : sumsFrom(set);
        sets.set(key, setToJson(set.slice, sums, set.units !== undefined));
      }
    }
    return sorted([...sets.values()]);
  };
  return { slices: merged('slices'), rests: merged('rests') };
}

/**
 * The sums of several passes over different examples, each held against the scores of one merged tally.
 *
 * @param empty what a pass over no example gives: which sets there are, and what the tally says of them
 * @throws {AuditError} `data` where one is of other sets or sums, naming the place
 */
export function addRankings(empty: Rankings, parts: readonly RankingsJson[]): Rankings {
  const sums = (of: 'slices' | 'rests'): ReadonlyMap<string, SetSums> => {
    const sets = empty[of];
    const byPart = parts.map((part) => {
      const own = byKey(part[of], of);
      if (own.size !== sets.size) throw wrong(of, `${sets.size} slices, as the merged tally has`, String(own.size));
      return own;
    });
    return new Map(
      [...sets].map(([key, { facts }]) => [
        key,
        byPart
          .map((own) => {
            const set = own.get(key);
            if (!set) throw wrong(of, `the slice ${named(key)}, as the merged tally has`, 'none');
            assertFits(set, facts, `${of}, ${named(key)}`);
            return sumsFrom(set);
          })
          .reduce(addSums, { parts: new Map(), units: new Map() }),
      ]),
    );
  };
  const found = { slices: sums('slices'), rests: sums('rests') };
  const all = found.slices.get(sliceKey([]));
  const add = (of: 'slices' | 'rests'): Rankings['slices'] =>
    new Map(
      [...empty[of]].map(([key, set]) => {
        const own = found[of].get(key) ?? set.sums;
        return [key, rankSumsOf(set.facts, own, { facts: set.everyone.facts, sums: all ?? set.everyone.sums })];
      }),
    );
  return { slices: add('slices'), rests: add('rests') };
}

/** A slice in words, from its key. */
function named(key: string): string {
  return sliceName((JSON.parse(key) as SetJson['slice']).map(([attribute, value]) => ({ attribute, value })));
}

function byKey(list: readonly SetJson[], of: string): ReadonlyMap<string, SetJson> {
  const found = new Map<string, SetJson>();
  for (const [i, set] of list.entries()) {
    const key = keyOf(set.slice);
    if (found.has(key)) throw wrong(`${of}[${i}]`, 'a slice that is not there yet', named(key));
    const parts = new Set(set.parts.map(([part]) => part));
    if (parts.size !== set.parts.length) throw wrong(`${of}[${i}].parts`, 'each part once', 'one that stands twice');
    const units = new Set((set.units ?? []).map(([unit]) => unit));
    if (units.size !== (set.units ?? []).length)
      throw wrong(`${of}[${i}].units`, 'each unit once', 'one that stands twice');
    found.set(key, set);
  }
  return found;
}

function assertFits({ parts, units }: SetJson, facts: SetFacts, where: string): void {
  if (facts.hasUnits !== (units !== undefined))
    throw wrong(`${where}.units`, facts.hasUnits ? 'a list' : 'nothing', facts.hasUnits ? 'nothing' : 'a list');
  if (facts.hasUnits && parts.length > 0) throw wrong(`${where}.parts`, 'none, since there are units', 'some');
  const width = widthOf(facts);
  for (const [i, [part, , ...sums]] of parts.entries()) {
    const here = `${where}.parts[${i}]`;
    if (part >= facts.labels.length) throw wrong(here, `a part below ${facts.labels.length}`, String(part));
    if (sums.length !== width) throw wrong(here, `${width} sums`, String(sums.length));
    for (const [k, sum] of sums.entries())
      if (isSquare(k, facts) && sum.startsWith('-')) throw wrong(here, 'a sum of squares of at least 0', sum);
  }
  for (const [i, row] of (units ?? []).entries()) {
    const levels = row.length - ofUnit;
    if (levels !== 2 * facts.functions.length)
      throw wrong(`${where}.units[${i}]`, `${2 * facts.functions.length} sums of levels`, String(levels));
  }
}

/** Numbers of a unit before its levels, its name included. */
const ofUnit = 7;

function isSquare(k: number, { placements, hasWeights }: SetFacts): boolean {
  const at = placements ? k - 1 : k;
  return at < 0 || at % (hasWeights ? 4 : 2) !== 1;
}

function sumsFrom({ parts, units }: SetJson): SetSums {
  return {
    parts: new Map(parts.map(([part, examples, ...sums]) => [part, { examples, sums: sums.map(BigInt) }])),
    units: new Map((units ?? []).map(unitFrom)),
  };
}

function unitFrom([unit, n, p, bn, bp, vn, vp, ...levels]: NonNullable<SetJson['units']>[number]): [string, UnitSums] {
  const pairs: [number, number][] = [];
  for (let i = 0; i + 1 < levels.length; i += 2) pairs.push([levels[i] ?? 0, levels[i + 1] ?? 0]);
  return [unit, { count: [n, p], baseline: [bn, bp], variant: [vn, vp], levels: pairs }];
}

function setToJson(slice: SetJson['slice'], { parts, units }: SetSums, hasUnits: boolean): SetJson {
  return {
    slice,
    parts: [...parts]
      .sort(([a], [b]) => a - b)
      .map(([part, { examples, sums }]) => [part, examples, ...sums.map(String)]),
    units: hasUnits
      ? [...units].map(([unit, { count, baseline, variant, levels }]) => [
          unit,
          ...count,
          ...baseline,
          ...variant,
          ...levels.flat(),
        ])
      : undefined,
  };
}

function sorted(sets: readonly SetJson[]): SetJson[] {
  return sets
    .map((set) => ({ set, key: keyOf(set.slice) }))
    .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
    .map(({ set }) => set);
}

function keyOf(slice: SetJson['slice']): string {
  return sliceKey(slice.map(([attribute, value]) => ({ attribute, value })));
}

function wrong(where: string, expected: string, found: string): AuditError {
  return new AuditError('data', `${where}: expected ${expected}, found ${found}.`);
}

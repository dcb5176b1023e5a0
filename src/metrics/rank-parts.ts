import type { RankSums } from './rank-sums.js';
import { addSums, noSums, rankSumsOf, type SetFacts, type SetSums } from './set-sums.js';

/** What a second pass over the examples found, by set. */
export interface Rankings {
  /** Of a slice, by its key. */
  readonly slices: ReadonlyMap<string, RankSums>;
  /** Of everyone outside a slice, by the slice's key; only for those asked for. */
  readonly rests: ReadonlyMap<string, RankSums>;
}

/** What a second pass over some of the examples found: plain data, so that threads can hand it on. */
export interface RankParts {
  readonly everyone: ColumnParts;
  readonly slices: readonly ColumnParts[];
  readonly rests: readonly ColumnParts[];
}

/** Of sets that share no example. */
export interface ColumnParts {
  /** Keys of their slices, by set. */
  readonly keys: readonly string[];
  /** What the tally says; nothing of sets that another pass opened. */
  readonly facts: readonly (SetFacts | undefined)[];
  readonly sums: readonly SetSums[];
}

/** What passes over different examples, all against one tally, come to together. */
export function rankingsOf(passes: readonly RankParts[]): Rankings {
  const everyone = merged(passes.map((pass) => pass.everyone));
  const all = { facts: everyone.facts[0], sums: everyone.sums[0] ?? noSums };
  const built = (columns: readonly ColumnParts[]): ReadonlyMap<string, RankSums> =>
    new Map(
      columns.flatMap(({ keys, facts, sums }) =>
        keys.flatMap((key, set) => {
          const of = facts[set];
          if (!of || !all.facts) return [];
          return [[key, rankSumsOf(of, sums[set] ?? noSums, { facts: all.facts, sums: all.sums })] as const];
        }),
      ),
    );
  const columns = (of: 'slices' | 'rests'): readonly ColumnParts[] =>
    (passes[0]?.[of] ?? []).map((_, i) => merged(passes.flatMap((pass) => pass[of][i] ?? [])));
  return { slices: built([everyone, ...columns('slices')]), rests: built(columns('rests')) };
}

/** One column of several passes. */
function merged(parts: readonly ColumnParts[]): ColumnParts {
  const [first] = parts;
  if (first && parts.length === 1) return first;
  const keys = first?.keys ?? [];
  return {
    keys,
    facts: keys.map((_, set) => parts.map(({ facts }) => facts[set]).find((of) => of !== undefined)),
    sums: keys.map((_, set) => parts.map(({ sums }) => sums[set] ?? noSums).reduce(addSums)),
  };
}

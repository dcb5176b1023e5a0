import { compareLists, sliceKey, type Slice } from '../base/index.js';
import { givenAwayBy, prime, Span } from './computable.js';
import { familiesOf } from './hide-small.js';
import { sliceRows } from './slice-space.js';

/** One label's examples in a slice, counted along the cuts. */
export interface CutSlice {
  readonly slice: Slice;
  /** How many lie below each cut. */
  readonly below: readonly number[];
  readonly total: number;
  /** Whether the total may be shown, and so what lies between edges. */
  readonly isShown: boolean;
}

/** What deciding about edges needs to know, besides the counts. */
export interface EdgeRules {
  readonly minSlice: number;
  /** Cuts that no bin ends at, and that other numbers give away wherever the total is shown: the threshold of the decision. */
  readonly given: ReadonlySet<number>;
  /** Combinations of crossed attributes to reckon with, at most; above it only everyone keeps edges. */
  readonly limit?: number;
}

/** By slice: positions of the cuts at which bins end. */
export type Edges = readonly ReadonlySet<number>[];

/** What is known of a slice: the edges of its own, and those that follow from other slices. */
export interface KnownEdges {
  readonly own: Edges;
  readonly known: Edges;
}

const mostPasses = 50;

/**
 * Takes edges away until no bin of fewer than `minSlice` examples follows from the shown ones, of a shown slice or a hidden one, or
 * of what several hidden parts of a slice hold together.
 *
 * How many lie below an edge is one number a slice; numbers below different edges do not help each other, so a slice has an edge
 * where it has it itself, or where it can be computed from slices that have it (as {@link Span} says). What lies between two edges
 * so known, or beyond the last, must be nobody or `minSlice` at least.
 *
 * @param slices everyone first
 * @param wanted the edges to begin with; of slices that are not shown, none
 */
export function safeEdges(slices: readonly CutSlice[], wanted: Edges, rules: EdgeRules): KnownEdges {
  const own = wanted.map((edges) => new Set(edges));
  const rows = sliceRows(
    slices.map(({ slice }) => slice),
    rules.limit ?? 1000,
  );
  const found = rows && settle(slices, own, rows, rules);
  if (found) return found;
  const alone = own.map((edges, i) => (slices[i]?.slice.length === 0 ? edges : new Set<number>()));
  return { own: alone, known: alone.map((edges) => new Set([...edges, ...rules.given])) };
}

/** Nothing where it does not settle. */
function settle(
  slices: readonly CutSlice[],
  own: readonly Set<number>[],
  rows: readonly Int32Array[],
  rules: EdgeRules,
): KnownEdges | undefined {
  const hasTotal = new Span(rows.filter((_, i) => slices[i]?.isShown === true));
  for (let pass = 0; pass < mostPasses; pass++) {
    const spans = spansOf(slices, own, rows, rules);
    const targets = [
      ...slices.map(({ below, total }, i) => ({ index: i, below, total, row: rows[i] })),
      ...unionsOf(slices, own, rows).map((union) => ({ index: undefined, ...union })),
    ];
    const taken: { readonly edge: number; readonly from: number }[] = [];
    const known: ReadonlySet<number>[] = [];
    for (const { index, below, total, row } of targets) {
      if (!row) continue;
      const edges = new Set([...spans].flatMap(([edge, span]) => (span.holds(row) ? [edge] : [])));
      if (index !== undefined) known.push(edges);
      for (const edge of tooNear(edges, below, total, hasTotal.holds(row), rules)) {
        const from =
          index !== undefined && own[index]?.has(edge) ? index : helperOf(slices, own, rows, row, edge, rules);
        if (from !== undefined) taken.push({ edge, from });
      }
    }
    if (taken.length === 0) return { own, known };
    for (const { edge, from } of taken) own[from]?.delete(edge);
  }
  return undefined;
}

/** By edge: what can be computed from the slices that have it. */
function spansOf(
  slices: readonly CutSlice[],
  own: Edges,
  rows: readonly Int32Array[],
  { given }: EdgeRules,
): ReadonlyMap<number, Span> {
  const edges = new Set([...own.flatMap((list) => [...list]), ...given]);
  return new Map(
    [...edges]
      .sort((a, b) => a - b)
      .map((edge) => [edge, new Span(rows.filter((_, i) => hasEdge(slices, own, i, edge, given)))]),
  );
}

function hasEdge(
  slices: readonly CutSlice[],
  own: Edges,
  i: number,
  edge: number,
  given: ReadonlySet<number>,
): boolean {
  return own[i]?.has(edge) === true || (given.has(edge) && slices[i]?.isShown === true);
}

/** An edge wherever two hold too few between them, so that it can be taken away; none where only what is given anyway bounds them. */
function tooNear(
  edges: ReadonlySet<number>,
  below: readonly number[],
  total: number,
  hasTotal: boolean,
  { minSlice, given }: EdgeRules,
): readonly number[] {
  const places = [...edges].sort((a, b) => a - b);
  const bounds: { readonly edge?: number; readonly below: number }[] = [
    { below: 0 },
    ...places.map((edge) => ({ edge, below: below[edge] ?? 0 })),
    ...(hasTotal ? [{ below: total }] : []),
  ];
  const found = new Set<number>();
  for (const [i, low] of bounds.entries())
    for (const high of bounds.slice(i + 1)) {
      const count = high.below - low.below;
      if (count === 0 || count >= minSlice) continue;
      const edge = [high.edge, low.edge].find((one) => one !== undefined && !given.has(one));
      if (edge !== undefined) found.add(edge);
    }
  return [...found];
}

/** A slice that has the edge and helps to compute the row there: the finest, then the smallest. */
function helperOf(
  slices: readonly CutSlice[],
  own: Edges,
  rows: readonly Int32Array[],
  row: Int32Array,
  edge: number,
  { given }: EdgeRules,
): number | undefined {
  const isThere = slices.map((_, i) => hasEdge(slices, own, i, edge, given));
  const by = givenAwayBy([...rows, row], [...isThere, false], rows.length) ?? [];
  return by
    .filter((i) => own[i]?.has(edge) === true)
    .sort(
      (a, b) =>
        (slices[b]?.slice.length ?? 0) - (slices[a]?.slice.length ?? 0) ||
        (slices[a]?.total ?? 0) - (slices[b]?.total ?? 0) ||
        compareLists(slices[a]?.below ?? [], slices[b]?.below ?? []) ||
        (sliceKey(slices[a]?.slice ?? []) < sliceKey(slices[b]?.slice ?? []) ? -1 : 1),
    )[0];
}

/** Of every slice that others split: what those of them hold together that lack an edge which some have. */
function unionsOf(
  slices: readonly CutSlice[],
  own: Edges,
  rows: readonly Int32Array[],
): readonly { readonly below: readonly number[]; readonly total: number; readonly row: Int32Array }[] {
  const position = new Map(slices.map(({ slice }, i) => [sliceKey(slice), i]));
  return familiesOf(slices).flatMap(({ parts }) => {
    const members = parts.map((key) => position.get(key) ?? 0);
    const edges = new Set(members.flatMap((i) => [...(own[i] ?? [])]));
    const lacking = [...edges].map((edge) => members.filter((i) => own[i]?.has(edge) !== true));
    const each = new Map(lacking.filter(({ length }) => length > 1).map((list) => [list.join(), list]));
    return [...each.values()].map((list) => ({
      below: (slices[0]?.below ?? []).map((_, cut) => list.reduce((sum, i) => sum + (slices[i]?.below[cut] ?? 0), 0)),
      total: list.reduce((sum, i) => sum + (slices[i]?.total ?? 0), 0),
      row: addedUp(list.map((i) => rows[i] ?? new Int32Array(0))),
    }));
  });
}

function addedUp(rows: readonly Int32Array[]): Int32Array {
  const sum = new Int32Array(rows[0]?.length ?? 0);
  for (const row of rows) for (let i = 0; i < sum.length; i++) sum[i] = ((sum[i] ?? 0) + (row[i] ?? 0)) % prime;
  return sum;
}

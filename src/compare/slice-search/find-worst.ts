import { Best } from './best.js';
import type { Candidate } from './candidate.js';
import type { SearchCells } from './cells.js';
import { CodeSums, type Better } from './code-sums.js';
import { countConjunctions } from './count-conjunctions.js';
import { evidenceFor } from './evidence.js';
import { groupByCode } from './group-by-code.js';
import { objectiveOf, type Objective, type SliceSums } from './objective.js';

/** What is searched for. */
export interface FindRules {
  readonly better: Better;
  /** Examples that a slice must have, everyone else too, and each of its conditions must take away from the others. At least 1. */
  readonly minSlice: number;
  /** Conditions a conjunction has at most: 1, 2 or 3. */
  readonly depth: number;
}

/** What was found, and how much had to be looked at. */
export interface FoundWorst {
  /** Absent where none scores above 0. */
  readonly worst: Candidate | undefined;
  /** Conjunctions of values that occur. */
  readonly possible: number;
  /** Those whose numbers were compared; the others have a part that is too small, or cannot be the worst. */
  readonly lookedAt: number;
  /** How unlikely each bound is: see `likelyAtLeast`. */
  readonly evidence: number;
}

/**
 * The conjunction whose differential drift to the worse is surely the largest: exact, by branch and bound over cells.
 *
 * A conjunction counts if it and everyone else have `minSlice` examples, if each of its conditions takes away at least as many
 * from the others (with fewer it is the same slice in more words, and what it leaves out would be a small group), and if it
 * scores above 0. The worst scores above every conjunction of some of its conditions, so none is needless. One is looked at
 * only where what is known of all its parts lets it be the worst.
 *
 * @param sizes how many codes each column has
 */
export function findWorst(cells: SearchCells, sizes: readonly number[], rules: FindRules): FoundWorst {
  return new Search(cells, sizes, rules).run();
}

class Search {
  readonly #cells: SearchCells;
  readonly #sizes: readonly number[];
  readonly #rules: FindRules;
  readonly #sums: CodeSums;
  readonly #best = new Best();
  readonly #objective: Objective;
  readonly #evidence: number;
  readonly #possible: number;
  /** By column and code. */
  readonly #singles: readonly ReadonlyMap<number, SliceSums>[];
  /** By column × columns + column, then by code × codes + code. */
  readonly #pairs = new Map<number, Map<number, SliceSums>>();
  #lookedAt = 0;

  constructor(cells: SearchCells, sizes: readonly number[], rules: FindRules) {
    this.#cells = cells;
    this.#sizes = sizes;
    this.#rules = rules;
    this.#sums = new CodeSums(cells, sizes, rules.better);
    const order = inOrder(cells.length);
    this.#sums.choose(order, 0, cells.length, 0);
    const bySingle = sizes.map((size, column) => {
      this.#sums.sum(column);
      return Array.from({ length: size }, (_, code) => this.#sums.of(column, code));
    });
    const everyone = this.#sums.everyone();
    const isLarge = ({ n }: SliceSums): boolean => n >= rules.minSlice && everyone.n - n >= rules.minSlice;
    const isTwoSided = rules.better === 'neither';
    const { depth } = rules;
    this.#possible = countConjunctions(
      bySingle.map((own) => own.filter(({ n }) => n > 0).length),
      depth,
    );
    const compared = countConjunctions(
      bySingle.map((own) => own.filter(isLarge).length),
      depth,
    );
    this.#evidence = evidenceFor(isTwoSided ? 2 * compared : compared, cells);
    this.#objective = objectiveOf(everyone, this.#sums.leastMass(rules.minSlice), this.#evidence, isTwoSided);
    this.#singles = bySingle.map((own, column) => {
      const nodes = new Map<number, SliceSums>();
      for (const [code, sums] of own.entries()) {
        if (sums.n > 0) this.#lookedAt += 1;
        if (!isLarge(sums)) continue;
        const score = this.#objective.score(sums);
        nodes.set(code, sums);
        this.#best.offer({ conditions: [{ column, code }], n: sums.n, score });
      }
      return nodes;
    });
  }

  run(): FoundWorst {
    if (this.#rules.depth > 1) this.#lookAtPairs();
    if (this.#rules.depth > 2) this.#lookAtTriples();
    return {
      worst: this.#best.candidate,
      possible: this.#possible,
      lookedAt: this.#lookedAt,
      evidence: this.#evidence,
    };
  }

  #lookAtPairs(): void {
    const open = this.#singles.map((nodes) => [...nodes].filter(([, node]) => this.#isOpen(node)));
    for (const [a, firsts] of open.entries()) {
      for (let b = a + 1; b < open.length; b++) this.#pairs.set(this.#pairKey(a, b), new Map<number, SliceSums>());
      this.#chooseEach(a, firsts, (v, first) => {
        for (let b = a + 1; b < open.length; b++) {
          const seconds = open[b] ?? [];
          if (seconds.length === 0) continue;
          this.#sums.sum(b);
          for (const [u, second] of seconds) this.#lookAtPair({ a, v, first, b, u, second });
        }
      });
    }
  }

  /** Chooses the cells of each value of a column in turn. */
  #chooseEach(
    column: number,
    nodes: readonly (readonly [number, SliceSums])[],
    then: (code: number, node: SliceSums) => void,
  ): void {
    if (nodes.length === 0 || column + 1 === this.#sizes.length) return;
    const { order, starts } = groupByCode(this.#cells.codes[column] ?? new Uint16Array(), this.#size(column));
    for (const [code, node] of nodes) {
      this.#sums.choose(order, starts[code] ?? 0, starts[code + 1] ?? 0, column + 1);
      then(code, node);
    }
  }

  #lookAtPair({ a, v, first, b, u, second }: PairPlace): void {
    const sums = this.#sums.of(b, u);
    if (sums.n > 0) this.#lookedAt += 1;
    if (!this.#isDistinct(sums, [first, second])) return;
    const score = this.#objective.score(sums);
    this.#pairs.get(this.#pairKey(a, b))?.set(v * this.#size(b) + u, sums);
    const conditions = [
      { column: a, code: v },
      { column: b, code: u },
    ];
    this.#best.offer({ conditions, n: sums.n, score });
  }

  #lookAtTriples(): void {
    for (let a = 0; a + 2 < this.#sizes.length; a++) {
      const firsts = [...(this.#singles[a] ?? [])].filter(([, node]) => this.#isOpen(node));
      this.#chooseEach(a, firsts, (v) => {
        for (let b = a + 1; b + 1 < this.#sizes.length; b++) {
          const pairs = this.#openPairs(a, v, b);
          for (let c = b + 1; c < this.#sizes.length && pairs.length > 0; c++) this.#lookWithin({ a, v, b, c }, pairs);
        }
      });
    }
  }

  /** Looks at the promising triples of three columns within one value of the first, as many values of the second at once as fit. */
  #lookWithin({ a, v, b, c }: Omit<TriplePlace, 'u' | 'w' | 'pair' | 'others'>, pairs: readonly OpenPair[]): void {
    const rows = pairs
      .map(({ u, node }) => ({ u, triples: this.#promising({ a, v, b, u, pair: node, c }) }))
      .filter(({ triples }) => triples.length > 0);
    const atOnce = this.#sums.slotsFor(c);
    for (let from = 0; from < rows.length; from += atOnce) {
      const some = rows.slice(from, from + atOnce);
      const slots = new Int32Array(this.#size(b)).fill(-1);
      for (const [slot, { u }] of some.entries()) slots[u] = slot;
      this.#sums.sumSlots(b, slots, some.length, c);
      for (const [slot, { triples }] of some.entries()) {
        for (const triple of triples) this.#lookAtTriple(triple, this.#sums.of(c, triple.w, slot));
      }
    }
  }

  #openPairs(a: number, v: number, b: number): readonly OpenPair[] {
    const nodes = this.#pairs.get(this.#pairKey(a, b));
    if (!nodes) return [];
    const found: OpenPair[] = [];
    for (let u = 0; u < this.#size(b); u++) {
      const node = nodes.get(v * this.#size(b) + u);
      if (node && this.#isOpen(node)) found.push({ u, node });
    }
    return found;
  }

  /** The third conditions with which all three pairs are large enough, and the bound by the least of each could be the worst. */
  #promising({ a, v, b, u, pair, c }: Omit<TriplePlace, 'w' | 'others'>): readonly TriplePlace[] {
    const [withFirst, withSecond] = [this.#pairs.get(this.#pairKey(a, c)), this.#pairs.get(this.#pairKey(b, c))];
    if (!withFirst || !withSecond) return [];
    const size = this.#size(c);
    const found: TriplePlace[] = [];
    for (let w = 0; w < size; w++) {
      const [one, other] = [withFirst.get(v * size + w), withSecond.get(u * size + w)];
      if (!one || !other) continue;
      const least: SliceSums = {
        n: Math.min(pair.n, one.n, other.n),
        mass: Math.min(pair.mass, one.mass, other.mass),
        worse: Math.min(pair.worse, one.worse, other.worse),
        better: Math.min(pair.better, one.better, other.better),
      };
      if (this.#isOpen(least)) found.push({ a, v, b, u, pair, c, w, others: [one, other] });
    }
    return found;
  }

  #lookAtTriple({ a, v, b, u, pair, c, w, others }: TriplePlace, sums: SliceSums): void {
    if (sums.n > 0) this.#lookedAt += 1;
    if (!this.#isDistinct(sums, [pair, ...others])) return;
    const score = this.#objective.score(sums);
    const conditions = [
      { column: a, code: v },
      { column: b, code: u },
      { column: c, code: w },
    ];
    this.#best.offer({ conditions, n: sums.n, score });
  }

  /** Whether something within could be the worst. */
  #isOpen(sums: SliceSums): boolean {
    return this.#best.couldTake(this.#objective.mostWithin(sums));
  }

  /** Whether a conjunction is large enough, and so is what it leaves out of each conjunction with one condition less. */
  #isDistinct({ n }: SliceSums, parents: readonly SliceSums[]): boolean {
    const { minSlice } = this.#rules;
    return n >= minSlice && parents.every((parent) => parent.n - n >= minSlice);
  }

  #size(column: number): number {
    return this.#sizes[column] ?? 0;
  }

  #pairKey(a: number, b: number): number {
    return a * this.#sizes.length + b;
  }
}

interface PairPlace {
  readonly a: number;
  readonly v: number;
  readonly first: SliceSums;
  readonly b: number;
  readonly u: number;
  readonly second: SliceSums;
}

interface OpenPair {
  readonly u: number;
  readonly node: SliceSums;
}

interface TriplePlace {
  readonly a: number;
  readonly v: number;
  readonly b: number;
  readonly u: number;
  readonly pair: SliceSums;
  readonly c: number;
  readonly w: number;
  /** Of the third condition with the first, and with the second. */
  readonly others: readonly [SliceSums, SliceSums];
}

function inOrder(length: number): Int32Array {
  const order = new Int32Array(length);
  for (let i = 0; i < length; i++) order[i] = i;
  return order;
}

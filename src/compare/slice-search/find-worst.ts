import { Best } from './best.js';
import type { Candidate } from './candidate.js';
import type { SearchCells } from './cells.js';
import { CodeSums, type Better } from './code-sums.js';
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
 * scores above 0 and above every conjunction of some of its conditions. One is looked at only where what is known of all
 * its parts lets it be the worst.
 *
 * @param sizes how many codes each column has
 */
export function findWorst(cells: SearchCells, sizes: readonly number[], rules: FindRules): FoundWorst {
  return new Search(cells, sizes, rules).run();
}

/** A conjunction that is large enough, with its score. */
interface Node extends SliceSums {
  readonly score: number;
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
  readonly #singles: readonly ReadonlyMap<number, Node>[];
  /** By column × columns + column, then by code × codes + code. */
  readonly #pairs = new Map<number, Map<number, Node>>();
  #lookedAt = 0;

  constructor(cells: SearchCells, sizes: readonly number[], rules: FindRules) {
    this.#cells = cells;
    this.#sizes = sizes;
    this.#rules = rules;
    this.#sums = new CodeSums(cells, sizes, rules.better);
    const order = inOrder(cells.length);
    const bySingle = sizes.map((size, c) => {
      this.#sums.sum(c, size, order, 0, cells.length);
      return Array.from({ length: size }, (_, code) => this.#sums.of(code));
    });
    const everyone = this.#sumOfAll(order);
    const isLarge = ({ n }: SliceSums): boolean => n >= rules.minSlice && everyone.n - n >= rules.minSlice;
    const isTwoSided = rules.better === 'neither';
    const { depth } = rules;
    this.#possible = conjunctions(
      bySingle.map((own) => own.filter(({ n }) => n > 0).length),
      depth,
    );
    const compared = conjunctions(
      bySingle.map((own) => own.filter(isLarge).length),
      depth,
    );
    this.#evidence = evidenceFor(isTwoSided ? 2 * compared : compared, cells);
    this.#objective = objectiveOf(everyone, this.#sums.leastMass(rules.minSlice), this.#evidence, isTwoSided);
    this.#singles = bySingle.map((own, column) => {
      const nodes = new Map<number, Node>();
      for (const [code, sums] of own.entries()) {
        if (sums.n > 0) this.#lookedAt += 1;
        if (!isLarge(sums)) continue;
        const score = this.#objective.score(sums);
        nodes.set(code, { ...sums, score });
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
    const order = inOrder(this.#cells.length);
    const grouped = new Int32Array(order.length);
    const open = this.#singles.map((nodes) => [...nodes].filter(([, node]) => this.#isOpen(node)));
    for (const [a, firsts] of open.entries()) {
      if (firsts.length === 0) continue;
      const starts = this.#group(a, order, grouped, 0, order.length);
      for (let b = a + 1; b < open.length; b++) {
        const nodes = new Map<number, Node>();
        this.#pairs.set(this.#pairKey(a, b), nodes);
        const seconds = open[b] ?? [];
        if (seconds.length === 0) continue;
        for (const [v, first] of firsts) {
          this.#sums.sum(b, this.#size(b), grouped, starts[v] ?? 0, starts[v + 1] ?? 0);
          for (const [u, second] of seconds) this.#lookAtPair(nodes, { a, v, first, b, u, second });
        }
      }
    }
  }

  #lookAtPair(nodes: Map<number, Node>, { a, v, first, b, u, second }: PairPlace): void {
    const sums = this.#sums.of(u);
    if (sums.n > 0) this.#lookedAt += 1;
    if (!this.#isDistinct(sums, [first, second])) return;
    const score = this.#objective.score(sums);
    nodes.set(v * this.#size(b) + u, { ...sums, score });
    if (score <= Math.max(first.score, second.score)) return;
    const conditions = [
      { column: a, code: v },
      { column: b, code: u },
    ];
    this.#best.offer({ conditions, n: sums.n, score });
  }

  #lookAtTriples(): void {
    const order = inOrder(this.#cells.length);
    const byFirst = new Int32Array(order.length);
    const bySecond = new Int32Array(order.length);
    for (let a = 0; a + 2 < this.#sizes.length; a++) {
      const firsts = [...(this.#singles[a] ?? [])].filter(([, node]) => this.#isOpen(node));
      if (firsts.length === 0) continue;
      const starts = this.#group(a, order, byFirst, 0, order.length);
      for (const [v] of firsts) {
        for (let b = a + 1; b + 1 < this.#sizes.length; b++) {
          const pairs = this.#openPairs(a, v, b);
          if (pairs.length === 0) continue;
          const inner = this.#group(b, byFirst, bySecond, starts[v] ?? 0, starts[v + 1] ?? 0);
          for (const { u, node } of pairs) {
            const [start, end] = [inner[u] ?? 0, inner[u + 1] ?? 0];
            for (let c = b + 1; c < this.#sizes.length; c++) {
              const promising = this.#promising({ a, v, b, u, pair: node, c });
              if (promising.length === 0) continue;
              this.#sums.sum(c, this.#size(c), bySecond, start, end);
              for (const triple of promising) this.#lookAtTriple(triple);
            }
          }
        }
      }
    }
  }

  #openPairs(a: number, v: number, b: number): readonly { readonly u: number; readonly node: Node }[] {
    const nodes = this.#pairs.get(this.#pairKey(a, b));
    if (!nodes) return [];
    const found: { u: number; node: Node }[] = [];
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

  #lookAtTriple({ a, v, b, u, pair, c, w, others }: TriplePlace): void {
    const sums = this.#sums.of(w);
    if (sums.n > 0) this.#lookedAt += 1;
    if (!this.#isDistinct(sums, [pair, ...others])) return;
    const score = this.#objective.score(sums);
    if (!this.#best.couldTake(score)) return;
    const singles = [this.#singles[a]?.get(v), this.#singles[b]?.get(u), this.#singles[c]?.get(w)];
    if ([pair, ...others, ...singles].some((part) => part !== undefined && score <= part.score)) return;
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

  #sumOfAll(order: Int32Array): SliceSums {
    const all = new CodeSums({ ...this.#cells, codes: [new Uint16Array(order.length)] }, [1], this.#rules.better);
    all.sum(0, 1, order, 0, order.length);
    return all.of(0);
  }

  #group(column: number, from: Int32Array, into: Int32Array, start: number, end: number): Int32Array {
    return groupByCode(this.#cells.codes[column] ?? new Uint16Array(), this.#size(column), from, into, start, end);
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
  readonly first: Node;
  readonly b: number;
  readonly u: number;
  readonly second: Node;
}

interface TriplePlace {
  readonly a: number;
  readonly v: number;
  readonly b: number;
  readonly u: number;
  readonly pair: Node;
  readonly c: number;
  readonly w: number;
  /** Of the third condition with the first, and with the second. */
  readonly others: readonly [Node, Node];
}

function inOrder(length: number): Int32Array {
  const order = new Int32Array(length);
  for (let i = 0; i < length; i++) order[i] = i;
  return order;
}

/** How many conjunctions of one to `depth` values of different columns there are. */
function conjunctions(sizes: readonly number[], depth: number): number {
  const bySize = [1, 0, 0, 0];
  for (const size of sizes) {
    for (let k = depth; k > 0; k--) bySize[k] = (bySize[k] ?? 0) + size * (bySize[k - 1] ?? 0);
  }
  return bySize.slice(1).reduce((sum, x) => sum + x, 0);
}

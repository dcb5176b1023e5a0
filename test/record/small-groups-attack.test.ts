import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sliceKey, type Slice } from '../../src/base/index.js';
import type { DeclaredMargin } from '../../src/compare/index.js';
import { Span } from '../../src/compare/computable.js';
import { TallyBuilder, type PairTally, type TallyFrame } from '../../src/metrics/index.js';
import { fairnessRecord, type FairnessRecord } from '../../src/record/index.js';

/** How many examples of each label a combination of the attributes' values has. */
interface People {
  readonly values: readonly string[];
  readonly labels: readonly number[];
}

interface Table {
  readonly frame: TallyFrame;
  readonly people: readonly People[];
  readonly crossings: readonly (readonly string[])[];
}

const minSlice = 20;

function frameOf(classes: number, attributes: number, more: Partial<TallyFrame> = {}): TallyFrame {
  return {
    task: classes === 2 ? 'binary' : 'multiclass',
    classes: Array.from({ length: classes }, (_, k) => `c${k}`),
    attributes: ['a', 'b', 'c'].slice(0, attributes),
    hasUnits: false,
    hasWeights: false,
    losses: classes === 2 ? ['log_loss', 'brier'] : ['log_loss'],
    ...more,
  };
}

/** Every seventh answer of the baseline is wrong, every fifth of the variant. */
function tallyOf({ frame, people }: Table): PairTally {
  const builder = new TallyBuilder(frame);
  let row = 0;
  for (const { values, labels } of people) {
    for (const [label, count] of labels.entries()) {
      for (let i = 0; i < count; i++, row++) {
        const other = (label + 1) % frame.classes.length;
        const losses = frame.losses.map((_, k) => (row % 11) / 10 + k);
        builder.add({
          attributes: [...values],
          unit: frame.hasUnits ? `unit ${row % 37}` : '',
          weight: frame.hasWeights ? 1 + (row % 3) : undefined,
          label,
          baseline: row % 7 === 0 ? other : label,
          variant: row % 5 === 0 ? other : label,
          baselineLosses: losses,
          variantLosses: losses.map((loss) => loss + 0.1),
        });
      }
    }
  }
  return builder.build();
}

function recordOf(table: Table, margins: readonly DeclaredMargin[] = marginsOf(table.frame)): FairnessRecord {
  const { frame, people, crossings } = table;
  const { task } = frame;
  return fairnessRecord({
    tally: tallyOf(table),
    attributes: frame.attributes.map((name, i) => ({
      name,
      sensitive: true,
      values: [...new Set(people.map(({ values }) => values[i] ?? ''))].sort(),
    })),
    crossings,
    minSlice,
    margins,
    marginSource: 'plan',
    outcome:
      task === 'binary'
        ? { task, output: 'p', positive: 'c1', threshold: 0.5, label: 'l' }
        : { task: 'multiclass', output: 'p', classes: frame.classes, label: 'l' },
    data: {
      files: ['a.csv'],
      skipped: { count: 0, examples: [] },
      unitColumn: frame.hasUnits ? 'u' : undefined,
      weightColumn: frame.hasWeights ? 'w' : undefined,
    },
  });
}

function marginsOf({ task }: TallyFrame): readonly DeclaredMargin[] {
  const names =
    task === 'binary' ? ['accuracy', 'true_positive_rate', 'false_positive_rate'] : ['accuracy', 'mean_recall'];
  return names.map((metric) => ({ metric, drift: 0.1, differential: 0.1 }));
}

/** Metrics that follow from the answers alone, or from which no count of labels follows. */
const aboutAll = new Set(['accuracy', 'error_rate', 'selection_rate', 'log_loss', 'brier', 'mean_score']);
const averages = /^(?:mean_recall|(?:macro|weighted)_.*|kappa|matthews)$/u;

/**
 * What somebody who reads a record can know for certain: how many examples, and how many of which label, are in which sets. A rate by
 * label tells its label's number: by its `n`, by the numbers a rate can be made of, or by how wide its interval is.
 */
class Reader {
  readonly #known: Int32Array[] = [];
  readonly #told = new Set<string>();
  readonly #averaged: { readonly slice: Slice; readonly isRest: boolean }[] = [];
  readonly #columns: readonly { readonly values: readonly string[]; readonly label: number }[];

  constructor(
    readonly table: Table,
    record: FairnessRecord,
  ) {
    this.#columns = this.#combinations().flatMap((values) =>
      table.frame.classes.map((_, label) => ({ values, label })),
    );
    for (const { name, values } of record.data.attributes)
      for (const { value, n } of values) if (n !== null) this.#learn([{ attribute: name, value }]);
    for (const [label, { n }] of record.data.labels.entries()) if (n !== null) this.#learn([], label);
    this.#learn([]);
    for (const { slice, shown } of record.slices) {
      if (shown.kind === 'hidden') continue;
      this.#learn(slice);
      for (const { metric, class: of, baseline, differential } of shown.values) {
        if (baseline.kind !== 'value') continue;
        this.#learnOf(metric, of, slice);
        if (differential) this.#learnOf(metric, of, slice, true);
      }
    }
    for (const { kind, metric, class: of, slice, baseline, against } of record.findings) {
      if (baseline.kind !== 'value') continue;
      this.#learnOf(metric, of, slice);
      if (kind === 'differential' && against === undefined) this.#learnOf(metric, of, slice, true);
    }
    for (const { of, attribute, leftOut, kind, baseline } of record.disparities) {
      if (baseline.kind !== 'value') continue;
      const groups = record.slices.filter(
        ({ slice, shown }) =>
          shown.kind === 'shown' &&
          slice.length === 1 &&
          slice[0]?.attribute === attribute &&
          !leftOut.some(({ value }) => value === slice[0]?.value),
      );
      for (const metric of of) {
        for (const { slice } of groups) this.#learnOf(metric, undefined, slice);
        if (kind === 'to-overall') this.#learnOf(metric, undefined, []);
      }
    }
    this.#learnAveraged();
  }

  /** Small slices, and small labels of slices, whose number follows by adding and taking away; how many are in the whole set is no secret. */
  found(): readonly string[] {
    const span = new Span(this.#known);
    const slices = [[], ...this.#slices()];
    return slices.flatMap((slice) =>
      [undefined, ...this.table.frame.classes.keys()].flatMap((label) => {
        const n = this.#count(slice, label);
        if (slice.length === 0 && label === undefined) return [];
        return n > 0 && n < minSlice && span.holds(this.#row(slice, label))
          ? [`${sliceKey(slice)} ${label}: ${n}`]
          : [];
      }),
    );
  }

  #learnOf(metric: string, of: string | undefined, slice: Slice, isRest = false): void {
    const { classes, task } = this.table.frame;
    if (of !== undefined) this.#learn(slice, classes.indexOf(of), isRest);
    else if (task === 'multiclass' && averages.test(metric)) this.#averaged.push({ slice, isRest });
    else if (task === 'binary' && !aboutAll.has(metric))
      for (const label of classes.keys()) this.#learn(slice, label, isRest);
  }

  /** Averages over classes tell a few numbers that nothing else does: whole numbers that give them all are found by trying. */
  #learnAveraged(): void {
    for (const { slice, isRest } of this.#averaged) {
      const labels = [...this.table.frame.classes.keys()].filter((label) => this.#count(slice, label) > 0);
      const unknown = labels.filter((label) => !this.#told.has(`${sliceKey(slice)} ${label}`));
      if (unknown.length <= 4) for (const label of labels) this.#learn(slice, label, isRest);
    }
  }

  #learn(slice: Slice, label?: number, isRest = false): void {
    const row = this.#row(slice, label);
    if (!isRest) this.#told.add(`${sliceKey(slice)} ${label}`);
    this.#known.push(isRest ? this.#row([], label).map((value, i) => value - (row[i] ?? 0)) : row);
  }

  #row(slice: Slice, label?: number): Int32Array {
    return Int32Array.from(this.#columns, (column) =>
      Number((label === undefined || column.label === label) && this.#isIn(slice, column.values)),
    );
  }

  #count(slice: Slice, label: number | undefined): number {
    return this.table.people
      .filter(({ values }) => this.#isIn(slice, values))
      .flatMap(({ labels }) => labels.filter((_, k) => label === undefined || k === label))
      .reduce((sum, n) => sum + n, 0);
  }

  #isIn(slice: Slice, values: readonly string[]): boolean {
    return slice.every(({ attribute, value }) => values[this.table.frame.attributes.indexOf(attribute)] === value);
  }

  #slices(): readonly Slice[] {
    const { frame, people, crossings } = this.table;
    const all = [...frame.attributes.map((name) => [name]), ...crossings].flatMap((by) =>
      people.map(({ values }) =>
        by.map((attribute) => ({ attribute, value: values[frame.attributes.indexOf(attribute)] ?? '' })),
      ),
    );
    return [...new Map(all.map((slice) => [sliceKey(slice), slice])).values()];
  }

  /** Every combination of values that the slices' names do not rule out. */
  #combinations(): readonly (readonly string[])[] {
    const { frame, people, crossings } = this.table;
    const each = frame.attributes.map((_, i) => [...new Set(people.map(({ values }) => values[i] ?? ''))]);
    const all = each.reduce<readonly (readonly string[])[]>(
      (some, values) => some.flatMap((one) => values.map((value) => [...one, value])),
      [[]],
    );
    const positions = crossings.map((by) => by.map((name) => frame.attributes.indexOf(name)));
    return all.filter((one) =>
      positions.every((by) => people.some(({ values }) => by.every((i) => values[i] === one[i]))),
    );
  }
}

function tables(frame: TallyFrame, sizes: readonly number[], crossings: Table['crossings']): fc.Arbitrary<Table> {
  const cells = sizes.reduce<readonly (readonly string[])[]>(
    (some, size) => some.flatMap((one) => Array.from({ length: size }, (_, i) => [...one, `v${i}`])),
    [[]],
  );
  const labels = fc.tuple(
    ...frame.classes.map(() =>
      fc.oneof({ weight: 2, arbitrary: fc.integer({ min: 1, max: 60 }) }, { weight: 1, arbitrary: fc.nat(6) }),
    ),
  );
  return fc
    .tuple(...cells.map((values) => labels.map((counts) => ({ values, labels: counts }))))
    .map((people) => ({ frame, crossings, people: people.filter(({ labels: l }) => l.some((n) => n > 0)) }))
    .filter(({ people }) => people.length > 0);
}

describe('somebody who adds and takes away all that a record tells', () => {
  const one = ['a'];
  const crossed = [['a'], ['b'], ['a', 'b']];
  const settings: readonly {
    readonly what: string;
    readonly frame: TallyFrame;
    readonly sizes: readonly number[];
    readonly crossings: Table['crossings'];
    readonly margins?: readonly DeclaredMargin[];
  }[] = [
    { what: 'one attribute', frame: frameOf(2, 1), sizes: [4], crossings: [one] },
    { what: 'two attributes', frame: frameOf(2, 2), sizes: [2, 3], crossings: [['a'], ['b']] },
    { what: 'a crossing', frame: frameOf(2, 2), sizes: [2, 3], crossings: crossed },
    { what: 'weights', frame: frameOf(2, 2, { hasWeights: true }), sizes: [2, 2], crossings: [['a'], ['a', 'b']] },
    { what: 'units', frame: frameOf(2, 2, { hasUnits: true }), sizes: [2, 2], crossings: [['b'], ['a', 'b']] },
    { what: 'three attributes', frame: frameOf(2, 3), sizes: [2, 2, 2], crossings: [...crossed, ['b', 'c']] },
    { what: 'three labels', frame: frameOf(3, 2), sizes: [2, 2], crossings: crossed },
    { what: 'four labels', frame: frameOf(4, 1), sizes: [3], crossings: [one] },
    { what: 'five labels', frame: frameOf(5, 1), sizes: [3], crossings: [one] },
    {
      what: 'five labels, each judged',
      frame: frameOf(5, 1),
      sizes: [3],
      crossings: [one],
      margins: [{ metric: 'recall', drift: 0.1, differential: 0.1 }],
    },
  ];

  it.each(settings)('finds no small group and no small label: $what', ({ frame, sizes, crossings, margins }) => {
    fc.assert(
      fc.property(tables(frame, sizes, crossings), (table) => {
        expect(new Reader(table, recordOf(table, margins)).found()).toEqual([]);
      }),
      { numRuns: 8 },
    );
  });

  it('finds nothing of everyone by way of everyone else', () => {
    // Only 10 have the other label, so both labels of everyone are hidden; those of v1 are all negative, and shown.
    const table: Table = {
      frame: frameOf(2, 1),
      crossings: [['a']],
      people: [
        { values: ['v0'], labels: [90, 10] },
        { values: ['v1'], labels: [80, 0] },
      ],
    };
    const record = recordOf(table);
    const shown = record.slices.find(({ slice }) => slice[0]?.value === 'v1')?.shown;
    const rate = shown?.kind === 'shown' ? shown.values.find((v) => v.metric === 'false_positive_rate') : undefined;
    expect([rate?.n, rate?.differential]).toEqual([80, undefined]);
    expect(record.findings.filter(({ kind, metric }) => kind === 'differential' && metric !== 'accuracy')).toEqual([]);
    expect(new Reader(table, record).found()).toEqual([]);
  });

  it('is told no average over classes from which the few untold ones could be found by trying', () => {
    const told = (labels: readonly number[]): boolean | undefined => {
      const table: Table = { frame: frameOf(labels.length, 1), crossings: [], people: [{ values: ['v0'], labels }] };
      const [everyone] = recordOf(table, []).slices;
      const values = everyone?.shown.kind === 'shown' ? everyone.shown.values : [];
      const found = values.filter(({ metric }) => averages.test(metric)).map(({ n }) => n !== null);
      expect(found).toHaveLength(13);
      expect(new Set(found).size).toBe(1);
      return found[0];
    };
    expect(told([50, 60, 70, 25])).toBe(true);
    // The 5 are hidden and with them the next larger, 25: two labels, whose sum is known, and 13 averages of each model.
    expect(told([50, 60, 70, 25, 5])).toBe(false);
    expect(told([3, 4, 5, 6, 5, 80, 90])).toBe(true);
  });
});

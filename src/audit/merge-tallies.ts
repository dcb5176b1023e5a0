import { AuditError, listed, quoted } from '../base/index.js';
import { maxAttributeValues } from '../data/index.js';
import { TallyBuilder, type AttributeCounts } from '../metrics/index.js';
import { assertFewSkipped, assertSomethingWeighs } from '../outcomes/index.js';
import { assertComplete, assertSameSource, type RollEntry } from './shard-roll.js';
import type { ShardPart } from './shard-file.js';
import type { TallyOfShard } from './tally-file.js';

/** A tally and what to call it in messages. */
export interface NamedTally extends TallyOfShard {
  readonly file: string;
}

/**
 * Adds the tallies of all shards of a set up, exactly: the same bytes as one tally of the whole, whatever the order.
 *
 * @param read gives each tally in turn, so that they need not all be in memory
 * @throws {AuditError} `data` where shards overlap, are missing, or are of something else; and for what one run would have refused
 */
export async function mergeTallyFiles(read: AsyncIterable<NamedTally>): Promise<TallyOfShard> {
  const roll: RollEntry[] = [];
  const homes = new Map<string, ShardPart | undefined>();
  const skipped: { row: number; id: string; reason: string }[] = [];
  let [examples, skippedCount] = [0, 0];
  let first: NamedTally | undefined;
  let builders: readonly TallyBuilder[] = [];
  let exemplars: readonly AttributeCounter[] | undefined;
  for await (const tally of read) {
    const { file, shard, frame, tallies } = tally;
    if (!first) {
      first = { ...tally, tallies: [] };
      builders = tallies.map(() => new TallyBuilder(frame));
      exemplars = tally.exemplars?.map(() => new AttributeCounter());
    }
    assertSameSource(tally, first);
    roll.push({ file, shard });
    for (const [i, builder] of builders.entries()) {
      const own = tallies[i];
      if (own) builder.addTally(own);
    }
    for (const [i, counter] of (exemplars ?? []).entries()) counter.add(tally.exemplars?.[i] ?? []);
    if (frame.hasUnits) settleUnits(tally, homes);
    examples += tally.examples;
    skippedCount += tally.skipped.count;
    skipped.push(...tally.skipped.examples);
  }
  if (!first) throw new AuditError('command-line', 'Name the tallies to merge.');
  const { source, frame } = first;
  assertComplete(roll, source.rows);
  const tallies = builders.map((builder) => builder.build());
  if (examples !== source.rows) {
    throw new AuditError('data', `Expected ${source.rows} examples in all shards together, found ${examples}.`, {
      wayOut: 'One of the files was changed: tally the shards again.',
    });
  }
  assertFewSkipped({ count: skippedCount, examples: skipped }, source.rows, source.files[0] ?? '');
  assertSomethingWeighs(frame, tallies);
  assertFewValues(source.attributes, tallies);
  const firstSkipped = skipped.sort((a, b) => a.row - b.row).slice(0, 100);
  return {
    source,
    shard: undefined,
    examples,
    skipped: { count: skippedCount, examples: firstSkipped },
    frame,
    tallies,
    exemplars: exemplars?.map((counter) => counter.build()),
  };
}

/** Adds up how many examples have which attributes. */
class AttributeCounter {
  readonly #counts = new Map<string, { readonly attributes: readonly string[]; readonly count: number }>();

  add(list: AttributeCounts): void {
    for (const { attributes, count } of list) {
      const key = JSON.stringify(attributes);
      this.#counts.set(key, { attributes, count: (this.#counts.get(key)?.count ?? 0) + count });
    }
  }

  /** In the order in which they are counted without shards. */
  build(): AttributeCounts {
    return [...this.#counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, entry]) => entry);
  }
}

/** A unit that two shards have would be split: its place is in one of them only. */
function settleUnits({ file, shard, tallies }: NamedTally, homes: Map<string, ShardPart | undefined>): void {
  for (const unit of new Set((tallies[0]?.cells ?? []).map((cell) => cell.unit))) {
    if (homes.has(unit) && homes.get(unit)?.index !== shard?.index) {
      throw new AuditError(
        'data',
        `The unit ${quoted(unit)} is in shard ${homes.get(unit)?.index ?? ''} and in shard ${shard?.index ?? ''}; a unit is never split.`,
        { place: { file }, wayOut: 'One of the files was changed: score and tally the shards again.' },
      );
    }
    homes.set(unit, shard);
  }
}

/** What one run would have refused as it read the table. */
function assertFewValues(attributes: readonly string[], tallies: TallyOfShard['tallies']): void {
  const many = attributes.filter(
    (_, i) => new Set((tallies[0]?.cells ?? []).map((cell) => cell.attributes[i])).size > maxAttributeValues,
  );
  if (many.length === 0) return;
  throw new AuditError(
    'data',
    `These attributes have more than ${maxAttributeValues} values, too many to be slices: ${listed(many)}.`,
    { wayOut: 'Give a number bins in the plan, or slice by another column.' },
  );
}

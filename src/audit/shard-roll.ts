import { AuditError, canonicalJson, listed } from '../base/index.js';
import { unitPlaces } from '../outcomes/index.js';
import type { ShardPart, Source } from './shard-file.js';

/** A shard's file, as a roll call knows it. */
export interface RollEntry {
  readonly file: string;
  /** Absent where it is the whole set. */
  readonly shard: ShardPart | undefined;
}

/**
 * Checks that files are of every shard of one set, each once.
 *
 * @param rows how many the table has, where that is known
 * @throws {AuditError} `data` for one that overlaps another or is one of another number, and for missing ones, naming them
 */
export function assertComplete(entries: readonly RollEntry[], rows?: number): void {
  const [first] = entries;
  if (!first) throw new AuditError('command-line', 'Name the files to merge.');
  const whole = entries.find(({ shard }) => !shard);
  if (whole) {
    if (entries.length === 1) return;
    const other = entries.find((entry) => entry !== whole) ?? whole;
    throw overlap(whole.file, `It is of the whole set already, so that ${other.file} would count twice.`);
  }
  const shards = entries.flatMap(({ file, shard }) => (shard ? [{ file, shard }] : []));
  const of = shards[0]?.shard.of ?? 0;
  const byIndex = new Map<number, string>();
  for (const { file, shard } of shards) {
    const here = `shard ${shard.index} of ${shard.of}`;
    if (shard.of !== of || shard.index > shard.of)
      throw foreign(file, `Expected one of ${of} shards, as ${first.file} is, found ${here}.`);
    const twin = byIndex.get(shard.index);
    if (twin !== undefined) throw overlap(file, `It is ${here}, as ${twin} is.`);
    byIndex.set(shard.index, file);
  }
  const missing = Array.from({ length: of }, (_, i) => i + 1).filter((index) => !byIndex.has(index));
  if (missing.length > 0) {
    throw new AuditError(
      'data',
      `Expected ${of} shards, found ${shards.length}: ${missing.length === 1 ? 'shard' : 'shards'} ${listed(missing.map(String))} ${missing.length === 1 ? 'is' : 'are'} missing.`,
      { wayOut: 'Score and tally what is missing, and name all files.' },
    );
  }
  assertEndToEnd(
    [...shards].sort((a, b) => a.shard.index - b.shard.index),
    rows,
  );
}

function assertEndToEnd(shards: readonly { readonly file: string; readonly shard: ShardPart }[], rows?: number): void {
  const by = shards[0]?.shard.range.by ?? 'row';
  const what = by === 'row' ? 'row' : 'unit place';
  let end = 0;
  for (const { file, shard } of shards) {
    const { range, index } = shard;
    if (range.by !== by) throw foreign(file, `Expected a shard of ${by}s, found one of ${range.by}s.`);
    if (range.from < end || range.to < range.from)
      throw overlap(
        file,
        `Shard ${index} begins at ${what} ${range.from}, before ${end}, where the one before it ends.`,
      );
    if (range.from > end)
      throw foreign(
        file,
        `Expected shard ${index} to begin at ${what} ${end}, where the one before it ends, found ${range.from}.`,
      );
    end = range.to;
  }
  const all = by === 'row' ? rows : unitPlaces;
  const last = shards.at(-1);
  if (last && all !== undefined && end !== all)
    throw foreign(last.file, `Expected the last shard to end at ${what} ${all}, found ${end}.`);
}

/** Checks that a file comes from what another one comes from. @throws {AuditError} `data`, naming what differs */
export function assertSameSource(
  entry: { file: string; source: Source },
  first: { file: string; source: Source },
): void {
  const names: Readonly<Record<keyof Source, string>> = {
    planSha256: 'the plan',
    models: 'the models',
    variants: 'the variants',
    between: 'the variants that a deployment mixes',
    dataSha256: 'the data',
    tool: 'the version of Fairweight',
    runtime: 'the runtime',
    rows: 'so many rows',
    outcome: 'the outcome',
    attributes: 'the attributes',
    searched: 'the bins of what is searched',
    unit: 'the unit',
    weight: 'the weight',
    files: 'the table files',
  };
  for (const [key, name] of Object.entries(names) as [keyof Source, string][]) {
    const [expected, found] = [first.source[key], entry.source[key]];
    if (canonicalJson(expected ?? null) === canonicalJson(found ?? null)) continue;
    throw foreign(entry.file, `Expected ${name} of ${first.file} (${inBrief(expected)}), found ${inBrief(found)}.`);
  }
}

/** Hashes by their beginning, lists by what differs in them at a glance. */
function inBrief(value: Source[keyof Source]): string {
  if (value === undefined) return 'none';
  if (typeof value === 'string') return /^[0-9a-f]{64}$/u.test(value) ? `${value.slice(0, 12)}…` : value;
  if (typeof value === 'number') return String(value);
  if (!Array.isArray(value)) return canonicalJson(value).slice(0, 200);
  return listed(
    value.map((one) => {
      if (typeof one === 'string') return one;
      if ('edges' in one) return `${one.attribute} at ${one.edges.join(', ')}`;
      if (!('name' in one)) return `${one.baseline} with ${one.variant}`;
      return 'sha256' in one ? `${one.name} ${one.sha256.slice(0, 12)}…` : one.name;
    }),
  );
}

function foreign(file: string, what: string): AuditError {
  return new AuditError('data', `This shard does not belong to the others. ${what}`, {
    place: { file },
    wayOut: 'Merge the shards of one plan, its models and its data, each scored with the same version.',
  });
}

function overlap(file: string, what: string): AuditError {
  return new AuditError('data', `This shard overlaps another. ${what}`, {
    place: { file },
    wayOut: 'Name each shard once.',
  });
}

import { AuditError, didYouMean, listed, quoted, type AttributeSpec } from '../base/index.js';
import type { SearchRequest } from '../record/index.js';
import type { MetricsRequest } from './metrics-request.js';

/** The attributes that flags name, with their bins: those of the slices, then those that are searched only. @throws {AuditError} `command-line` */
export function attributeSpecs(
  request: MetricsRequest,
  sliced: readonly string[],
  search: SearchRequest | undefined,
): readonly AttributeSpec[] {
  const names = [...new Set([...sliced, ...(search?.attributes ?? [])])];
  const cut = new Map(search?.binned?.map(({ attribute, edges }) => [attribute, edges]));
  const bins = new Map(pairsOf(request.bins, '--bins', 'age=18,30,65'));
  for (const name of [...bins.keys(), ...request.sensitive]) assertSliced(name, names);
  return names.map((name) => ({ name, column: name, bins: edgesOf(name, bins.get(name)) ?? cut.get(name) }));
}

function edgesOf(name: string, text: string | undefined): readonly number[] | undefined {
  if (text === undefined) return undefined;
  const edges = text.split(',').map((edge) => (edge.trim() === '' ? Number.NaN : Number(edge)));
  if (edges.every((edge, i) => Number.isFinite(edge) && (i === 0 || edge > (edges[i - 1] ?? edge)))) return edges;
  throw new AuditError(
    'command-line',
    `The bins of ${quoted(name)} are ${quoted(text)}, where rising numbers are wanted.`,
    {
      wayOut: 'Write inner edges with commas: --bins age=18,30,65.',
    },
  );
}

/** Refuses a flag about a column that no slice is cut by. @throws {AuditError} `command-line` */
export function assertSliced(name: string, names: readonly string[]): void {
  if (names.includes(name)) return;
  throw new AuditError('command-line', `No --slice cuts by ${quoted(name)}.`, {
    wayOut: [didYouMean(name, names), names.length === 0 ? 'Add --slice.' : `Sliced by: ${listed(names)}.`]
      .filter(Boolean)
      .join(' '),
  });
}

/** Names with their values, each name once. */
function pairsOf(flags: readonly string[], option: string, example: string): readonly (readonly [string, string])[] {
  const pairs = flags.map((flag) => pairOf(flag, option, example));
  const names = pairs.map(([name]) => name);
  const twice = names.find((name, i) => names.indexOf(name) < i);
  if (twice === undefined) return pairs;
  const said = pairs.filter(([name]) => name === twice).map(([, value]) => quoted(value));
  throw new AuditError('command-line', `${option} says of ${quoted(twice)} both ${listed(said)}.`, {
    wayOut: `Write ${option} once for each column.`,
  });
}

function pairOf(flag: string, option: string, example: string): readonly [string, string] {
  const at = flag.lastIndexOf('=');
  if (at > 0 && at < flag.length - 1) return [flag.slice(0, at), flag.slice(at + 1)];
  throw new AuditError('command-line', `${option} ${quoted(flag)} is no pair of a name and a value.`, {
    wayOut: `Write it like ${option} ${example}.`,
  });
}

/** Each attribute with the group that the others are held against. */
export function referencesOf({ references }: MetricsRequest): readonly (readonly [string, string])[] {
  return pairsOf(references, '--reference', 'sex=Male');
}

/** Whether an attribute names protected groups; every one does unless some are named. */
export function isSensitive({ sensitive }: MetricsRequest, name: string): boolean {
  return sensitive.length === 0 || sensitive.includes(name);
}

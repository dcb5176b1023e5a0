import { readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { AuditError, compareText, isInside, quoted, resolveInside, type Place } from '../../base/index.js';

/** Where the name of a table stands, by its index; the folder or file that it stands for unless given. */
export type PlaceOfName = (index: number) => Place;

/**
 * The real paths of the files that names and globs (`*` and `?`, in the last part of a name) stand for, inside a folder: in the
 * order of the names, a glob's files by code point. Globs leave out files whose name begins with a dot.
 *
 * @throws {AuditError} `data` where a name leaves the folder, is missing or no file, stands for a file that another name stands
 *   for too (its rows would count twice), or where a glob matches nothing
 */
export async function expandFiles(
  folder: string,
  names: readonly string[],
  placeOf?: PlaceOfName,
): Promise<readonly string[]> {
  const files = new Map<string, string>();
  for (const [i, name] of names.entries()) {
    const place = placeOf?.(i);
    for (const match of /[*?]/u.test(basename(name)) ? await matchesOf(folder, name, place) : [name]) {
      const file = resolveData(folder, match, place);
      const other = files.get(file);
      if (other !== undefined) {
        throw new AuditError('data', `The table ${quoted(match)} is named twice (also as ${quoted(other)}).`, {
          place: place ?? { file: join(folder, match) },
          wayOut: 'Its rows would count twice: name it once under data.table.',
        });
      }
      files.set(file, match);
    }
  }
  return [...files.keys()];
}

/**
 * The one folder that holds all files of a table, which names in its cells are relative to.
 *
 * @throws {AuditError} `data` where they lie in several, so that such names would be ambiguous
 */
export function folderOfTable(files: readonly string[]): string {
  const [first = '.', ...others] = [...new Set(files.map((file) => dirname(file)))];
  if (others.length === 0) return first;
  throw new AuditError('data', 'The files of this table lie in several folders, but its cells name files.', {
    place: { file: files.find((file) => dirname(file) !== first) ?? '' },
    wayOut: 'Such names are relative to the table: put its files into one folder.',
  });
}

async function matchesOf(folder: string, glob: string, place: Place | undefined): Promise<readonly string[]> {
  const inner = dirname(glob);
  if (inner.startsWith('/') || !isInside(folder, join(folder, inner))) throw outside(folder, glob, place);
  const names = await readdir(join(folder, inner)).catch(() => []);
  const matches = names.filter((name) => !name.startsWith('.') && matchesGlob(name, basename(glob))).sort(compareText);
  if (matches.length > 0) return matches.map((name) => join(inner, name));
  throw new AuditError('data', `No file matches ${quoted(glob)}.`, {
    place: place ?? { file: join(folder, inner) },
    wayOut: 'Check data.table in the plan; "*" and "?" stand for names in one folder.',
  });
}

/** Whether a name matches `*` and `?`, in at most name × glob steps however many stars there are. */
function matchesGlob(name: string, glob: string): boolean {
  const [text, pattern] = [[...name], [...glob]];
  let [i, j, star, resume] = [0, 0, -1, 0];
  while (i < text.length) {
    if (pattern[j] === '*') {
      [star, resume] = [j, i];
      j += 1;
    } else if (j < pattern.length && (pattern[j] === '?' || pattern[j] === text[i])) {
      i += 1;
      j += 1;
    } else if (star >= 0) {
      resume += 1;
      [i, j] = [resume, star + 1];
    } else return false;
  }
  return pattern.slice(j).every((character) => character === '*');
}

function resolveData(folder: string, name: string, place: Place | undefined): string {
  const found = resolveInside(folder, name);
  if (found.kind === 'file') return found.path;
  if (found.kind === 'outside') throw outside(folder, name, place);
  throw new AuditError(
    'data',
    found.kind === 'missing'
      ? `There is no table ${quoted(name)}.`
      : `Expected a table, found a folder: ${quoted(name)}.`,
    { place: place ?? { file: join(folder, name) }, wayOut: 'Check data.table in the plan; paths are relative to it.' },
  );
}

function outside(folder: string, name: string, place: Place | undefined): AuditError {
  return new AuditError('data', `The table ${quoted(name)} lies outside the folder of the plan.`, {
    place: place ?? { file: folder },
    wayOut: 'Paths in a plan are relative to it and stay in its folder: move the plan above the table.',
  });
}

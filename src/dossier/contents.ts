import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { compareText } from '../base/index.js';

/** Something about one file that is not as it was sealed. */
export interface Problem {
  /** With slashes, relative to the folder in question. Comes from outside: make it safe before showing it. */
  readonly file: string;
  /** Goes on where the file's name ends: `was changed after signing`. Safe to show. */
  readonly problem: string;
}

/** A plain file. */
export interface FoundFile {
  /** With slashes, relative to the folder that was listed. */
  readonly name: string;
  readonly path: string;
}

/** Everything below a folder. Empty folders hold no byte and leave no trace here. */
export interface Contents {
  /** By code point. */
  readonly files: readonly FoundFile[];
  /** What is neither a plain file nor a folder, or has a name that cannot be written down. */
  readonly strays: readonly Problem[];
}

/** Lists a folder and all below it, never following a link. @throws what the file system says. */
export async function listContents(folder: string, signal?: AbortSignal): Promise<Contents> {
  const files: FoundFile[] = [];
  const strays: Problem[] = [];
  const waiting = [''];
  for (let prefix = waiting.pop(); prefix !== undefined; prefix = waiting.pop()) {
    signal?.throwIfAborted();
    for (const entry of await readdir(join(folder, prefix), { withFileTypes: true })) {
      const name = `${prefix}${entry.name}`;
      // Node shows bytes that are not UTF-8 as U+FFFD, and then cannot open the file by that name.
      if (entry.name.includes('\ufffd')) strays.push({ file: name, problem: 'has a name that is not valid UTF-8' });
      else if (entry.isDirectory()) waiting.push(`${name}/`);
      else if (entry.isFile()) files.push({ name, path: join(folder, name) });
      else if (entry.isSymbolicLink()) strays.push({ file: name, problem: 'is a link, and links are not sealed' });
      else strays.push({ file: name, problem: 'is neither a file nor a folder' });
    }
  }
  files.sort((a, b) => compareText(a.name, b.name));
  strays.sort((a, b) => compareText(a.file, b.file));
  return { files, strays };
}

/** The part of the contents below one folder, named from there. */
export function contentsBelow(contents: Contents, folder: string): Contents {
  const prefix = `${folder}/`;
  return {
    files: contents.files
      .filter(({ name }) => name.startsWith(prefix))
      .map(({ name, path }) => ({ name: name.slice(prefix.length), path })),
    strays: contents.strays
      .filter(({ file }) => file.startsWith(prefix))
      .map(({ file, problem }) => ({ file: file.slice(prefix.length), problem })),
  };
}

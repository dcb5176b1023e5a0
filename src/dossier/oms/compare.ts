import { sha256OfFile } from '../../base/index.js';
import type { Contents, Problem } from '../contents.js';
import type { Statement } from './statement.js';

/**
 * What differs between the files in a folder and those that a statement names. Every byte in the folder counts, the
 * signature's own file apart; the statement's names are only compared, never opened.
 */
export async function compareWithStatement(
  { files, strays }: Contents,
  statement: Statement,
  signatureName: string | undefined,
  signal?: AbortSignal,
): Promise<Problem[]> {
  const signed = new Map(statement.resources.map(({ name, sha256 }) => [name, sha256]));
  const problems = [...strays];
  for (const { name, path } of files) {
    const expected = signed.get(name);
    signed.delete(name);
    if (expected === undefined && name === signatureName) continue;
    if (expected === undefined) problems.push({ file: name, problem: 'is not signed' });
    else if (expected !== (await sha256OfFile(path, signal))) {
      problems.push({ file: name, problem: 'was changed after signing' });
    }
    if (name !== signatureName && isIgnored(name, statement.ignoredPaths)) {
      problems.push({ file: name, problem: 'is hidden from other verifiers by the ignore_paths of the signature' });
    }
  }
  for (const name of signed.keys()) problems.push({ file: name, problem: 'was signed and is missing' });
  return problems;
}

/** Whether a file is, or lies below, a path that the signer did not look at. */
function isIgnored(name: string, ignoredPaths: readonly string[]): boolean {
  return ignoredPaths.some((ignored) => {
    const path = ignored
      .split('/')
      .filter((part) => part !== '' && part !== '.')
      .join('/');
    return path === '' || name === path || name.startsWith(`${path}/`);
  });
}

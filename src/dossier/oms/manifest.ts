import { AuditError, quoted, sha256OfFile } from '../../base/index.js';
import type { Contents } from '../contents.js';
import { whyCollidingNames, whyUnsafeName } from './names.js';
import type { Resource } from './statement.js';

/**
 * Hashes the files of a folder for signing, by code point, leaving out the signature.
 *
 * @throws {AuditError} `dossier` where something is not a plain file, or a name would mean another file elsewhere.
 */
export async function hashFiles(contents: Contents, signatureName: string, signal?: AbortSignal): Promise<Resource[]> {
  const files = contents.files.filter(({ name }) => name !== signatureName);
  assertSignable(contents, signatureName);
  const resources: Resource[] = [];
  for (const { name, path } of files) resources.push({ name, sha256: await sha256OfFile(path, signal) });
  return resources;
}

/** @throws {AuditError} `dossier` where something is not a plain file, or a name would mean another file elsewhere. */
export function assertSignable({ files, strays }: Contents, signatureName: string): void {
  const names = files.map(({ name }) => name).filter((name) => name !== signatureName);
  const [stray] = strays;
  if (stray) throw refusal(`${quoted(stray.file)} ${stray.problem}`);
  for (const name of names) {
    const reason = whyUnsafeName(name);
    if (reason !== undefined) throw refusal(`the name ${quoted(name)} will not do, because ${reason}`);
  }
  const collision = whyCollidingNames(names);
  if (collision !== undefined) throw refusal(`the names ${collision}`);
}

function refusal(reason: string): AuditError {
  return new AuditError('dossier', `This folder cannot be signed: ${reason}.`, {
    wayOut: 'Remove or rename the file, then sign again.',
  });
}

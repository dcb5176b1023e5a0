import { createHash, randomBytes } from 'node:crypto';
import { createReadStream, realpathSync, statSync } from 'node:fs';
import { lstat, mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { canonicalJson } from './canonical-json.js';
import { AuditError, messageOf, systemErrorCode } from './errors.js';

/** Writes a file so that it is either whole or not there: beside it first, then renamed into place. */
export async function writeFileAtomically(path: string, content: string | Uint8Array, mode = 0o644): Promise<void> {
  const beside = join(dirname(path), `.${basename(path)}.${randomBytes(6).toString('hex')}.tmp`);
  try {
    await makeFolder(dirname(path));
    const file = await open(beside, 'wx', mode);
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(beside, path);
  } catch (error) {
    await rm(beside, { force: true }).catch(() => undefined);
    throw outputError(path, error);
  }
}

/**
 * Makes a folder, and those above it that are not there, one by one. Node's own recursive `mkdir` never ends where the file
 * system shows a folder in which nothing can be made, as `/proc` does.
 *
 * @throws {AuditError} `output`, naming the folder that could not be made; `resources` where the disk is full
 */
export async function makeFolder(path: string): Promise<void> {
  const whole = resolve(path);
  const missing = [whole];
  for (let at = dirname(whole); dirname(at) !== at && !(await isThere(at)); at = dirname(at)) missing.unshift(at);
  for (const folder of missing) {
    await mkdir(folder).catch(async (error: unknown) => {
      const isFolder = await stat(folder).then(
        (found) => found.isDirectory(),
        () => false,
      );
      if (!isFolder) throw folderError(folder, error);
    });
  }
}

/** Whether there is something of this name; also where that cannot be told, and making something in it will say why. */
async function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    (error: unknown) => !isMissing(error),
  );
}

function folderError(path: string, error: unknown): Error {
  const reasons: Readonly<Record<string, string>> = {
    ENOENT: 'nothing can be made in the folder above it',
    EEXIST: 'something else has this name',
    ENOTDIR: 'a file stands where a folder should be',
    ENAMETOOLONG: 'the name is too long',
  };
  const reason = reasons[systemErrorCode(error) ?? ''];
  if (reason === undefined) return outputError(path, error);
  return new AuditError('output', `This folder could not be made: ${reason}.`, {
    place: { file: path },
    wayOut: 'Choose another folder with --out.',
    cause: error,
  });
}

/** Turns what the file system says when writing fails into an error with a way out; what is none of its errors comes back as it is. */
export function outputError(path: string, error: unknown): Error {
  const code = systemErrorCode(error);
  // `ERR_…` is what Node says of a wrong argument: a defect, as anything without a code is.
  if (error instanceof Error && (error instanceof AuditError || !/^E[A-Z0-9]+$/u.test(code ?? ''))) return error;
  const place = { file: path };
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return new AuditError('resources', 'The disk is full: this file could not be written whole, and was removed.', {
      place,
      wayOut: 'Free some space, or choose another folder with --out; the same command then goes on where it stopped.',
      cause: error,
    });
  }
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') {
    return new AuditError('output', 'This place may not be written to.', {
      place,
      wayOut: 'Choose another folder with --out.',
      cause: error,
    });
  }
  // Which of these a rename onto a folder gives depends on the folder.
  if (['EISDIR', 'EBUSY', 'ENOTEMPTY', 'EEXIST'].includes(code ?? '')) {
    return new AuditError('output', 'Expected a file that can be written, found a folder, or a file in use.', {
      place,
      wayOut: 'Name another file with --out.',
      cause: error,
    });
  }
  return new AuditError('output', `This file could not be written: ${messageOf(error)}.`, {
    place,
    wayOut: 'Choose another place with --out.',
    cause: error,
  });
}

/** The lower-case hex SHA-256 of a file, read as a stream: memory does not grow with the file. */
export async function sha256OfFile(path: string, signal?: AbortSignal): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20, ...(signal ? { signal } : {}) })) {
    hash.update(chunk as Buffer);
  }
  return hash.digest('hex');
}

/** The lower-case hex SHA-256 of bytes, or of a text's UTF-8. */
export function sha256(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

/**
 * The hash of a model's files, the model file first: its own where it is the only one; with external data, over the canonical
 * JSON of the list of names (`file`) and hashes (`sha256`).
 */
export function sha256OfModel(files: readonly { readonly name: string; readonly sha256: string }[]): string {
  const [own] = files;
  return own && files.length === 1
    ? own.sha256
    : sha256(canonicalJson(files.map((file) => ({ file: file.name, sha256: file.sha256 }))));
}

/** Whether `path` lies in `folder` (or is it), judged by name alone: see {@link resolveInside} for what is on disk. */
export function isInside(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way === '' || (way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way));
}

/** What {@link resolveInside} found. */
export type FileInside =
  | { readonly kind: 'file'; readonly path: string; readonly bytes: number }
  | { readonly kind: 'outside' | 'missing' | 'not-a-file' };

/**
 * The real path of `name` inside `folder`, links resolved.
 *
 * @returns the path, or why it may not be read: `outside` (absolute, `..` or a link that leaves the folder), `missing`,
 *   or `not-a-file`. At once: a worker that looks up thousands of pictures loses more time waiting its turn than asking.
 * @throws {AuditError} `data` or `resources` where the file system cannot answer: no permission, too many open files, a disk that fails
 */
export function resolveInside(folder: string, name: string): FileInside {
  if (isAbsolute(name) || name.includes('\0') || !isInside(folder, join(folder, name))) return { kind: 'outside' };
  try {
    const path = realpathSync.native(join(folder, name));
    if (!isInside(realpathSync.native(folder), path)) return { kind: 'outside' };
    const status = statSync(path);
    return status.isFile() ? { kind: 'file', path, bytes: status.size } : { kind: 'not-a-file' };
  } catch (error) {
    if (isMissing(error)) return { kind: 'missing' };
    throw inputError(join(folder, name), error);
  }
}

/** Whether the file system says that there is no such file; anything else that goes wrong is no answer to that question. */
export function isMissing(error: unknown): boolean {
  const code = systemErrorCode(error);
  return code === 'ENOENT' || code === 'ENOTDIR' || code === 'ELOOP' || code === 'ENAMETOOLONG';
}

/** Turns what the file system says when reading fails, though the file is there, into an error with a way out. */
export function inputError(path: string, error: unknown): AuditError {
  if (error instanceof AuditError) return error;
  const code = systemErrorCode(error);
  const options = { place: { file: path }, cause: error };
  if (code === 'EACCES' || code === 'EPERM') {
    return new AuditError('data', 'This file may not be read.', {
      ...options,
      wayOut: 'Give yourself the permission to read it and the folders that it is in.',
    });
  }
  if (code === 'EMFILE' || code === 'ENFILE') {
    return new AuditError('resources', 'This file could not be read: too many files are open.', {
      ...options,
      wayOut: 'Use fewer workers, or raise the limit (ulimit -n).',
    });
  }
  return new AuditError('resources', `This file could not be read: ${messageOf(error)}.`, {
    ...options,
    wayOut: 'Check the disk, or copy the file to another one; the same command then goes on where it stopped.',
  });
}

/** Whether something (a file, a folder, even a dangling link) has this name. */
export async function exists(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  );
}

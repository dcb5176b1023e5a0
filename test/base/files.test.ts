import { mkdir, mkdtemp, readFile, readdir, realpath, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  AuditError,
  exists,
  inputError,
  isInside,
  isMissing,
  makeFolder,
  outputError,
  resolveInside,
  sha256,
  sha256OfFile,
  writeFileAtomically,
} from '../../src/base/index.js';

let root = '';
let folder = '';

beforeAll(async () => {
  root = await realpath(await mkdtemp(join(tmpdir(), 'fairweight-files-')));
  folder = join(root, 'inside');
  await mkdir(join(folder, 'deep'), { recursive: true });
  await mkdir(join(root, 'inside-not'));
  await writeFile(join(folder, 'deep', 'file.txt'), 'four');
  await writeFile(join(root, 'secret.txt'), 'secret');
  await writeFile(join(root, 'inside-not', 'secret.txt'), 'secret');
  await symlink('deep/file.txt', join(folder, 'good-link'));
  await symlink('../secret.txt', join(folder, 'bad-link'));
  await symlink('..', join(folder, 'bad-folder'));
  await symlink('nowhere', join(folder, 'dangling'));
  await symlink('loop', join(folder, 'loop'));
});

afterAll(() => rm(root, { recursive: true, force: true }));

describe('a name resolved inside a folder', () => {
  it('is the real path and size of a file', () => {
    const path = join(folder, 'deep', 'file.txt');
    expect(resolveInside(folder, 'deep/file.txt')).toEqual({ kind: 'file', path, bytes: 4 });
    expect(resolveInside(folder, './deep/../deep/file.txt')).toEqual({ kind: 'file', path, bytes: 4 });
    expect(resolveInside(folder, 'good-link')).toEqual({ kind: 'file', path, bytes: 4 });
  });

  it.each([
    '../secret.txt',
    '..',
    'deep/../../secret.txt',
    '/etc/passwd',
    'bad-link',
    'bad-folder/secret.txt',
    '../inside-not/secret.txt',
    'a\0b',
  ])('is outside: %j', (name) => expect(resolveInside(folder, name)).toEqual({ kind: 'outside' }));

  it('is outside even where it names the folder absolutely', () => {
    expect(resolveInside(folder, join(folder, 'deep', 'file.txt'))).toEqual({ kind: 'outside' });
  });

  it('is missing, or no file', () => {
    expect(resolveInside(folder, 'nothing')).toEqual({ kind: 'missing' });
    expect(resolveInside(folder, 'dangling')).toEqual({ kind: 'missing' });
    expect(resolveInside(folder, 'loop')).toEqual({ kind: 'missing' });
    expect(resolveInside(folder, 'deep')).toEqual({ kind: 'not-a-file' });
    expect(resolveInside(folder, '')).toEqual({ kind: 'not-a-file' });
  });

  it('may begin with two dots that are no step up', async () => {
    await writeFile(join(folder, '..hidden'), 'x');
    expect(resolveInside(folder, '..hidden').kind).toBe('file');
    expect(isInside('/a', '/a')).toBe(true);
    expect(isInside('/a', '/ab')).toBe(false);
    expect(isInside('/a/b', '/a')).toBe(false);
  });
});

describe('what the file system says when reading fails', () => {
  const failed = (code: string): Error => Object.assign(new Error(`${code}: said so`), { code });

  it.each(['ENOENT', 'ENOTDIR', 'ELOOP', 'ENAMETOOLONG'])('is that a file is missing: %s', (code) => {
    expect(isMissing(failed(code))).toBe(true);
  });

  it.each([
    ['EMFILE', 'resources', 'too many files are open'],
    ['EIO', 'resources', 'EIO: said so'],
    ['EACCES', 'data', 'may not be read'],
    ['EPERM', 'data', 'may not be read'],
  ])('is no answer, but stops the run: %s', (code, kind, said) => {
    expect(isMissing(failed(code))).toBe(false);
    const error = inputError('a.npy', failed(code));
    expect(error).toMatchObject({ code: kind, place: { file: 'a.npy' } });
    expect(error.message).toContain(said);
    expect(error.wayOut).toMatch(/\.$/u);
  });

  it('is missing where a name is too long to be one, or leads through a file', () => {
    expect(resolveInside(folder, 'x'.repeat(300))).toEqual({ kind: 'missing' });
    expect(resolveInside(folder, 'deep/file.txt/more')).toEqual({ kind: 'missing' });
  });
});

describe('a file written atomically', () => {
  it('is whole, in folders made for it, and leaves nothing beside it', async () => {
    const path = join(root, 'new', 'folders', 'a.txt');
    await writeFileAtomically(path, 'first');
    await writeFileAtomically(path, new Uint8Array([104, 105]), 0o600);
    expect(await readFile(path, 'utf8')).toBe('hi');
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(await readdir(join(root, 'new', 'folders'))).toEqual(['a.txt']);
  });

  it('replaces a link, not what the link names', async () => {
    const path = join(root, 'link-out');
    await symlink('secret.txt', path);
    await writeFileAtomically(path, 'new');
    expect(await readFile(join(root, 'secret.txt'), 'utf8')).toBe('secret');
    expect(await readFile(path, 'utf8')).toBe('new');
  });

  it('says where it could not be written, and leaves nothing beside', async () => {
    const path = join(root, 'taken');
    await mkdir(join(path, 'full'), { recursive: true });
    const error = await writeFileAtomically(path, 'x').catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(AuditError);
    expect(error).toMatchObject({
      code: 'output',
      message: 'Expected a file that can be written, found a folder, or a file in use.',
      place: { file: path },
    });
    expect((await readdir(root)).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });

  it('says so too where its folder cannot be made', async () => {
    const path = join(root, 'secret.txt', 'folder', 'a.txt');
    const error = await writeFileAtomically(path, 'x').catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(AuditError);
    expect(error).toMatchObject({ code: 'output', place: { file: join(root, 'secret.txt', 'folder') } });
    expect((error as AuditError).message).toContain('a file stands where a folder should be');
  });
});

describe('a folder made with those above it', () => {
  it('is there afterwards, were they there or not', async () => {
    const path = join(root, 'a', 'b', 'c');
    await Promise.all([makeFolder(path), makeFolder(join(root, 'a', 'b', 'd'))]);
    await makeFolder(path);
    expect(await readdir(join(root, 'a', 'b'))).toEqual(['c', 'd']);
    await makeFolder('/');
  });

  it.each([
    ['where a file has its name', 'secret.txt', 'something else has this name'],
    ['where a link that leads nowhere has it', 'inside/dangling', 'something else has this name'],
    ['where a name is too long', 'x'.repeat(300), 'the name is too long'],
  ])('is refused %s', async (_, name, reason) => {
    const path = join(root, name);
    await expect(makeFolder(path)).rejects.toThrow(reason);
    await expect(makeFolder(path)).rejects.toMatchObject({ code: 'output', place: { file: path } });
  });

  // Node's own recursive mkdir never comes back from there.
  it.runIf(process.platform === 'linux')('is refused where nothing can be made', async () => {
    const error = await makeFolder('/proc/nope/x/y').catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'output', place: { file: '/proc/nope' } });
  });
});

describe('hashes and names', () => {
  it('are those of the published test vector', async () => {
    const abc = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';
    const path = join(root, 'abc');
    await writeFile(path, 'abc');
    expect(sha256('abc')).toBe(abc);
    expect(await sha256OfFile(path)).toBe(abc);
  });

  it('see a dangling link', async () => {
    expect(await exists(join(folder, 'dangling'))).toBe(true);
    expect(await exists(join(folder, 'nothing'))).toBe(false);
  });
});

describe('what is said when writing fails', () => {
  it('is a sentence for what the file system says, and nothing else than it was for a defect', () => {
    const denied = Object.assign(new Error('EACCES: permission denied'), { code: 'EACCES' });
    expect(outputError('out', denied)).toMatchObject({ name: 'AuditError', code: 'output' });
    const defects = [
      new TypeError('x is not a function'),
      Object.assign(new TypeError(), { code: 'ERR_INVALID_ARG_TYPE' }),
    ];
    for (const defect of defects) expect(outputError('out', defect)).toBe(defect);
  });
});

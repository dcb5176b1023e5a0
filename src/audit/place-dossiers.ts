import { rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { AuditError, exists, makeFolder, outputError, sha256OfFile, systemErrorCode } from '../base/index.js';
import { listContents, sealDossier, signatureFile, verifyDossier, type PrivateKey } from '../dossier/index.js';

/** A dossier that was written whole beside the place where it shall lie. */
export interface StagedDossier {
  readonly staging: string;
  readonly target: string;
}

/** What became of a dossier's place. */
export interface PlacedDossier {
  /** `written` anew; or `left` as it was, since it was the same. */
  readonly kind: 'written' | 'left';
  /** The id of the key that seals it; of a seal that was left, what the seal says. Absent where nothing seals it. */
  readonly keyId?: string | undefined;
}

/**
 * Puts dossiers in their places, all or none: one that is there already and the same but for its signature is left as it is,
 * any other is replaced.
 *
 * @param options.key seals them all
 * @throws {AuditError} `output` where a sealed dossier would be replaced without `key` or `isForced`; nothing is touched then
 */
export async function placeDossiers<Staged extends StagedDossier>(
  staged: readonly Staged[],
  options: {
    readonly key?: PrivateKey | undefined;
    readonly isForced: boolean;
    readonly signal?: AbortSignal | undefined;
  },
): Promise<readonly { readonly dossier: Staged; readonly placed: PlacedDossier }[]> {
  const { key, signal } = options;
  const same = new Set<Staged>();
  for (const dossier of staged) {
    if (await isSame(dossier, signal)) same.add(dossier);
    else if (!key && !options.isForced) await assertNotSealed(dossier.target);
  }
  // Sealed before anything is moved: a place that held a sealed dossier never holds one without.
  for (const dossier of staged) if (key && !same.has(dossier)) await sealDossier(dossier.staging, key, { signal });
  const all: { readonly dossier: Staged; readonly placed: PlacedDossier }[] = [];
  for (const dossier of staged) {
    const isLeft = same.has(dossier);
    if (!isLeft) await replace(dossier);
    else if (key) await sealDossier(dossier.target, key, { signal });
    const keyId = key ? key.publicKey.id : isLeft ? await keyOfSeal(dossier.target, signal) : undefined;
    all.push({ dossier, placed: { kind: isLeft ? 'left' : 'written', keyId } });
  }
  return all;
}

async function assertNotSealed(target: string): Promise<void> {
  if (!(await exists(join(target, signatureFile)))) return;
  throw new AuditError('output', 'The dossier that lies here is sealed, and is not the one that this run gives.', {
    place: { file: target },
    wayOut:
      'It was left as it is. Look at it with audit verify; then seal the new one in its place with --sign KEY, replace it with --force, or name another folder with --out.',
  });
}

/** Whether the same files lie in both places, the signature apart. */
async function isSame({ staging, target }: StagedDossier, signal: AbortSignal | undefined): Promise<boolean> {
  if (!(await exists(target))) return false;
  const [fresh, old] = [await hashesBelow(staging, signal), await hashesBelow(target, signal)];
  return old !== undefined && JSON.stringify(fresh) === JSON.stringify(old);
}

async function hashesBelow(
  folder: string,
  signal: AbortSignal | undefined,
): Promise<readonly (readonly [string, string])[] | undefined> {
  try {
    const { files, strays } = await listContents(folder, signal);
    if (strays.length > 0) return undefined;
    const hashes: [string, string][] = [];
    for (const { name, path } of files) {
      if (name !== signatureFile) hashes.push([name, await sha256OfFile(path, signal)]);
    }
    return hashes;
  } catch (error) {
    // What cannot be listed or read is not the same.
    if (systemErrorCode(error) === undefined) throw error;
    return undefined;
  }
}

/** The key that a seal names, where the seal fits what it lies on. */
async function keyOfSeal(folder: string, signal: AbortSignal | undefined): Promise<string | undefined> {
  const state = await verifyDossier(folder, undefined, { signal });
  return state.kind === 'intact' && state.signer === 'unknown' ? state.keyHint : undefined;
}

/** What lay there goes only when the new one is in its place. */
async function replace({ staging, target }: StagedDossier): Promise<void> {
  // No variant's name holds a tilde.
  const aside = `${staging}~old`;
  try {
    await rm(aside, { recursive: true, force: true });
    await makeFolder(dirname(target));
    const isThere = await exists(target);
    if (isThere) await rename(target, aside);
    try {
      await rename(staging, target);
    } catch (error) {
      if (isThere) await rename(aside, target);
      throw error;
    }
    await rm(aside, { recursive: true, force: true });
  } catch (error) {
    throw systemErrorCode(error) === undefined ? error : outputError(target, error);
  }
}

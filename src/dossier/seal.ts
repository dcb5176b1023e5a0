import { join } from 'node:path';
import { AuditError, messageOf, quoted, systemErrorCode, writeFileAtomically } from '../base/index.js';
import type { Problem } from './contents.js';
import { compareEvidence, readEvidenceHashes } from './evidence.js';
import type { PrivateKey } from './keys/key.js';
import { cardFile, isDossier, layout, signatureFile } from './layout.js';
import { signContents } from './oms/sign.js';
import { listDossier, problemsBelow, type DossierParts } from './parts.js';

/** What sealing wrote. */
export interface Seal {
  /** The signature's path. */
  readonly file: string;
  /** Of the key that checks it. */
  readonly keyId: string;
}

export interface SealOptions {
  readonly signal?: AbortSignal | undefined;
}

/**
 * Signs a dossier: writes `data/model/model.sig` over everything else in `data/model/`, replacing an older signature.
 *
 * The same dossier and key give the same bytes.
 *
 * @throws {AuditError} `dossier` where the folder is none, where its evidence is not what the card says, or where it holds
 *   something that neither the signature nor the card would vouch for.
 */
export async function sealDossier(folder: string, key: PrivateKey, { signal }: SealOptions = {}): Promise<Seal> {
  if (!(await isDossier(folder))) {
    throw refusal(folder, `it has no ${cardFile}`, 'Give the folder that a comparison wrote for one variant.');
  }
  const text = await signIfSound(folder, key, signal);
  const file = join(folder, signatureFile);
  await writeFileAtomically(file, text);
  return { file, keyId: key.publicKey.id };
}

async function signIfSound(folder: string, key: PrivateKey, signal: AbortSignal | undefined): Promise<string> {
  try {
    const parts = await listDossier(folder, signal);
    const [problem] = await problemsOf(parts, folder, signal);
    if (problem) {
      throw refusal(
        folder,
        `${quoted(problem.file)} ${problem.problem}`,
        'Write the dossier anew from its outcome table, then seal it.',
      );
    }
    const name = layout.modelFolder.replace(/^.*\//, '');
    return await signContents({ contents: parts.model, name, signatureName: layout.signature, key, signal });
  } catch (error) {
    if (error instanceof AuditError || signal?.aborted || systemErrorCode(error) === undefined) throw error;
    throw refusal(folder, messageOf(error), 'Make every file of the dossier readable.');
  }
}

async function problemsOf(
  { model, evidence, outside }: DossierParts,
  folder: string,
  signal: AbortSignal | undefined,
): Promise<readonly Problem[]> {
  const unsealable = [...outside, ...problemsBelow(layout.modelFolder, model.strays)];
  if (unsealable.length > 0) return unsealable;
  const card = model.files.find(({ name }) => name === layout.cardJson);
  if (!card) throw refusal(folder, `it has no ${cardFile}`, 'Give the folder that a comparison wrote for one variant.');
  const hashes = await readEvidenceHashes(card.path);
  if (hashes.kind === 'refused') return [{ file: cardFile, problem: `cannot be read: ${hashes.reason}` }];
  return problemsBelow(layout.evidenceFolder, await compareEvidence(evidence, hashes.hashes, signal));
}

function refusal(folder: string, reason: string, wayOut: string): AuditError {
  return new AuditError('dossier', `This folder cannot be sealed: ${reason}.`, { place: { file: folder }, wayOut });
}

import { readFile, stat } from 'node:fs/promises';
import { exitCodes, messageOf, quoted, safeText, systemErrorCode } from '../base/index.js';
import type { FoundFile, Problem } from './contents.js';
import { readCard } from './card.js';
import { compareEvidence } from './evidence.js';
import type { PublicKey } from './keys/key.js';
import { cardFile, isDossier, layout, signatureFile } from './layout.js';
import { compareModel } from './model.js';
import { formatBundle, maxBundleBytes, readBundle } from './oms/bundle.js';
import { verifyContents, type SignedContents } from './oms/verify.js';
import { listDossier, problemsBelow, type DossierParts } from './parts.js';

/** What became of a dossier. */
export type DossierState =
  | SignedContents
  /** The model and the evidence are what the card says, but no signature says that the card is what it was. */
  | { readonly kind: 'unsigned' };

/** What ends a check early. */
export interface VerifyDossierOptions {
  readonly signal?: AbortSignal | undefined;
}

/**
 * Checks that every byte of a dossier is as it was sealed, offline: the signature vouches for the model folder, the card
 * in it for the evidence and for which model it is about, and nothing else may be there.
 *
 * Without a public key the signer stays unknown, and whoever can change the files can also have signed them.
 * Files are named from the dossier's root.
 */
export async function verifyDossier(
  folder: string,
  publicKey: PublicKey | undefined,
  { signal }: VerifyDossierOptions = {},
): Promise<DossierState> {
  if (!(await isDossier(folder))) {
    return unreadable(`${quoted(folder)} is not a dossier: it has neither ${cardFile} nor ${signatureFile}`);
  }
  try {
    const parts = await listDossier(folder, signal);
    return await judgeParts(parts, publicKey, signal);
  } catch (error) {
    if (signal?.aborted || systemErrorCode(error) === undefined) throw error;
    return unreadable(`a file could not be read (${safeText(messageOf(error))})`);
  }
}

/** What `audit verify` exits with: 0 intact and signed with the given key, 1 altered, 2 unreadable, 3 nobody vouches. */
export function verifyExitCode(state: DossierState): 0 | 1 | 2 | 3 {
  switch (state.kind) {
    case 'intact':
      return state.signer === 'given-key' ? exitCodes.kept : exitCodes.undecided;
    case 'altered':
      return exitCodes.violated;
    case 'unreadable':
      return exitCodes.badInput;
    case 'unsigned':
      return exitCodes.undecided;
  }
}

async function judgeParts(
  parts: DossierParts,
  publicKey: PublicKey | undefined,
  signal: AbortSignal | undefined,
): Promise<DossierState> {
  const sealed = await judgeModel(parts, publicKey, signal);
  if (sealed.kind === 'unreadable') return sealed;
  const found = sealed.kind === 'altered' ? sealed.problems : [];
  const problems = [...problemsBelow(layout.modelFolder, found), ...parts.outside];
  // A card that is not the one that was signed says nothing about the rest.
  if (!problems.some(({ file }) => file === cardFile)) {
    const altered = new Set(found.map(({ file }) => file));
    const card = await judgeByCard(parts, altered, signal);
    if (card.kind === 'refused' && problems.length === 0) return unreadable(card.reason);
    if (card.kind === 'judged') problems.push(...card.problems);
  }
  return problems.length > 0 ? { kind: 'altered', problems } : sealed;
}

async function judgeModel(
  { model }: DossierParts,
  publicKey: PublicKey | undefined,
  signal: AbortSignal | undefined,
): Promise<DossierState> {
  const signature = fileNamed(model.files, layout.signature);
  if (!signature) return model.strays.length > 0 ? { kind: 'altered', problems: model.strays } : { kind: 'unsigned' };
  const { size } = await stat(signature.path);
  if (size > maxBundleBytes) {
    return unreadable(`the signature ${signatureFile} is larger than ${maxBundleBytes} bytes`);
  }
  const bundle = await readFile(signature.path);
  const options = { contents: model, bundle, signatureName: layout.signature, publicKey, signal };
  const state = await verifyContents(options);
  return state.kind === 'unreadable' ? unreadable(`${signatureFile}: ${state.reason}`) : withFormJudged(state, bundle);
}

/** A changed byte in the signature's file counts even where a reader of JSON would pass over it. */
function withFormJudged(state: SignedContents, bytes: Buffer): SignedContents {
  const bundle = readBundle(bytes);
  if (bundle.kind === 'refused') return state;
  // Some other signers leave out the hint, so a form without one exists; sealing never does.
  if (bundle.value.keyHint !== undefined && formatBundle(bundle.value) === bytes.toString()) return state;
  const problem = {
    file: layout.signature,
    problem: 'was changed after signing: it is not in the form that signing gives it',
  };
  return { kind: 'altered', problems: [problem, ...(state.kind === 'altered' ? state.problems : [])] };
}

async function judgeByCard(
  { model, evidence }: DossierParts,
  altered: ReadonlySet<string>,
  signal: AbortSignal | undefined,
): Promise<
  | { readonly kind: 'judged'; readonly problems: readonly Problem[] }
  | { readonly kind: 'refused'; readonly reason: string }
> {
  const file = fileNamed(model.files, layout.cardJson);
  if (!file) return { kind: 'refused', reason: `there is no ${cardFile}, which vouches for the evidence` };
  const reading = await readCard(file.path);
  if (reading.kind === 'refused') return { kind: 'refused', reason: `${cardFile} cannot be read: ${reading.reason}` };
  const { card } = reading;
  // Of a file that was changed after signing, the card has nothing to add.
  const inModel = await compareModel(model, card.variant, { altered, signal });
  const problems = [
    ...problemsBelow(
      layout.modelFolder,
      inModel.filter(({ file: name }) => !altered.has(name)),
    ),
    ...problemsBelow(layout.evidenceFolder, await compareEvidence(evidence, card.evidence, signal)),
  ];
  return { kind: 'judged', problems };
}

function fileNamed(files: readonly FoundFile[], wanted: string): FoundFile | undefined {
  return files.find(({ name }) => name === wanted);
}

function unreadable(reason: string): { readonly kind: 'unreadable'; readonly reason: string } {
  return { kind: 'unreadable', reason };
}

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AuditError, messageOf, quoted, systemErrorCode, writeFileAtomically } from '../base/index.js';
import type { Contents, Problem } from './contents.js';
import { readCard } from './card.js';
import { compareEvidence } from './evidence.js';
import type { PrivateKey } from './keys/key.js';
import { cardFile, isDossier, layout, signatureFile } from './layout.js';
import { compareModel } from './model.js';
import { assertSignable } from './oms/manifest.js';
import { signContents } from './oms/sign.js';
import { listDossier, problemsBelow, type DossierParts } from './parts.js';

/** What sealing wrote. */
export interface Seal {
  /** The signature's path. */
  readonly file: string;
  /** Of the key that checks it. */
  readonly keyId: string;
}

/** Renders a record to the cards that lie beside it: the text of each, by its name in the model folder. */
export type RenderCards = (record: unknown) => Promise<Readonly<Record<string, string>>>;

/** What sealing compares beside the files, and what ends it. */
export interface SealOptions {
  /** Without it, only the record vouches for the cards' texts, and nobody compares them. */
  readonly render?: RenderCards | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Signs a dossier: writes `data/model/model.sig` over everything else in `data/model/`, replacing an older signature.
 *
 * The same dossier and key give the same bytes.
 *
 * @throws {AuditError} `dossier` where the folder is none, where its model or evidence is not what the card says, where its
 *   cards are not what the record renders to, or where it holds something that neither the signature nor the card would
 *   vouch for.
 */
export async function sealDossier(folder: string, key: PrivateKey, options: SealOptions = {}): Promise<Seal> {
  if (!(await isDossier(folder))) {
    throw refusal(folder, `it has no ${cardFile}`, 'Give the folder that a comparison wrote for one variant.');
  }
  const text = await signIfSound(folder, key, options);
  const file = join(folder, signatureFile);
  await writeFileAtomically(file, text);
  return { file, keyId: key.publicKey.id };
}

async function signIfSound(folder: string, key: PrivateKey, { render, signal }: SealOptions): Promise<string> {
  try {
    const parts = await listDossier(folder, signal);
    const [problem] = await problemsOf(parts, folder, { render, signal });
    if (problem) {
      throw refusal(
        folder,
        `${quoted(problem.file)} ${problem.problem}`,
        'Run audit compare again: it writes the dossier anew. Then seal it.',
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
  { render, signal }: SealOptions,
): Promise<readonly Problem[]> {
  const unsealable = [...outside, ...problemsBelow(layout.modelFolder, model.strays)];
  if (unsealable.length > 0) return unsealable;
  assertSignable(model, layout.signature);
  const file = model.files.find(({ name }) => name === layout.cardJson);
  if (!file) throw refusal(folder, `it has no ${cardFile}`, 'Give the folder that a comparison wrote for one variant.');
  const reading = await readCard(file.path);
  if (reading.kind === 'refused') return [{ file: cardFile, problem: `cannot be read: ${reading.reason}` }];
  const { card } = reading;
  return [
    ...problemsBelow(layout.modelFolder, await compareModel(model, card.variant, { signal })),
    ...problemsBelow(layout.evidenceFolder, await compareEvidence(evidence, card.evidence, signal)),
    ...problemsBelow(layout.modelFolder, render ? await compareCards(model, card.record, render) : []),
  ];
}

/** What differs between the cards and what the record renders to. */
async function compareCards({ files }: Contents, record: unknown, render: RenderCards): Promise<readonly Problem[]> {
  let cards: Readonly<Record<string, string>>;
  try {
    cards = await render(record);
  } catch {
    return [{ file: layout.cardJson, problem: 'is no whole record: no card can be made of it' }];
  }
  const problems: Problem[] = [];
  for (const [name, text] of Object.entries(cards)) {
    const found = files.find((file) => file.name === name);
    const isSame = found && (await readFile(found.path)).equals(Buffer.from(text));
    if (!isSame)
      problems.push({ file: name, problem: `is not the card of ${layout.cardJson}, as this version makes it` });
  }
  return problems;
}

function refusal(folder: string, reason: string, wayOut: string): AuditError {
  return new AuditError('dossier', `This folder cannot be sealed: ${reason}.`, { place: { file: folder }, wayOut });
}

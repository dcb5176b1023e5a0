import { lstat, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** Names inside a dossier; slashes on every system, because they are compared with what a signature says. */
export const layout = {
  /** What is signed: the variant's files and its card. */
  modelFolder: 'data/model',
  /** What the card's numbers rest on; the card holds every file's hash. */
  evidenceFolder: 'data/evidence',
  /** In the model folder: the record. */
  cardJson: 'card.json',
  /** In the model folder: the card for readers. */
  cardHtml: 'card.html',
  /** In the model folder: the card in Markdown. */
  cardMarkdown: 'README.md',
  /** In the model folder: an OpenSSF Model Signing bundle over the rest of it. */
  signature: 'model.sig',
} as const;

/** The card's record, from the dossier's root. */
export const cardFile = `${layout.modelFolder}/${layout.cardJson}`;

/** The signature, from the dossier's root. */
export const signatureFile = `${layout.modelFolder}/${layout.signature}`;

/** Whether a folder is laid out as a dossier, sealed or not: it has `data/model/` with a card or a signature in it. */
export async function isDossier(folder: string): Promise<boolean> {
  const isFolder = await stat(join(folder, layout.modelFolder)).then(
    (status) => status.isDirectory(),
    () => false,
  );
  return isFolder && ((await isThere(join(folder, cardFile))) || (await isThere(join(folder, signatureFile))));
}

async function isThere(path: string): Promise<boolean> {
  return lstat(path).then(
    (status) => !status.isDirectory(),
    () => false,
  );
}

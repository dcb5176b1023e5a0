import { copyFile, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { AuditError, makeFolder, outputError, prettyJson, quoted, sha256, systemErrorCode } from '../base/index.js';
import { layout, whyCollidingNames } from '../dossier/index.js';
import { hashModelFiles, modelPlaces } from '../models/index.js';
import type { AuditRecord } from '../record/index.js';
import { renderCards } from './render-cards.js';

/** A file of evidence, by its name under `data/evidence`. */
export interface EvidenceFile {
  readonly name: string;
  readonly content: string;
}

/** Hashes of evidence, by name, as the record holds them. */
export function hashEvidence(files: readonly EvidenceFile[]): Readonly<Record<string, string>> {
  const sorted = [...files].sort((a, b) => (a.name < b.name ? -1 : 1));
  return Object.fromEntries(sorted.map(({ name, content }) => [name, sha256(content)]));
}

/**
 * Writes a dossier whole into a folder of its own, from which it then takes its place.
 *
 * @param model the path of the variant; its copy must be what the record says of it
 * @throws {AuditError} `model` where a file of it has a name that the dossier needs, or is not what was audited; `output` or
 *   `resources` where the folder cannot be written
 */
export async function stageDossier(
  staging: string,
  record: AuditRecord,
  evidence: readonly EvidenceFile[],
  model: string,
  signal?: AbortSignal,
): Promise<void> {
  assertNamesFit(record, model);
  try {
    await rm(staging, { recursive: true, force: true });
    const inModel = join(staging, layout.modelFolder);
    const inEvidence = join(staging, layout.evidenceFolder);
    await makeFolder(inModel);
    await makeFolder(inEvidence);
    for (const { name, path } of await modelPlaces(model, record.variant.externalData)) {
      await makeFolder(dirname(join(inModel, name)));
      await copyFile(path, join(inModel, name));
    }
    const copy = await hashModelFiles(join(inModel, basename(model)), record.variant.externalData, signal);
    if (copy.sha256 !== record.variant.sha256) {
      throw new AuditError(
        'model',
        `The model ${quoted(record.variant.name)} is no longer the file that was audited.`,
        {
          place: { file: model },
          wayOut:
            'Put back the one that was audited and run the same command again, or audit the new one with --force.',
        },
      );
    }
    await writeFile(join(inModel, layout.cardJson), prettyJson(record));
    for (const [name, text] of Object.entries(await renderCards(record))) await writeFile(join(inModel, name), text);
    for (const { name, content } of evidence) await writeFile(join(inEvidence, name), content);
  } catch (error) {
    throw systemErrorCode(error) === undefined ? error : outputError(staging, error);
  }
}

/** Files of the model lie beside the cards and the signature, also on systems that do not tell `CARD.JSON` from `card.json`. */
function assertNamesFit({ variant }: AuditRecord, model: string): void {
  const own = [basename(model), ...variant.externalData].map((name) =>
    name.replace(/^(\.\/+)+/u, '').replace(/\/.*$/u, ''),
  );
  const collision = whyCollidingNames([
    layout.cardJson,
    layout.cardHtml,
    layout.cardMarkdown,
    layout.signature,
    ...new Set(own),
  ]);
  if (collision === undefined) return;
  throw new AuditError('model', `A file of the model cannot lie in the dossier beside its other parts: ${collision}.`, {
    place: { file: model },
    wayOut: 'Rename it, and export the model again.',
  });
}

import { copyFile, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { AuditError, outputError, prettyJson, quoted, sha256 } from '../base/index.js';
import { layout } from '../dossier/index.js';
import { modelPlaces } from '../models/index.js';
import { renderCardHtml, renderCardMarkdown } from '../report/index.js';
import type { AuditRecord } from '../record/index.js';

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

/** Writes a dossier whole: in a folder of its own first, which then takes the place of what was there. */
export async function writeDossier(
  target: string,
  staging: string,
  record: AuditRecord,
  model: { readonly path: string; readonly externalData: readonly string[] },
  evidence: readonly EvidenceFile[],
): Promise<void> {
  const reserved: readonly string[] = [layout.cardJson, layout.cardHtml, layout.cardMarkdown, layout.signature];
  const clash = [basename(model.path), ...model.externalData].find((name) => reserved.includes(name));
  if (clash !== undefined) {
    throw new AuditError('model', `A file of the model is called ${quoted(clash)}, as a part of the dossier is.`, {
      place: { file: model.path },
      wayOut: 'Rename it, and export the model again.',
    });
  }
  try {
    await rm(staging, { recursive: true, force: true });
    const inModel = join(staging, layout.modelFolder);
    const inEvidence = join(staging, layout.evidenceFolder);
    await mkdir(inModel, { recursive: true });
    await mkdir(inEvidence, { recursive: true });
    for (const { name, path } of await modelPlaces(model.path, model.externalData)) {
      await mkdir(dirname(join(inModel, name)), { recursive: true });
      await copyFile(path, join(inModel, name));
    }
    await writeFile(join(inModel, layout.cardJson), prettyJson(record));
    await writeFile(join(inModel, layout.cardHtml), await renderCardHtml(record));
    await writeFile(join(inModel, layout.cardMarkdown), renderCardMarkdown(record));
    for (const { name, content } of evidence) await writeFile(join(inEvidence, name), content);
    await rm(target, { recursive: true, force: true });
    await mkdir(dirname(target), { recursive: true });
    await rename(staging, target);
  } catch (error) {
    await rm(staging, { recursive: true, force: true });
    throw outputError(target, error);
  }
}

import { readFile, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { makeFolder, outputError, prettyJson, systemErrorCode, writeFileAtomically } from '../base/index.js';

/** One whole part of an outcome table. */
export interface OutcomePart {
  readonly index: number;
  /** The file's name in the table's folder. */
  readonly file: string;
}

const partName = /^part-(\d{5,})\.parquet$/u;
const keyFile = 'run.json';

/** Name of a part's file. */
export function partFile(index: number): string {
  return `part-${String(index).padStart(5, '0')}.parquet`;
}

/** The parts that are there, in order; none where there is no folder. */
export async function wholeParts(folder: string): Promise<readonly OutcomePart[]> {
  const parts = (await namesIn(folder)).flatMap((file): readonly OutcomePart[] => {
    const match = partName.exec(file);
    return match ? [{ index: Number(match[1]), file }] : [];
  });
  return parts.sort((a, b) => a.index - b.index);
}

/**
 * Makes a folder ready for a run's parts: what a killed run left half-written is removed, and so are the parts of any run that had
 * another key. For the one process that scores into the folder.
 */
export async function claimParts(folder: string, key: string): Promise<void> {
  try {
    await makeFolder(folder);
    for (const name of await namesIn(folder)) {
      if (name.endsWith('.tmp')) await rm(join(folder, name), { force: true });
    }
    if ((await readKey(folder)) === key) return;
    // The key last: parts without one belong to nobody.
    await rm(join(folder, keyFile), { force: true });
    await dropParts(folder, 0);
    await writeFileAtomically(join(folder, keyFile), prettyJson({ format: 'fairweight-outcome-parts/1', key }));
  } catch (error) {
    throw outputError(folder, error);
  }
}

/** Removes the parts from one on. */
export async function dropParts(folder: string, from: number): Promise<void> {
  for (const { index, file } of await wholeParts(folder)) {
    if (index >= from) await rm(join(folder, file), { force: true });
  }
}

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return [];
    throw outputError(folder, error);
  }
}

async function readKey(folder: string): Promise<string | undefined> {
  try {
    const found: unknown = JSON.parse(await readFile(join(folder, keyFile), 'utf8'));
    return typeof found === 'object' && found !== null && 'key' in found ? String(found.key) : undefined;
  } catch {
    return undefined;
  }
}

import { contentsBelow, listContents, type Contents, type Problem } from './contents.js';
import { layout } from './layout.js';

/** A dossier's contents, by what vouches for them. */
export interface DossierParts {
  /** Named from the model folder: the signature vouches for these. */
  readonly model: Contents;
  /** Named from the evidence folder: the card vouches for these. */
  readonly evidence: Contents;
  /** Everything else, for which nothing vouches. Named from the dossier's root. */
  readonly outside: readonly Problem[];
}

/** Lists all of a dossier, following no link. @throws what the file system says. */
export async function listDossier(folder: string, signal?: AbortSignal): Promise<DossierParts> {
  const contents = await listContents(folder, signal);
  const outside: Problem[] = [
    ...contents.strays.filter(({ file }) => !isInParts(file)),
    ...contents.files
      .filter(({ name }) => !isInParts(name))
      .map(({ name }) => ({ file: name, problem: 'does not belong to a dossier' })),
  ];
  return {
    model: contentsBelow(contents, layout.modelFolder),
    evidence: contentsBelow(contents, layout.evidenceFolder),
    outside,
  };
}

/** The same problems, named from the dossier's root. */
export function problemsBelow(folder: string, problems: readonly Problem[]): Problem[] {
  return problems.map(({ file, problem }) => ({ file: file === '' ? folder : `${folder}/${file}`, problem }));
}

function isInParts(name: string): boolean {
  return name.startsWith(`${layout.modelFolder}/`) || name.startsWith(`${layout.evidenceFolder}/`);
}

import { sealDossier, type PrivateKey, type Seal } from '../dossier/index.js';
import type { AuditRecord } from '../record/index.js';
import { renderCards } from './render-cards.js';

/**
 * Seals a dossier that {@link compare} wrote, whose model, evidence and cards must be what its record says.
 *
 * @throws {AuditError} `dossier` where they are not
 */
export async function seal(
  folder: string,
  key: PrivateKey,
  options: { readonly signal?: AbortSignal | undefined } = {},
): Promise<Seal> {
  // The dossier knows the record's format and no more of it; one that does not render is refused.
  return sealDossier(folder, key, { ...options, render: (record) => renderCards(record as AuditRecord) });
}

import type { AuditRecord } from '../../record/index.js';

/** Where the seal is: the card is sealed after it is written, so that it cannot name the key itself. */
export const sealInWords =
  'The seal is made after the card, so the card cannot name the key: the signature over this folder is data/model/model.sig. ' +
  'Check it offline, with the dossier’s folder and the public key of whoever released it; the command says whether that key signed it.';

/** What a number can be recomputed from, as far as this record has numbers about people. */
export function recomputingInWords({ provenance }: AuditRecord): string {
  return provenance.outcomeTableSha256 === undefined
    ? 'Sizes can be recomputed from both files, whose SHA-256 stand above.'
    : 'Each number about people can be recomputed from the outcome table and the plan, whose SHA-256 stand above; whoever ran the audit has the table.';
}

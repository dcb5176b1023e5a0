import type { Command } from 'commander';
import type { DossierState, PublicKey } from '../dossier/index.js';

/** `audit verify`. */
export function addVerify(program: Command, finish: (code: number) => void): void {
  program
    .command('verify')
    .description('check offline that a dossier is as it was signed')
    .argument('<dossier>', 'the folder')
    .option('--key <file>', 'the public key of whoever should have signed it')
    .action(async (dossier: string, { key: file }: { readonly key?: string }) => {
      const { loadPublicKey, verifyDossier, verifyExitCode } = await import('../dossier/index.js');
      const { safeText } = await import('../base/index.js');
      const key = file === undefined ? undefined : await loadPublicKey(file);
      const state = await verifyDossier(dossier, key);
      if (state.kind === 'unreadable') {
        process.stderr.write(`audit: this cannot be verified: ${safeText(state.reason, 1000)}.\n`);
      } else {
        process.stdout.write(`${describe(state, key, safeText).join('\n')}\n`);
      }
      finish(verifyExitCode(state));
    });
}

/** What was found, a line each; names from the dossier are made safe. */
function describe(
  state: Exclude<DossierState, { readonly kind: 'unreadable' }>,
  key: PublicKey | undefined,
  safe: (text: string, limit?: number) => string,
): readonly string[] {
  switch (state.kind) {
    case 'intact':
      if (state.signer === 'given-key') return ['intact   every byte is as it was signed with the given key'];
      return key
        ? [
            `unknown  not signed with the given key, ${key.id}, but with ${hintOf(state.keyHint, safe)}`,
            '         nothing was altered since, which says nothing about who made it',
          ]
        : [
            `unknown  signed with ${hintOf(state.keyHint, safe)}; give the public key that you trust with --key`,
            '         nothing was altered since it was signed',
          ];
    case 'unsigned':
      return [
        'unsigned  model and evidence are what the card says, but nothing protects any of them; seal it with audit seal',
      ];
    case 'altered':
      return [
        'altered  this dossier is not what was signed:',
        ...state.problems.map(({ file, problem }) => `  ${safe(file, 300)}  ${problem}`),
      ];
  }
}

/** The key that the signature names, which anyone may write there. */
function hintOf(keyHint: string | undefined, safe: (text: string, limit?: number) => string): string {
  return keyHint === undefined ? 'one that it does not name' : `one that calls itself ${safe(keyHint, 80)}`;
}

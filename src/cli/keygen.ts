import type { Command } from 'commander';

/** `audit keygen`. */
export function addKeygen(program: Command, finish: (code: number) => void): void {
  program
    .command('keygen')
    .description('make a key pair (P-256) that seals dossiers')
    .option('--out <file>', 'the private key; the public one goes beside it', 'release.pem')
    .addHelpText('after', '\nWith FAIRWEIGHT_PASSPHRASE in the environment the private key is encrypted with it.')
    .action(async ({ out }: { readonly out: string }) => {
      const { writeKeyPair } = await import('../dossier/index.js');
      const pair = await writeKeyPair(out, { passphrase: process.env['FAIRWEIGHT_PASSPHRASE'] });
      process.stdout.write(
        `private  ${pair.privateFile}  (keep it to yourself)\npublic   ${pair.publicFile}\nkey      ${pair.id}\n`,
      );
      finish(0);
    });
}

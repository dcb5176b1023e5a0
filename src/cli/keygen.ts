import type { Command } from 'commander';

const notEncrypted =
  'audit: the private key is not encrypted: whoever can read the file can seal with it.\n' +
  '  For one that is, set the variable FAIRWEIGHT_PASSPHRASE, here and whenever you seal, and make a key again.\n';

/** `audit keygen`. */
export function addKeygen(program: Command, finish: (code: number) => void): void {
  program
    .command('keygen')
    .description('make a key pair (P-256) that seals dossiers')
    .option('--out <file>', 'the private key; the public one goes beside it', 'release.pem')
    .addHelpText('after', '\nWith FAIRWEIGHT_PASSPHRASE in the environment the private key is encrypted with it.')
    .action(async ({ out }: { readonly out: string }) => {
      const { writeKeyPair } = await import('../dossier/index.js');
      const passphrase = process.env['FAIRWEIGHT_PASSPHRASE'];
      const pair = await writeKeyPair(out, { passphrase });
      process.stdout.write(
        `private  ${pair.privateFile}  (${passphrase === undefined ? 'not encrypted; ' : 'encrypted; '}keep it to yourself)\npublic   ${pair.publicFile}\nkey      ${pair.id}\n`,
      );
      if (passphrase === undefined) process.stderr.write(notEncrypted);
      finish(0);
    });
}

import type { Command } from 'commander';

/** `audit seal`. */
export function addSeal(program: Command, finish: (code: number) => void): void {
  program
    .command('seal')
    .description('sign a dossier')
    .argument('<dossier>', 'a folder that audit compare wrote, such as fairweight-out/int8')
    .requiredOption('--key <file>', 'the private key')
    .addHelpText('after', '\nThe passphrase of an encrypted key comes from the variable FAIRWEIGHT_PASSPHRASE.')
    .action(async (dossier: string, { key: file }: { readonly key: string }) => {
      const { loadPrivateKey, publicFileOf } = await import('../dossier/index.js');
      const { seal } = await import('../audit/index.js');
      const { key, warnings } = await loadPrivateKey(file, process.env['FAIRWEIGHT_PASSPHRASE']);
      for (const warning of warnings) process.stderr.write(`audit: ${warning}\n`);
      const { keyId } = await seal(dossier, key);
      process.stdout.write(
        `sealed  ${dossier}\nkey     ${keyId}\nverify  audit verify ${dossier} --key ${publicFileOf(file)}\n`,
      );
      finish(0);
    });
}

// Runs a benchmark written in TypeScript against the built package: node scripts/bench.mjs bench/validity/coverage.ts [arguments]
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import ts from 'typescript';

const root = fileURLToPath(new URL('..', import.meta.url));
const benches = join(root, 'bench');
const [file = '', ...rest] = process.argv.slice(2);
const folder = mkdtempSync(join(benches, '.run-'));
try {
  const sources = readdirSync(benches, { recursive: true }).filter((name) => /^[^.].*\.ts$/u.test(name));
  for (const name of sources) {
    const { outputText } = ts.transpileModule(readFileSync(join(benches, name), 'utf8'), {
      compilerOptions: { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022 },
    });
    const script = join(folder, name.replace(/\.ts$/u, '.js'));
    mkdirSync(dirname(script), { recursive: true });
    writeFileSync(script, outputText.replaceAll(/'(?:\.\.\/)+src\//g, `'${pathToFileURL(join(root, 'dist')).href}/`));
  }
  const script = join(folder, relative(benches, resolve(file)).replace(/\.ts$/u, '.js'));
  process.argv = [process.argv[0], script, ...rest];
  await import(pathToFileURL(script).href);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

// Compiles src/ to dist/, and puts what the command runs together in few files: hundreds of modules take longer to open than to run.
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const dist = join(root, 'dist');
const typescript = createRequire(import.meta.url).resolve('typescript/package.json');
rmSync(dist, { recursive: true, force: true });
execFileSync(process.execPath, [join(dirname(typescript), 'bin', 'tsc'), '-p', join(root, 'tsconfig.build.json')], {
  stdio: 'inherit',
});

const modules = readdirSync(dist, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.js'));
/** Files that processes and threads are started on, which their callers find beside themselves. */
const started = modules.flatMap((file) =>
  Array.from(
    readFileSync(join(dist, file), 'utf8').matchAll(
      /'\.\/([\w-]+\.js)', import\.meta\.url|import\.meta\.url, '\.\/([\w-]+\.js)'/gu,
    ),
    (match) => join(dist, dirname(file), match[1] ?? match[2]),
  ),
);
const entries = modules.filter(
  (file) => /(?:-child|-thread|orphan-watch)\.js$/u.test(file) && !/serve-thread|watched-child/u.test(file),
);
const names = started.map((file) => basename(file));
if (new Set(names).size !== names.length || !entries.every((file) => names.includes(basename(file))))
  throw new Error(`started are ${names.join(', ')}; entries are ${entries.join(', ')}`);
const bundle = await rolldown({
  input: Object.fromEntries([join(dist, 'cli', 'main.js'), ...started].map((file) => [basename(file, '.js'), file])),
  platform: 'node',
  // What a barrel exports and an entry does not use is left out: no module does anything by being imported.
  treeshake: { moduleSideEffects: false },
  // What is installed stays where it is.
  external: (name) => !name.startsWith('.') && !name.startsWith('/'),
});
// As deep as the modules were, so that they find package.json and templates/.
await bundle.write({
  dir: join(dist, 'bundled'),
  format: 'esm',
  entryFileNames: '[name].js',
  chunkFileNames: 'shared-[hash].js',
  minify: { compress: false, mangle: false, codegen: { removeWhitespace: true } },
});
await bundle.close();

/**
 * Draws the 960 emoji as PNG, 128 pixels a side, with transparency: 48 drawings, 5 skin tones, 4 styles.
 *
 * Each icon is rendered from an SVG of its own: the gradient ids of the icon sets repeat from icon to icon, so icons
 * put into one document would borrow each other's colours.
 *
 * Usage: node rasterise.mjs WORK   (reads WORK/node_modules, writes WORK/drawings/STYLE/NAME/TONE.png)
 */
import { mkdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';

const SIDE = 128;

const work = resolve(process.argv[2] ?? fail('Usage: node rasterise.mjs WORK'));
// The packages live in the work folder, not beside this file, so that nothing large lands in the repository.
const require = createRequire(join(work, 'package.json'));
const sharp = require('sharp');

const catalogue = JSON.parse(await readFile(new URL('drawings.json', import.meta.url), 'utf8'));
const names = [
  ...catalogue.gestures,
  ...catalogue.roles.flatMap((role) =>
    catalogue.genders.map((gender) => (gender === 'person' ? role : `${gender}-${role}`)),
  ),
];

let drawn = 0;
for (const [style, source] of Object.entries(catalogue.styles)) {
  const icons = require(`${source.package}/icons.json`);
  for (const name of names) {
    const folder = join(work, 'drawings', style, name);
    await mkdir(folder, { recursive: true });
    for (const tone of catalogue.skinTones) {
      const svg = toSvg(icons, `${name}-${tone}${source.toneSuffix}`);
      await sharp(Buffer.from(svg)).png().toFile(join(folder, `${tone}.png`));
      drawn += 1;
    }
  }
}
console.log(`${drawn} drawings in ${join(work, 'drawings')}`);

/** One icon as a whole SVG document. Aliases are refused: they may stand for another drawing, turned or flipped. */
function toSvg(icons, name) {
  const icon = icons.icons[name] ?? fail(`${icons.prefix} has no icon of its own called ${name}`);
  const { left = 0, top = 0, width = icons.width, height = icons.height } = icon;
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" ` +
    `width="${SIDE}" height="${SIDE}" viewBox="${left} ${top} ${width} ${height}">${icon.body}</svg>`
  );
}

function fail(message) {
  console.error(message);
  process.exit(1);
}

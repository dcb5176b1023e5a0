import { createHash } from 'node:crypto';
import { readFile, readdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

/** From `src/report` and from `dist/report` alike. */
const templatesFolder = new URL('../../templates/', import.meta.url);

/**
 * Fills a template of the package's `templates/` and makes a page of it: one file, no script, and a policy that allows
 * nothing but the one stylesheet, by its hash, and pictures inside the file.
 *
 * Text of the view is escaped by the template; only values made by {@link markup} are not.
 */
export async function renderPage(
  name: 'card' | 'comparison' | 'predictions',
  title: string,
  view: object,
): Promise<string> {
  const { default: handlebars } = await import('handlebars');
  const engine = handlebars.create();
  for (const file of (await readdir(new URL('partials/', templatesFolder))).sort()) {
    if (file.endsWith('.hbs')) engine.registerPartial(file.slice(0, -4), await templateText(`partials/${file}`));
  }
  engine.registerHelper('svg', (chart: unknown) => new engine.SafeString(trusted(chart)));
  const css = (await templateText('card.css')).trim();
  const template = engine.compile(await templateText('page.hbs'), { strict: true });
  engine.registerPartial('body', await templateText(`${name}.hbs`));
  return template(
    {
      ...view,
      pageTitle: title,
      css: markup(`\n${css}\n`),
      policy: `default-src 'none'; img-src data:; style-src 'sha256-${createHash('sha256').update(`\n${css}\n`).digest('base64')}'; base-uri 'none'; form-action 'none'`,
    },
    { allowProtoPropertiesByDefault: false, allowProtoMethodsByDefault: false },
  );
}

/** Markup that this project drew, apart from the texts around it. */
export interface Markup {
  readonly markup: string;
}

export function markup(text: string): Markup {
  return { markup: text };
}

function trusted(value: unknown): string {
  if (typeof value === 'object' && value !== null && 'markup' in value && typeof value.markup === 'string')
    return value.markup;
  throw new TypeError('only drawn charts and the stylesheet are markup');
}

async function templateText(name: string): Promise<string> {
  return (await readFile(fileURLToPath(new URL(name, templatesFolder)), 'utf8')).replaceAll('\r\n', '\n');
}

import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium, type Browser, type Page } from 'playwright-core';

const known = [
  process.env['FAIRWEIGHT_CHROMIUM'],
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** The browser to try cards in; where there is none, tests are skipped aloud, but on a CI machine they fail. */
export const browserPath = known.find((path) => path !== undefined && existsSync(path));

export const mayBeSkipped = browserPath === undefined && process.env['CI'] === undefined;

if (mayBeSkipped) {
  process.stderr.write('No Chromium was found, so no card was opened: set FAIRWEIGHT_CHROMIUM to its path.\n');
}

export async function openBrowser(): Promise<Browser> {
  return chromium.launch({
    ...(browserPath === undefined ? {} : { executablePath: browserPath }),
    args: ['--no-sandbox', '--disable-gpu'],
  });
}

/** What a page did on its own while it was opened. */
export interface Opened {
  readonly page: Page;
  readonly complaints: readonly string[];
  readonly requests: readonly string[];
}

export interface OpenOptions {
  readonly width?: number;
  readonly scheme?: 'light' | 'dark';
  /** Only where a test injects a script of its own. */
  readonly bypassPolicy?: boolean;
}

/** Opens a page from a file, as a reader would, and closes everything afterwards. */
export async function withPage<T>(
  browser: Browser,
  html: string,
  options: OpenOptions,
  use: (opened: Opened) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'fairweight-card-'));
  const context = await browser.newContext({
    viewport: { width: options.width ?? 1280, height: 800 },
    colorScheme: options.scheme ?? 'light',
    bypassCSP: options.bypassPolicy ?? false,
  });
  try {
    const path = join(folder, 'card.html');
    await writeFile(path, html);
    const page = await context.newPage();
    const complaints: string[] = [];
    const requests: string[] = [];
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('request', (request) => requests.push(request.url().startsWith('data:') ? 'data:' : request.url()));
    const url = pathToFileURL(path).href;
    await page.goto(url, { waitUntil: 'load' });
    return await use({
      page,
      complaints,
      requests: requests.filter((request) => request !== url && request !== 'data:'),
    });
  } finally {
    await context.close();
    await rm(folder, { recursive: true, force: true });
  }
}

interface AxeResult {
  readonly violations: readonly {
    readonly id: string;
    readonly help: string;
    readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[];
  }[];
}

/** What axe-core finds wrong with the page, a line a finding. */
export async function axeFindings(page: Page): Promise<readonly string[]> {
  await page.addScriptTag({ path: createRequire(import.meta.url).resolve('axe-core') });
  const result = await page.evaluate<AxeResult>('axe.run(document, { resultTypes: ["violations"] })');
  return result.violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${help}: ${html.slice(0, 160)} ${failureSummary ?? ''}`),
  );
}

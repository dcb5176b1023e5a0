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

/** What a page did on its own while it was open. */
export interface Opened {
  readonly page: Page;
  readonly complaints: readonly string[];
  readonly requests: readonly string[];
}

/** How the reader's window looks. */
export interface Look {
  readonly width?: number;
  readonly scheme?: 'light' | 'dark';
}

/** A reader with one window, in which one page after the other is opened. */
export interface Reader {
  /** Opens a page from a file, as a reader would. */
  readonly open: (html: string, look?: Look) => Promise<Opened>;
  /** Changes the window of the page that is open. */
  readonly look: (look: Look) => Promise<void>;
  readonly close: () => Promise<void>;
}

/**
 * @param isExaminer lets a test run a script of its own in the pages, which their policy forbids; axe-core is there then.
 */
export async function openReader(browser: Browser, isExaminer = false): Promise<Reader> {
  const folder = await mkdtemp(join(tmpdir(), 'fairweight-card-'));
  const path = join(folder, 'card.html');
  const url = pathToFileURL(path).href;
  const context = await browser.newContext({ bypassCSP: isExaminer });
  const page = await context.newPage();
  if (isExaminer) await page.addInitScript({ path: createRequire(import.meta.url).resolve('axe-core') });
  let complaints: string[] = [];
  let requests: string[] = [];
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('request', (request) => {
    if (request.url() !== url && !request.url().startsWith('data:')) requests.push(request.url());
  });
  const look: Reader['look'] = async ({ width = 1280, scheme = 'light' }) => {
    await page.setViewportSize({ width, height: 800 });
    await page.emulateMedia({ colorScheme: scheme });
  };
  return {
    look,
    open: async (html, as = {}) => {
      [complaints, requests] = [[], []];
      await writeFile(path, html);
      await look(as);
      await page.goto(url, { waitUntil: 'load' });
      return { page, complaints, requests };
    },
    close: async () => {
      await context.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

interface AxeResult {
  readonly violations: readonly {
    readonly id: string;
    readonly help: string;
    readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[];
  }[];
}

/** What axe-core finds wrong with the page that an examiner has open, a line a finding. */
export async function axeFindings(page: Page): Promise<readonly string[]> {
  const result = await page.evaluate<AxeResult>('axe.run(document, { resultTypes: ["violations"] })');
  return result.violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${help}: ${html.slice(0, 160)} ${failureSummary ?? ''}`),
  );
}

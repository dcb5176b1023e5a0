import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { audit, expectRefusal } from './audit-command.js';
import { planText, tableText, tabularFolder } from './tabular.js';

/** Values that are something else to a browser, a terminal, a template, a spreadsheet or Markdown. */
const hostile = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(2)>',
  'it\'s "quoted" & more',
  'left\u202egnp.right',
  '{{constructor}} {{{raw}}}',
  '=cmd()|calc',
  '\u001b[31mred\u001b[0m\u0007',
  '| a | [b](javascript:alert(3)) `c`',
  '![p](http://example.org/p.png)',
  '__proto__',
  'constructor',
];

const quote = (text: string): string => `"${text.replaceAll('"', '""')}"`;

describe('text from a table, a plan and a model', () => {
  it('is shown as text on the card, in its Markdown and on the terminal', async () => {
    const rows = hostile.length * 60;
    const folder = await tabularFolder({
      'table.csv': tableText(rows, (_, i) => ({ team: quote(hostile[i % hostile.length] ?? '') })),
      'audit.yaml': planText({
        name: JSON.stringify('<script>alert(4)</script> {{name}}'),
        variants: '{ "off": off.onnx, same: same.onnx }',
        claims: `[{ id: c, text: ${JSON.stringify('<script>alert(5)</script> {{x}} \u202egnp')} }]`,
        notes: `{ intended_use: ${JSON.stringify('<img src=x onerror=alert(6)> [a](javascript:b) {{notes}}')} }`,
      }),
    });
    const ended = await audit(folder, ['compare', '--sessions', '0']);
    expect(ended.code).toBe(1);
    const read = (name: string): Promise<string> => readFile(join(folder, 'fairweight-out', name), 'utf8');
    const card = await read('off/data/model/card.html');
    const page = await read('compare.html');
    const markdown = await read('off/data/model/README.md');
    const terminal = ended.stdout + ended.stderr;

    for (const html of [card, page]) {
      expect(html).not.toMatch(/<script>alert|<img src=x|<[^>]*\sonerror=|href="javascript:/u);
      expect(html).not.toMatch(/\u202e|\p{Cc}(?<![\t\n\r])/u);
    }
    // It is there, just not as markup.
    expect(card).toMatch('&lt;script&gt;alert(1)');
    expect(card).toMatch('{{constructor}}');
    expect(card).toMatch('\\u{202e}');
    expect(card).toMatch('=cmd()');

    expect(markdown).not.toMatch(/(?<!\\)<(script|img)\b|\u202e|\p{Cc}(?<!\n)/u);
    expect(markdown).not.toMatch(/(?<!\\)\]\((javascript|http:\/\/example)/u);
    // A row of a Markdown table has as many bars as its head, whatever the values hold.
    const bars = (line: string): number => line.match(/(?<!\\)\|/gu)?.length ?? 0;
    for (const block of markdown.split(/\n\n+/u).filter((text) => text.startsWith('|'))) {
      const lines = block.split('\n').filter((line) => line.startsWith('|'));
      expect(new Set(lines.map(bars)).size).toBe(1);
    }

    // eslint-disable-next-line no-control-regex -- control characters are what must not get out
    expect(terminal).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/u);
    expect(terminal).toMatch('__proto__');
  });

  it('keeps apart the values that are names of something in JavaScript', async () => {
    const folder = await tabularFolder({
      'table.csv': tableText(300, (_, i) => ({ team: ['__proto__', 'constructor', 'toString'][i % 3] ?? '' })),
      'audit.yaml': planText(),
    });
    const { stdout } = await audit(folder, ['compare', '--sessions', '0', '--json']);
    for (const value of ['__proto__', 'constructor', 'toString'])
      expect(stdout).toMatch(new RegExp(`"value": ?"${value}"`, 'u'));
  });

  it('cannot move the cursor from an error', async () => {
    const folder = await tabularFolder({
      'table.csv': tableText(100, (_, i) =>
        i === 50 ? { id: quote('\u001b[2Jx\nline'), hours: quote('\u001b[31m\u202e') } : {},
      ),
      'audit.yaml': planText(),
    });
    const ended = await audit(folder, ['compare', '--sessions', '0', '--quiet']);
    expectRefusal(ended, 'hours');
    // eslint-disable-next-line no-control-regex -- control characters are what must not get out
    expect(ended.stderr).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/u);
  });
});

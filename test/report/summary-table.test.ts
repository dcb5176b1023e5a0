import { describe, expect, it } from 'vitest';
import type { Finding } from '../../src/record/index.js';
import { renderSummary } from '../../src/report/index.js';
import { displayWidth, wrapped } from '../../src/report/wording/display-width.js';
import { accuracy, driftFinding, prunedEmoji, slice, worstFirst } from '../reference/records/build.js';
import { judged } from './records.js';

const tones = ['dark', 'medium-dark', 'medium', 'medium-light', 'light'];
const genders = ['hand only', 'person', 'woman'];

function finding(tone: string, gender: string, drift: number): Finding {
  const of = slice(['skin_tone', tone], ['gender', gender]);
  return driftFinding({ slice: of, n: 480, before: 0.9, drift, half: 0.04 }, accuracy, 0.02, 50);
}

const crossings = worstFirst(
  tones.flatMap((tone, i) => genders.map((gender, k) => finding(tone, gender, -0.2 + i / 100 + k / 1000))),
);

function summary(findings: readonly Finding[], width: number, unicode: boolean): readonly string[] {
  const links = { card: 'card.html', dossier: 'pruned' };
  return renderSummary(
    judged(prunedEmoji, () => findings),
    { width, colour: false, unicode, links },
  ).split('\n');
}

describe('names of crossings on the terminal', () => {
  it('are wrapped and not cut, at 80 columns and without colour', () => {
    const lines = summary(crossings, 80, false);
    expect(lines.join('\n')).not.toContain('...');
    const first = lines.findIndex((line) => line.includes('medium-light &'));
    expect(lines.slice(first, first + 2).join(' ')).toMatch(
      /^ {2}skin tone medium-light & gender +480 .* -2\.0 {2}x broken +hand only$/,
    );
    expect(lines.filter((line) => displayWidth(line) > 80)).toEqual([]);
  });

  it('are joined by another sign than that for broken', () => {
    expect(summary(crossings, 120, false).join('\n')).toContain('dark & hand only');
    expect(summary(crossings, 120, false).join('\n')).not.toMatch(/ x (hand only|gender)/);
    expect(summary(crossings, 120, true).join('\n')).toContain('dark × hand only');
  });

  it('are cut where three lines do not hold them', () => {
    expect(wrapped('medium-light & hand only', 14, 3)).toEqual(['medium-light &', 'hand only']);
    expect(wrapped('a b c d e', 1, 3)).toEqual(['a', 'b', '…']);
    expect(wrapped('extraordinarily long', 8, 3)).toEqual(['extraor…', 'long']);
  });
});

describe('the margin on the terminal', () => {
  const undecided = crossings.map((item): Finding => ({
    ...item,
    bound: { value: -0.0312, side: 'lower', level: 0.95, method: 'tango' },
    verdict: { kind: 'undecided', examplesNeeded: 9 },
  }));

  it.each([200, 120, 100, 80, 72])(
    'stands in every row at %d columns, with the bound that decides below the drift',
    (width) => {
      for (const unicode of [true, false]) {
        const lines = summary([...crossings, ...undecided], width, unicode);
        expect(lines.filter((line) => / [-−]2\.0 {2}(✗|x) broken/.test(line))).toHaveLength(15);
        const open = lines.flatMap((line, i) => (/ [-−]2\.0 {2}\? undecided/.test(line) ? [i] : []));
        expect(open).toHaveLength(5);
        const at = lines.find((line) => line.includes(' drift '))?.indexOf('drift');
        for (const i of open) expect(lines[i + 1]?.indexOf('may be 3.1 worse')).toBe(at);
        expect(lines.join('\n')).toContain('9 more');
        expect(lines.filter((line) => displayWidth(line) > width)).toEqual([]);
        expect(lines.join('\n')).not.toMatch(/medium-…|medium-\.\.\./);
      }
    },
  );

  it.each([30, 45])('stands with each finding where there is no room for a table, at %d columns', (width) => {
    const lines = summary(crossings, width, true);
    expect(lines.filter((line) => line.includes('margin −2.0'))).toHaveLength(15);
  });
});

describe('the rows of the terminal', () => {
  const undecided = crossings.map((item): Finding => ({ ...item, verdict: { kind: 'undecided', examplesNeeded: 9 } }));

  it('are every broken promise, up to forty', () => {
    const rows = (lines: readonly string[]): number => lines.filter((line) => line.endsWith('x broken')).length;
    const many = Array.from({ length: 3 }, () => crossings.map((item) => ({ ...item }))).flat();
    expect(rows(summary(crossings, 120, false))).toBe(15);
    expect(rows(summary(many.slice(0, 33), 120, false))).toBe(33);
    expect(rows(summary(many, 120, false))).toBe(40);
    expect(summary(many, 120, false).join('\n')).toContain('5 more broken');
  });

  it('are filled up to twenty with what is undecided', () => {
    const lines = summary([...crossings, ...undecided], 120, false);
    expect(lines.filter((line) => line.includes('? undecided'))).toHaveLength(5);
    expect(lines.join('\n')).toContain('10 more undecided');
  });
});

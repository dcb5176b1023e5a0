import { expect, it } from 'vitest';
import type { AuditRecord, EstimatedRecord } from '../../src/record/index.js';
import { renderCardMarkdown, renderDeploymentSummary } from '../../src/report/index.js';
import { deployedInWords } from '../../src/report/wording/deployment.js';
import { int8Emoji, slice } from '../reference/records/build.js';

const about = (value: number, half: number): EstimatedRecord => ({
  value,
  interval: { lower: value - half, upper: value + half, level: 0.95, simultaneousOver: 2, method: 'mover' },
});
const dark = slice(['skin_tone', 'dark']);
const light = slice(['skin_tone', 'light']);
const nothing = about(0, 0);

const record: AuditRecord = {
  ...int8Emoji,
  deployment: {
    source: 'a <b>survey</b>.',
    tiers: [
      { name: 'flagship', model: 'baseline' },
      { name: 'budget', model: 'int8' },
    ],
    by: ['skin_tone'],
    shares: [
      { slice: [], isOwn: true, shares: [0.8, 0.2] },
      { slice: light, isOwn: false, shares: [0.8, 0.2] },
      { slice: dark, isOwn: true, shares: [0.375, 0.625] },
    ],
    isBound: false,
    metrics: [
      {
        metric: 'accuracy',
        everyone: { n: 2000, baseline: 0.92, deployed: 0.91, drift: about(-0.01, 0.004) },
        groups: [
          {
            slice: light,
            n: 1000,
            baseline: 0.95,
            deployed: 0.94,
            drift: about(-0.01, 0.005),
            common: 0.94,
            ownership: nothing,
          },
          {
            slice: dark,
            n: 900,
            baseline: 0.88,
            deployed: 0.83,
            drift: about(-0.05, 0.01),
            common: 0.864,
            ownership: about(-0.034, 0.007),
            gap: {
              baseline: about(-0.07, 0.02),
              compression: about(-0.006, 0.002),
              ownership: about(-0.034, 0.007),
              deployed: about(-0.11, 0.02),
            },
          },
        ],
        leftOut: [],
      },
    ],
  },
};

it('says first who has which device, then what they get and which part of it comes only from that', () => {
  expect(deployedInWords(record)).toEqual([
    'Of 100 with skin tone “dark”, 37.5 have flagship (the full model) and 62.5 have budget (int8), as declared; of 100 of all, 80 and 20.',
    'As deployed, their accuracy is 83.0 of 100, where with the full model alone it would be 88.0: −5.0 points (−6.0 to −4.0), n\u00a0=\u00a0900.',
    'With the devices of all it would be 86.4: −3.4 points (−4.1 to −2.7) come only from which devices they have.',
    'The gap to the other groups is −11.0 points (−13.0 to −9.0): −7.0 points (−9.0 to −5.0) with the full model alone, −0.6 points (−0.8 to −0.4) from compression if all had the same devices, and −3.4 points (−4.1 to −2.7) only from who owns which device.',
  ]);
});

it('labels shares as declared, names their source, and lets no text of the plan become markup', () => {
  const card = renderCardMarkdown(record);
  expect(card).toContain('## As deployed: what each group gets');
  expect(card).toMatch(/declared \(source: “a .*survey.*”\), not measured/u);
  expect(card).not.toContain('<b>');
  expect(card).toContain('(those of all)');
  expect(renderCardMarkdown(int8Emoji)).not.toContain('As deployed');
});

it.each([80, 50])('fits %i columns of a terminal, in ASCII too', (width) => {
  const text = renderDeploymentSummary(record, { width, colour: false, unicode: false });
  expect(text).toMatch(/skin tone dark, n = 900 +88\.0 to 83\.0/u);
  for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(width);
  // eslint-disable-next-line no-control-regex
  expect(text).toMatch(/^[\x00-\x7f]*$/u);
});

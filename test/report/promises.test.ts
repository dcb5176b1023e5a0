import { describe, expect, it } from 'vitest';
import type { AuditRecord } from '../../src/record/index.js';
import { headlineOf } from '../../src/report/wording/headline.js';
import { methodInWords } from '../../src/report/wording/method.js';
import { byDefault, judged, steady } from './records.js';

const drifts = judged(steady, (findings) => findings.filter(({ kind }) => kind === 'drift'));

/** The card's two places that say what was promised: the paragraph under the headline, and the method. */
function said(record: AuditRecord): { readonly headline: string; readonly method: string } {
  const topic = methodInWords(record).find(({ title }) => title === 'What was promised');
  return { headline: headlineOf(record).promises, method: topic?.text ?? '' };
}

describe('what was promised', () => {
  it('is a default of the tool where the plan promises nothing, with one margin and with many', () => {
    expect(said(byDefault(drifts)).headline).toMatch(
      /^By default a release promises to lose at most 2\.0 points of accuracy in any slice\./,
    );
    const threeMetrics = judged(drifts, (findings) =>
      ['accuracy', 'f1', 'error_rate'].flatMap((metric) => findings.map((finding) => ({ ...finding, metric }))),
    );
    expect(said(byDefault(threeMetrics)).headline).toMatch(
      /^By default a release promises limits for 3 metrics in any slice\./,
    );
    expect(said(threeMetrics).headline).toMatch(/^The release promised limits for 3 metrics in any slice\./);
  });

  it('holds where the plan says, not in any slice', () => {
    const restricted = judged(drifts, (findings) =>
      findings.filter(({ slice }) => slice.length === 0 || slice[0]?.attribute === 'gender'),
    );
    const { headline, method } = said(restricted);
    expect(headline).toMatch(/^The release promised to lose at most 2\.0 points of accuracy /);
    expect(headline).toMatch(
      / (for everyone taken together and by gender|by gender and for everyone taken together)\./,
    );
    expect(method).toMatch(/accuracy −2\.0 points (for everyone taken together|by gender) and /);
    expect(`${headline} ${method}`).not.toContain('any slice');
  });

  it('says of two margins on one metric where each holds', () => {
    const two = judged(drifts, (findings) =>
      findings.map((finding) =>
        finding.slice.length === 0 ? { ...finding, margin: { allowed: 0.01, source: 'plan' as const } } : finding,
      ),
    );
    const { headline, method } = said(two);
    expect(headline).toContain('at most 2.0 points of accuracy by skin tone, by gender and by style, and to lose ');
    expect(headline).toContain('to lose at most 1.0 points of accuracy for everyone taken together');
    expect(method).toContain('accuracy −1.0 points for everyone taken together');
    expect(`${headline} ${method}`).not.toContain('any slice');
  });

  it('says how much further than everyone else a group may move', () => {
    expect(said(steady).headline).toContain(
      ', and that none moves more than 2.0 points further than everyone else in its attribute. Of ',
    );
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ClaimComparator } from '../../src/base/index.js';
import { claimMetrics, judgeClaims, leaveUndecided, type ClaimFacts } from '../../src/claims/index.js';

const interval = { lower: 0.5, upper: 0.6, level: 0.95, simultaneousOver: 1, method: 'session-t' };
const facts: ClaimFacts = {
  baseline: { bytes: 1000, gzipBytes: 800, parameters: 200, zeros: 0, operators: { Conv: 3 } },
  variant: { bytes: 250, gzipBytes: 200, parameters: 200, zeros: 150, operators: { Conv: 3, 'ai.onnx.ml.Scaler': 1 } },
  latency: { ratioP50: { value: 0.55, interval }, ratioP90: { value: 0.55, interval } },
};

function judged(metric: string, comparator: ClaimComparator, value: number, of: ClaimFacts = facts) {
  const [claim] = judgeClaims([{ id: 'c', text: 'A claim', metric, comparator, value }], of);
  if (!claim) throw new Error('no claim came back');
  return claim;
}

describe('a claim that the files decide', () => {
  it.each([
    ['file_bytes', 250],
    ['file_size_ratio', 0.25],
    ['download_bytes', 200],
    ['download_size_ratio', 0.25],
    ['parameters', 200],
    ['parameters_ratio', 1],
    ['nonzero_parameters', 50],
    ['nonzero_parameters_ratio', 0.25],
    ['network_operators', 0],
    ['custom_operators', 0],
  ])('%s is %d, exactly: the border itself still holds', (metric, value) => {
    expect(judged(metric, 'equals', value)).toMatchObject({ source: 'recomputed', result: 'holds', found: { value } });
    expect(judged(metric, 'at_most', value).result).toBe('holds');
    expect(judged(metric, 'at_least', value).result).toBe('holds');
    expect(judged(metric, 'at_least', value + 1e-9).result).toBe('contradicted');
    expect(judged(metric, 'equals', value + 1e-9).result).toBe('contradicted');
    if (value > 0) expect(judged(metric, 'at_most', value - 1e-9).result).toBe('contradicted');
  });

  it('holds or is contradicted, never both and never open, for any border', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 2, noNaN: true }), (value) => {
        const atMost = judged('file_size_ratio', 'at_most', value).result;
        const atLeast = judged('file_size_ratio', 'at_least', value).result;
        expect([atMost, atLeast]).toEqual([
          value >= 0.25 ? 'holds' : 'contradicted',
          value <= 0.25 ? 'holds' : 'contradicted',
        ]);
      }),
    );
  });

  it('stays undecided against a baseline of nothing', () => {
    const empty = { ...facts, baseline: { ...facts.baseline, parameters: 0 } };
    const claim = judged('parameters_ratio', 'at_most', 1, empty);
    expect(claim.result).toBe('undecided');
    expect(claim.found).toBeUndefined();
  });

  it('stays undecided where an operator of a foreign domain may do anything, and names it', () => {
    const operators = { Conv: 1, 'com.microsoft.extensions.AzureTextToText': 1 };
    const claim = judged('network_operators', 'equals', 0, { ...facts, variant: { ...facts.variant, operators } });
    expect(claim.result).toBe('undecided');
    expect(claim.reason).toContain('AzureTextToText');
  });
});

describe('a claim that was measured', () => {
  it('is decided by the whole interval, not by the estimate inside it', () => {
    expect(judged('latency_p90_ratio', 'at_most', 0.6)).toMatchObject({ source: 'measured', result: 'holds' });
    expect(judged('latency_p90_ratio', 'at_most', 0.59).result).toBe('undecided');
    expect(judged('latency_p90_ratio', 'at_most', 0.5).result).toBe('undecided');
    expect(judged('latency_p90_ratio', 'at_most', 0.49).result).toBe('contradicted');
    expect(judged('latency_p50_ratio', 'at_least', 0.5).result).toBe('holds');
    expect(judged('latency_p50_ratio', 'at_least', 0.61).result).toBe('contradicted');
  });

  it('can contradict an exact value but not prove it', () => {
    expect(judged('latency_p50_ratio', 'equals', 0.55).result).toBe('undecided');
    expect(judged('latency_p50_ratio', 'equals', 0.7).result).toBe('contradicted');
  });

  it('shows the found value and its interval', () => {
    const claim = judged('latency_p50_ratio', 'at_most', 1);
    expect(claim.found).toMatchObject({ value: 0.55, interval: { lower: 0.5, upper: 0.6, level: 0.95 } });
    expect(claim.reason).toContain('0.55');
  });

  it('is undecided, with the reason, where nothing was measured', () => {
    const claim = judged('latency_p50_ratio', 'at_most', 1, { baseline: facts.baseline, variant: facts.variant });
    expect(claim).toMatchObject({ source: 'measured', result: 'undecided', reason: 'Latency was not measured.' });
  });
});

describe('a judged claim', () => {
  it('has its members in one order, with the unit and topic of its metric, and nothing else of the plan', () => {
    const stated = {
      about: 'int8',
      value: 1,
      text: 'Small',
      id: 'c',
      comparator: 'at_most',
      metric: 'file_size_ratio',
    } as const;
    const [claim] = judgeClaims([stated], facts);
    const keys = [
      'id',
      'text',
      'metric',
      'title',
      'unit',
      'topic',
      'comparator',
      'value',
      'found',
      'source',
      'result',
      'reason',
    ];
    expect(Object.keys(claim ?? {})).toEqual(keys);
    expect(claim).toMatchObject({ unit: 'ratio', topic: 'size' });
    expect(judged('latency_p50_ratio', 'at_most', 1)).toMatchObject({ unit: 'ratio', topic: 'latency' });
    expect(judged('network_operators', 'equals', 0)).toMatchObject({ unit: 'count', topic: 'privacy' });
  });

  it('can be left undecided for a reason from outside, free text as well', () => {
    const claims = [
      { id: 'a', text: 'Small', metric: 'file_bytes', comparator: 'at_most', value: 1 } as const,
      { id: 'b', text: 'Good' },
    ];
    expect(leaveUndecided(claims, 'Why.')).toMatchObject([
      { id: 'a', source: 'recomputed', result: 'undecided', reason: 'Why.' },
      { id: 'b', source: 'declared', result: 'undecided', reason: 'Why.' },
    ]);
  });
});

describe('the list of claim metrics', () => {
  it('leaves free text declared and unchecked', () => {
    const [claim] = judgeClaims([{ id: 'f', text: 'Trained without collecting raw pictures' }], facts);
    expect(claim).toMatchObject({ source: 'declared', result: 'unchecked' });
  });

  it('names each metric once and defines it', () => {
    expect(new Set(claimMetrics.map(({ name }) => name)).size).toBe(claimMetrics.length);
    for (const { definition } of claimMetrics) expect(definition).toMatch(/\.$/);
  });
});

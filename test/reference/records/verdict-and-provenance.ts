/** Where the records made by hand say they come from, and their verdict. */
import type { AuditRecord, FairnessRecord, JudgedClaim } from '../../../src/record/index.js';
import { claimCounts, promiseCounts } from './parts.js';

export const provenance: AuditRecord['provenance'] = {
  planSha256: '9d1f'.repeat(16),
  outcomeTableSha256: 'c0ffee42'.repeat(8),
  dataSha256: '1234abcd'.repeat(8),
  evidence: { 'latency.json': 'aa11'.repeat(16), 'maps/rise.bin': 'bb22'.repeat(16), 'plan.json': '9d1f'.repeat(16) },
  runtime: 'onnxruntime-node 1.30.0, cpu',
  node: '20.20.2',
  platform: 'linux x64',
  cpu: 'AMD EPYC 7B13, 2 cores, AVX2',
  seed: 'people-emoji/1',
};

export function finish(fairness: FairnessRecord, of: readonly JudgedClaim[]): AuditRecord['verdict'] {
  const promises = promiseCounts(fairness.findings);
  const counts = claimCounts(of);
  const kind = promises.violated > 0 || counts.contradicted > 0 ? 'violated' : promises.undecided + promises.notEstimable > 0 ? 'undecided' : 'kept';
  return { kind, promises, claims: counts, exitCode: kind === 'violated' ? 1 : kind === 'kept' ? 0 : 3 };
}

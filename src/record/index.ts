export * from './types.js';
export * from './deployment.js';
export { fairnessRecord, type FairnessEvidence, type TrainingEvidence } from './fairness.js';
export { progressOfOne } from './measuring-progress.js';
export * from './metrics-record.js';
export * from './release-verdict.js';
export type { SearchRequest } from './search-record.js';

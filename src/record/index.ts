export * from './types.js';
export * from './fairness.js';
export * from './release-verdict.js';

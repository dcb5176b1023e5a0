export * from './claim-metrics.js';
export * from './compare-sizes.js';
export * from './judge-claims.js';
export * from './latency-statistics.js';

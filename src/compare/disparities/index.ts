export * from './disparity.js';
export * from './disparity-drift.js';
export { GroupMeasures, type DisparityRules, type LeftOut, type MeasuredGroup } from './group-measures.js';
export { giniOf } from './gini.js';
export * from './list.js';
export * from './measure.js';
export * from './relative.js';

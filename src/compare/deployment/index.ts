export * from './deployed.js';
export type { DeployedSlice } from './parts-of-groups.js';

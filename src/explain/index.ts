export * from './agreement.js';
export * from './explain.js';
export { whyNotExplainable } from './explain-example.js';
export * from './explain-job.js';
export * from './method.js';
export * from './methods.js';

export * from './error-variance.js';
export * from './excessive-loss.js';
export * from './face.js';
export * from './normalised-change.js';
export * from './summarise.js';

export * from './find-plan.js';
export * from './parse-plan.js';
export { defaultSearch } from './resolve-search.js';
export { planJsonSchema } from './schema.js';
export * from './size-way-out.js';
export * from './types.js';
export * from './variant-names.js';
export * from './vocabulary.js';

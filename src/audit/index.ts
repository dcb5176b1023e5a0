export * from './compare.js';
export * from './compare-options.js';
export type { PlacedDossier } from './place-dossiers.js';
export * from './init.js';
export * from './load-plan.js';
export * from './plan-schema.js';
export * from './prepare-compare.js';
export { planVocabulary } from './vocabulary.js';
export * from './seal.js';

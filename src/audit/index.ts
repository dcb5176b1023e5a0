export * from './compare.js';
export * from './compare-options.js';
export type { PlacedDossier } from './place-dossiers.js';
export * from './init.js';
export * from './load-plan.js';
export * from './plan-schema.js';
export * from './metrics.js';
export * from './metrics-request.js';
export { ranksJsonSchema, tallyJsonSchema } from './file-schemas.js';
export {
  assertMarginsSha256,
  canonicalPromises,
  marginsSha256,
  promisesOfPlan,
  type Promises,
} from './margins-hash.js';
export { judge, type JudgedVariant, type Judgement } from './judge.js';
export { judgedRecords } from './judged-records.js';
export { writePredictionCards } from './prediction-cards.js';
export { mergeTallyFiles, type NamedTally } from './merge-tallies.js';
export { readNamedPlan } from './read-named-plan.js';
export * from './prepare-compare.js';
export { mergeRanks, rankShard, readRanks, writeRanks, type RanksOfShard } from './ranks-file.js';
export { score, type ScoreOptions, type ScoredOutcomes } from './score.js';
export { merge, tally, tallyRanks, type WrittenCounts } from './tally.js';
export { readTally, writeTally, type ReadTally, type TallyOfShard } from './tally-file.js';
export { tallyShard } from './tally-shard.js';
export { planVocabulary } from './vocabulary.js';
export * from './seal.js';

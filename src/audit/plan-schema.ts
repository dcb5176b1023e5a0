import { planJsonSchema } from '../plan/index.js';
import { planVocabulary } from './vocabulary.js';

/** The JSON Schema of `audit.yaml`, with the names of metrics, methods and claims that this version knows. */
export function planSchema(): Record<string, unknown> {
  return planJsonSchema(planVocabulary);
}

import type { DisparityMeasureFacts, DisparityRecord, FairnessRecord } from '../../record/index.js';

/** What the measure of a disparity is called and means; its name alone where the record does not say. */
export function measureOf(
  { disparityMeasures }: FairnessRecord,
  { name }: Pick<DisparityRecord, 'name'>,
): DisparityMeasureFacts {
  return disparityMeasures?.find((facts) => facts.name === name) ?? { name, title: name, definition: '' };
}

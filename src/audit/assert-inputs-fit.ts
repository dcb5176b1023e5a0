import { AuditError } from '../base/index.js';
import { prepareInput } from '../data/index.js';
import type { TensorSpec } from '../models/index.js';
import type { LoadedPlan } from './load-plan.js';

/**
 * Prepares no row at all, so that a plan whose columns or files do not make what the model wants is refused before anything is run.
 *
 * @param targets the baseline's inputs; one that the plan does not feed, or feeds in vain, is refused where the models are opened
 * @throws {AuditError} `plan` or `model`, with the place in the plan where the input is declared
 */
export async function assertInputsFit(loaded: LoadedPlan, targets: readonly TensorSpec[]): Promise<void> {
  for (const target of targets) {
    const spec = loaded.plan.inputs[target.name];
    if (!spec) continue;
    try {
      await prepareInput(spec, target, { ids: [], columns: {}, folder: loaded.folder });
    } catch (error) {
      if (!(error instanceof AuditError) || error.place) throw error;
      const place = loaded.place(['inputs', target.name]);
      throw new AuditError(error.code, error.message, { place, wayOut: error.wayOut, cause: error });
    }
  }
}

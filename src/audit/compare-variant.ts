import { canonicalJson, prettyJson, sha256 } from '../base/index.js';
import { compareSizes } from '../claims/index.js';
import { probeOutputs, type InspectedModel } from '../models/index.js';
import {
  recordFormat,
  releaseVerdict,
  type AuditRecord,
  type DeploymentRecord,
  type OutputDifference,
} from '../record/index.js';
import { claimsOfVariant } from './claims-of-variant.js';
import type { CollectedEvidence } from './collect-evidence.js';
import type { CompareOptions } from './compare-options.js';
import { whyNotDeployed } from './deployment.js';
import { explanationSeed, type ExplanationEvidence } from './explain-variant.js';
import { explanationsOf } from './explanation-evidence.js';
import { fairnessOf } from './fairness.js';
import { latencyOf } from './latency-evidence.js';
import { limitsOf } from './limits.js';
import { version } from './version.js';
import { hashEvidence, type EvidenceFile } from './stage-dossier.js';

/** Everything found about one variant, and what it rests on. */
export interface VariantFindings {
  readonly record: AuditRecord;
  readonly evidence: readonly EvidenceFile[];
}

/**
 * Judges one variant against the baseline by what was collected, and explains its worst examples.
 *
 * @param deployment what groups get as deployed, which is of all variants together
 */
export async function compareVariant(
  collected: CollectedEvidence,
  variant: InspectedModel,
  index: number,
  deployment: DeploymentRecord | undefined,
  options: CompareOptions,
): Promise<VariantFindings> {
  const { loaded, scored, baseline, state, releasedAt, work } = collected;
  const { plan } = loaded;
  const fairness = scored && loaded.data && fairnessOf(plan, loaded.data, scored, index, options.onProgress);
  const types = baseline.inputs.map(({ type }) => type);
  const explained = scored && fairness && (await explanationsOf(plan, work, scored, fairness, index, types, options));
  const outputs = fairness
    ? undefined
    : await outputDifferences(loaded.baseline.path, loaded.variants[index]?.path ?? '', options);
  const evidence = evidenceFiles(collected, variant.name, explained?.evidence, outputs);
  const latency = collected.latencies && latencyOf(collected.latencies, variant.name, state.machine.cpu);
  const claims = claimsOfVariant(loaded, variant.name, { baseline, variant, latency });
  const record: AuditRecord = {
    format: recordFormat,
    tool: { name: 'fairweight', version },
    name: plan.name,
    releasedAt,
    verdict: releaseVerdict(fairness, claims),
    baseline,
    variant,
    fairness,
    outputs,
    deployment,
    explanations: explained?.record,
    size: compareSizes(baseline, variant),
    latency,
    claims,
    notes: plan.notes,
    limits: limitsOf(fairness, plan.notes, whyNotDeployed(plan)),
    provenance: {
      planSha256: sha256(prettyJson(collected.plan)),
      outcomeTableSha256: scored?.hash.sha256,
      dataSha256: collected.tables.length > 0 ? sha256(canonicalJson(collected.tables)) : undefined,
      inputFilesSha256: scored?.inputFilesSha256,
      batchSize: scored?.result.batchSize,
      evidence: hashEvidence(evidence),
      ...state.machine,
      seed: explanationSeed,
    },
  };
  return { record, evidence };
}

/** Inputs on which outputs are compared where there are no data. */
const generatedInputs = 64;

async function outputDifferences(
  baseline: string,
  variant: string,
  { limits, signal }: CompareOptions,
): Promise<readonly OutputDifference[]> {
  return probeOutputs(baseline, variant, { inputs: generatedInputs, seed: explanationSeed, limits, signal });
}

function evidenceFiles(
  { plan, scored, latencies }: CollectedEvidence,
  variant: string,
  maps: ExplanationEvidence | undefined,
  outputs: readonly OutputDifference[] | undefined,
): readonly EvidenceFile[] {
  const files: EvidenceFile[] = [{ name: 'plan.json', content: prettyJson(plan) }];
  if (scored) {
    const { hash, shape, result } = scored;
    files.push({
      name: 'outcomes.json',
      content: prettyJson({
        format: 'fairweight-outcomes/2',
        ...hash,
        shape,
        examples: result.examples,
        skipped: result.skipped.count,
      }),
    });
  }
  if (latencies) {
    const sessions = latencies.sessions.filter(({ model }) => model === 'baseline' || model === variant);
    files.push({ name: 'latencies.json', content: prettyJson({ ...latencies, sessions }) });
  }
  if (maps) files.push({ name: 'explanations.json', content: prettyJson(maps) });
  if (outputs) files.push({ name: 'outputs.json', content: prettyJson(outputs) });
  return files;
}

import type { LatencyRatio } from './latency-statistics.js';

/** How the values of a claim's metric are shown. */
export type ClaimUnit = 'ratio' | 'bytes' | 'count' | 'ms';

/** Beside which figure a claim belongs. */
export type ClaimTopic = 'size' | 'latency' | 'privacy' | 'other';

/** What a claim can be about. */
export interface ClaimMetric {
  /** As in plans. */
  readonly name: string;
  /** As in a sentence. */
  readonly title: string;
  readonly definition: string;
  readonly unit: ClaimUnit;
  readonly topic: ClaimTopic;
  /** Where its value comes from: the files, or a measurement on this machine. */
  readonly source: 'recomputed' | 'measured';
  value(facts: ClaimFacts): FoundValue;
}

/** The value that a claim is held against. */
export type FoundValue =
  | { readonly kind: 'exact'; readonly value: number }
  | ({ readonly kind: 'measured' } & LatencyRatio)
  /** Nothing was found to hold it against; `reason` is a sentence. */
  | { readonly kind: 'unknown'; readonly reason: string };

/** What claims are judged by: facts of both files and, where it was measured, their latency. */
export interface ClaimFacts {
  readonly baseline: ModelSize;
  readonly variant: ModelSize;
  readonly latency?: MeasuredLatency | undefined;
}

/** What the sizes of a model's file are, and what its graph is made of. */
export interface ModelSize {
  readonly bytes: number;
  readonly gzipBytes: number;
  readonly parameters: number;
  readonly zeros: number;
  readonly operators: Readonly<Record<string, number>>;
}

/** Latency of the variant over that of the baseline, at two percentiles. */
export interface MeasuredLatency {
  readonly ratioP50: LatencyRatio;
  readonly ratioP90: LatencyRatio;
}

const exact = (value: number): FoundValue => ({ kind: 'exact', value });

function ratioOf(of: (model: ModelSize) => number, what: string): (facts: ClaimFacts) => FoundValue {
  return ({ baseline, variant }) =>
    of(baseline) > 0
      ? exact(of(variant) / of(baseline))
      : { kind: 'unknown', reason: `The baseline has no ${what} to compare with.` };
}

function latencyRatio(of: (latency: MeasuredLatency) => LatencyRatio): (facts: ClaimFacts) => FoundValue {
  return ({ latency }) =>
    latency ? { kind: 'measured', ...of(latency) } : { kind: 'unknown', reason: 'Latency was not measured.' };
}

/** Domains whose operators ONNX or its runtime define and which compute, and nothing else. */
const knownDomains = ['ai.onnx.ml', 'com.microsoft', 'com.microsoft.nchwc', 'ai.onnx.preview.training'];

/** Operators of those domains that hand over to something opaque all the same: a compiled blob, another file. */
const opaqueOperators = ['com.microsoft.EPContext'];

/** Operators about which the file does not say what they do, with how often each stands in the graph. */
function opaque({ operators }: ModelSize): readonly (readonly [string, number])[] {
  return Object.entries(operators).filter(([name]) => {
    const domain = name.includes('.') ? name.slice(0, name.lastIndexOf('.')) : '';
    return opaqueOperators.includes(name) || (domain !== '' && !knownDomains.includes(domain));
  });
}

/** Everything that a claim can be about, by name. */
export const claimMetrics: readonly ClaimMetric[] = [
  {
    name: 'file_bytes',
    title: 'file size',
    definition: 'Bytes of the model file with its external data.',
    unit: 'bytes',
    topic: 'size',
    source: 'recomputed',
    value: ({ variant }) => exact(variant.bytes),
  },
  {
    name: 'file_size_ratio',
    title: 'file size',
    definition: 'Bytes of the variant over bytes of the baseline.',
    unit: 'ratio',
    topic: 'size',
    source: 'recomputed',
    value: ratioOf(({ bytes }) => bytes, 'bytes'),
  },
  {
    name: 'download_bytes',
    title: 'download size',
    definition: 'Bytes after gzip at level 9.',
    unit: 'bytes',
    topic: 'size',
    source: 'recomputed',
    value: ({ variant }) => exact(variant.gzipBytes),
  },
  {
    name: 'download_size_ratio',
    title: 'download size',
    definition: 'Gzipped bytes of the variant over those of the baseline.',
    unit: 'ratio',
    topic: 'size',
    source: 'recomputed',
    value: ratioOf(({ gzipBytes }) => gzipBytes, 'bytes'),
  },
  {
    name: 'parameters',
    title: 'parameters',
    definition: 'Weights stored in the model.',
    unit: 'count',
    topic: 'size',
    source: 'recomputed',
    value: ({ variant }) => exact(variant.parameters),
  },
  {
    name: 'parameters_ratio',
    title: 'parameters',
    definition: 'Parameters of the variant over those of the baseline.',
    unit: 'ratio',
    topic: 'size',
    source: 'recomputed',
    value: ratioOf(({ parameters }) => parameters, 'parameters'),
  },
  {
    name: 'nonzero_parameters',
    title: 'parameters that are not zero',
    definition: 'Weights other than zero (for quantized ones: other than the zero point).',
    unit: 'count',
    topic: 'size',
    source: 'recomputed',
    value: ({ variant }) => exact(variant.parameters - variant.zeros),
  },
  {
    name: 'nonzero_parameters_ratio',
    title: 'parameters that are not zero',
    definition: 'Non-zero parameters of the variant over those of the baseline.',
    unit: 'ratio',
    topic: 'size',
    source: 'recomputed',
    value: ratioOf(({ parameters, zeros }) => parameters - zeros, 'non-zero parameters'),
  },
  {
    name: 'custom_operators',
    title: 'operators of other domains',
    definition: 'Operators outside the domains of ONNX and its runtime, or that hold opaque binaries.',
    unit: 'count',
    topic: 'other',
    source: 'recomputed',
    value: ({ variant }) => exact(opaque(variant).reduce((sum, [, count]) => sum + count, 0)),
  },
  {
    name: 'network_operators',
    title: 'network operators',
    definition:
      'Operators that could send anything. Those of ONNX and its runtime cannot; what others do is not known from the file.',
    unit: 'count',
    topic: 'privacy',
    source: 'recomputed',
    value: ({ variant }) => {
      const custom = opaque(variant).map(([name]) => name);
      return custom.length === 0
        ? exact(0)
        : {
            kind: 'unknown',
            reason: `The file does not say what these operators do: ${custom.slice(0, 5).join(', ')}.`,
          };
    },
  },
  {
    name: 'latency_p50_ratio',
    title: 'median latency',
    definition: 'Median latency of the variant over that of the baseline, measured here in turns.',
    unit: 'ratio',
    topic: 'latency',
    source: 'measured',
    value: latencyRatio(({ ratioP50 }) => ratioP50),
  },
  {
    name: 'latency_p90_ratio',
    title: '90th percentile of latency',
    definition: '90th percentile of latency of the variant over that of the baseline, measured here in turns.',
    unit: 'ratio',
    topic: 'latency',
    source: 'measured',
    value: latencyRatio(({ ratioP90 }) => ratioP90),
  },
];

/** The names of {@link claimMetrics}. */
export const claimMetricNames: readonly string[] = claimMetrics.map(({ name }) => name);

/** What a claim can be about. */
export interface ClaimMetric {
  /** As in plans. */
  readonly name: string;
  /** As in a sentence. */
  readonly title: string;
  readonly definition: string;
  /** How its values are shown. */
  readonly unit: 'ratio' | 'bytes' | 'count' | 'ms';
  /** Where its value comes from: the files, or a measurement on this machine. */
  readonly source: 'recomputed' | 'measured';
  value(facts: ClaimFacts): FoundValue;
}

/** The value that a claim is held against. */
export type FoundValue =
  | { readonly kind: 'exact'; readonly value: number }
  | { readonly kind: 'measured'; readonly value: number; readonly lower: number; readonly upper: number }
  | { readonly kind: 'unknown'; readonly result: 'undecided' | 'unchecked'; readonly reason: string };

/** What claims are judged by: facts of both files and, where it was measured, their latency. */
export interface ClaimFacts {
  readonly baseline: ModelSize;
  readonly variant: ModelSize;
  readonly latency?: MeasuredLatency | undefined;
}

export interface ModelSize {
  readonly bytes: number;
  readonly gzipBytes: number;
  readonly parameters: number;
  readonly zeros: number;
  readonly operators: Readonly<Record<string, number>>;
}

export interface MeasuredLatency {
  readonly ratioP50: Ratio;
  readonly ratioP90: Ratio;
}

export interface Ratio {
  readonly value: number;
  readonly interval: { readonly lower: number; readonly upper: number };
}

const exact = (value: number): FoundValue => ({ kind: 'exact', value });

function ratioOf(of: (model: ModelSize) => number, what: string): (facts: ClaimFacts) => FoundValue {
  return ({ baseline, variant }) =>
    of(baseline) > 0
      ? exact(of(variant) / of(baseline))
      : { kind: 'unknown', result: 'unchecked', reason: `The baseline has no ${what} to compare with.` };
}

function latencyRatio(of: (latency: MeasuredLatency) => Ratio): (facts: ClaimFacts) => FoundValue {
  return ({ latency }) => {
    if (!latency) return { kind: 'unknown', result: 'unchecked', reason: 'Latency was not measured.' };
    const { value, interval } = of(latency);
    return { kind: 'measured', value, lower: interval.lower, upper: interval.upper };
  };
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
    source: 'recomputed',
    value: ({ variant }) => exact(variant.bytes),
  },
  {
    name: 'file_size_ratio',
    title: 'file size',
    definition: 'Bytes of the variant over bytes of the baseline.',
    unit: 'ratio',
    source: 'recomputed',
    value: ratioOf(({ bytes }) => bytes, 'bytes'),
  },
  {
    name: 'download_bytes',
    title: 'download size',
    definition: 'Bytes after gzip at level 9.',
    unit: 'bytes',
    source: 'recomputed',
    value: ({ variant }) => exact(variant.gzipBytes),
  },
  {
    name: 'download_size_ratio',
    title: 'download size',
    definition: 'Gzipped bytes of the variant over those of the baseline.',
    unit: 'ratio',
    source: 'recomputed',
    value: ratioOf(({ gzipBytes }) => gzipBytes, 'bytes'),
  },
  {
    name: 'parameters',
    title: 'parameters',
    definition: 'Weights stored in the model.',
    unit: 'count',
    source: 'recomputed',
    value: ({ variant }) => exact(variant.parameters),
  },
  {
    name: 'parameters_ratio',
    title: 'parameters',
    definition: 'Parameters of the variant over those of the baseline.',
    unit: 'ratio',
    source: 'recomputed',
    value: ratioOf(({ parameters }) => parameters, 'parameters'),
  },
  {
    name: 'nonzero_parameters',
    title: 'parameters that are not zero',
    definition: 'Weights other than zero (for quantized ones: other than the zero point).',
    unit: 'count',
    source: 'recomputed',
    value: ({ variant }) => exact(variant.parameters - variant.zeros),
  },
  {
    name: 'nonzero_parameters_ratio',
    title: 'parameters that are not zero',
    definition: 'Non-zero parameters of the variant over those of the baseline.',
    unit: 'ratio',
    source: 'recomputed',
    value: ratioOf(({ parameters, zeros }) => parameters - zeros, 'non-zero parameters'),
  },
  {
    name: 'custom_operators',
    title: 'operators of other domains',
    definition: 'Operators outside the domains of ONNX and its runtime, or that hold opaque binaries.',
    unit: 'count',
    source: 'recomputed',
    value: ({ variant }) => exact(opaque(variant).reduce((sum, [, count]) => sum + count, 0)),
  },
  {
    name: 'network_operators',
    title: 'network operators',
    definition:
      'Operators that could send anything. Those of ONNX and its runtime cannot; what others do is not known from the file.',
    unit: 'count',
    source: 'recomputed',
    value: ({ variant }) => {
      const custom = opaque(variant).map(([name]) => name);
      return custom.length === 0
        ? exact(0)
        : {
            kind: 'unknown',
            result: 'undecided',
            reason: `The file does not say what these operators do: ${custom.slice(0, 5).join(', ')}.`,
          };
    },
  },
  {
    name: 'latency_p50_ratio',
    title: 'median latency',
    definition: 'Median latency of the variant over that of the baseline, measured here in turns.',
    unit: 'ratio',
    source: 'measured',
    value: latencyRatio(({ ratioP50 }) => ratioP50),
  },
  {
    name: 'latency_p90_ratio',
    title: '90th percentile of latency',
    definition: '90th percentile of latency of the variant over that of the baseline, measured here in turns.',
    unit: 'ratio',
    source: 'measured',
    value: latencyRatio(({ ratioP90 }) => ratioP90),
  },
];

export const claimMetricNames: readonly string[] = claimMetrics.map(({ name }) => name);

import { AuditError, type LinearScale } from '../../base/index.js';
import type { NumberArray } from './number-tensor.js';

/** What happens to raw values: scaled linearly, then standardised, by channel. */
export interface Scaling {
  readonly scale?: LinearScale | undefined;
  /** One for all channels, or one each. */
  readonly mean?: readonly number[] | undefined;
  readonly std?: readonly number[] | undefined;
}

/** What becomes of a channel's values: (x − mean) / std, of x scaled linearly where there is a scale. */
interface ChannelScaling {
  readonly scale: { readonly from: number; readonly to: number; readonly slope: number } | undefined;
  readonly mean: number;
  readonly std: number;
}

/**
 * The scaling of each channel.
 *
 * @throws {AuditError} `plan` where there are neither one nor `channels` numbers, a std is not above 0, or `from` is one point
 */
export function scalings(spec: Scaling, channels: number): readonly ChannelScaling[] {
  const { scale } = spec;
  if (scale && scale.from[0] === scale.from[1]) {
    throw new AuditError('plan', `A scale cannot start from [${scale.from.join(', ')}]: its ends are equal.`);
  }
  const means = oneEach('mean', spec.mean ?? [0], channels);
  const stds = oneEach('std', spec.std ?? [1], channels);
  if (stds.some((std) => !(std > 0))) throw new AuditError('plan', `The std [${stds.join(', ')}] must be above 0.`);
  const slope = scale ? (scale.to[1] - scale.to[0]) / (scale.from[1] - scale.from[0]) : 1;
  return means.map((mean, channel) => ({
    scale: scale && { from: scale.from[0], to: scale.to[0], slope },
    mean,
    std: stds[channel] ?? 1,
  }));
}

/** Scales values from `start` up to `end`, each into the same place of `into`, in double precision. */
export function scaleInto(
  into: Float64Array,
  values: NumberArray,
  { scale, mean, std }: ChannelScaling,
  start: number,
  end: number,
): void {
  // A loop for each case, with nothing called in it: arrays have hundreds of thousands of values an example.
  if (scale) {
    const { from, to, slope } = scale;
    for (let i = start; i < end; i++) into[i] = (to + ((values[i] ?? 0) - from) * slope - mean) / std;
  } else {
    for (let i = start; i < end; i++) into[i] = ((values[i] ?? 0) - mean) / std;
  }
}

function oneEach(name: string, values: readonly number[], channels: number): readonly number[] {
  const [only] = values;
  if (values.length === channels) return values;
  if (values.length === 1 && only !== undefined) return Array.from({ length: channels }, () => only);
  const wanted = channels === 1 ? '1 channel' : `${channels} channels`;
  throw new AuditError('plan', `The ${name} has ${values.length} numbers, but the input has ${wanted}.`, {
    wayOut: 'Give one number, or one a channel.',
  });
}

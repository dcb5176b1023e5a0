import { AuditError } from '../../base/index.js';
import type { LinearScale } from './input-spec.js';

/** What happens to raw values: scaled linearly, then standardised, by channel. */
export interface Scaling {
  readonly scale?: LinearScale | undefined;
  /** One for all channels, or one each. */
  readonly mean?: readonly number[] | undefined;
  readonly std?: readonly number[] | undefined;
}

/**
 * The function of each channel.
 *
 * @throws {AuditError} `plan` where there are neither one nor `channels` numbers, a std is not above 0, or `from` is one point
 */
export function scalers(spec: Scaling, channels: number): readonly ((value: number) => number)[] {
  const { scale } = spec;
  if (scale && scale.from[0] === scale.from[1]) {
    throw new AuditError('plan', `A scale cannot start from [${scale.from.join(', ')}]: its ends are equal.`);
  }
  const means = oneEach('mean', spec.mean ?? [0], channels);
  const stds = oneEach('std', spec.std ?? [1], channels);
  if (stds.some((std) => !(std > 0))) throw new AuditError('plan', `The std [${stds.join(', ')}] must be above 0.`);
  const slope = scale ? (scale.to[1] - scale.to[0]) / (scale.from[1] - scale.from[0]) : 1;
  return means.map((mean, channel) => {
    const std = stds[channel] ?? 1;
    return (value) => ((scale ? scale.to[0] + (value - scale.from[0]) * slope : value) - mean) / std;
  });
}

function oneEach(name: string, values: readonly number[], channels: number): readonly number[] {
  const [only] = values;
  if (values.length === channels) return values;
  if (values.length === 1 && only !== undefined) return Array.from({ length: channels }, () => only);
  throw new AuditError('plan', `The ${name} has ${values.length} numbers, but the input has ${channels} channels.`, {
    wayOut: 'Give one number, or one a channel.',
  });
}

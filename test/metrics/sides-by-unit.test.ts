import { describe, expect, it } from 'vitest';
import { sideEstimate, type PairedExample } from '../../src/metrics/index.js';
import { studentQuantile } from '../../src/metrics/student.js';
import { wilsonInterval } from '../../src/metrics/wilson.js';
import { binaryByUnit, example, metricNamed, tallyOf } from './examples.js';

const frame = { ...binaryByUnit, hasWeights: true };

function boundsOf(examples: readonly PairedExample[]): readonly [number, number] {
  const found = sideEstimate(frame, metricNamed(frame, 'accuracy'), tallyOf(frame, examples), 'baseline');
  if (found.kind !== 'estimate') throw new RangeError(found.reason);
  const { lower, upper } = found.bounds(0.025);
  return [lower, upper];
}

describe('the interval of one side by units', () => {
  const rows = (answers: (unit: number) => readonly string[]): readonly PairedExample[] =>
    Array.from({ length: 8 }, (_, unit) => answers(unit).map((one) => example(one, 'all', `unit ${unit}`))).flat();

  it.each([
    ['units that differ less than chance would have them', rows(() => ['111', '000', '101', '011'])],
    ['units that differ', rows((unit) => (unit % 2 === 0 ? ['111', '000', '110'] : ['111', '101', '011']))],
    ['nobody wrong', rows(() => ['111', '000'])],
  ])('does not depend on how many rows stand for an example: %s', (_, list) => {
    const halves = list.flatMap((item) => [
      { ...item, weight: 0.5 },
      { ...item, weight: 0.5 },
    ]);
    const [once, twice] = [boundsOf(list), boundsOf(halves)];
    expect(once[1] - once[0]).toBeGreaterThan(0.05);
    for (const [i, bound] of once.entries()) expect(twice[i]).toBeCloseTo(bound, 9);
  });

  it('knows from how few units its variance comes', () => {
    // 4 of 60 units of 4 are wrong wholly: as 59 examples of which as large a share is right.
    const list = Array.from({ length: 240 }, (_, at) => example(at < 16 ? '101' : '111', 'all', `unit ${at >> 2}`));
    const { lower, upper } = wilsonInterval((59 * 56) / 60, 59, studentQuantile(0.975, 10));
    const [least, most] = boundsOf(list);
    expect(least).toBeCloseTo(lower, 9);
    expect(most).toBeCloseTo(upper, 9);
  });
});

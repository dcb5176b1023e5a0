import { describe, expect, it } from 'vitest';
import { assertMarginsFit, marginsOfFlags } from '../../src/audit/margin-flags.js';

describe('--margin', () => {
  it.each<readonly [string, unknown]>([
    ['accuracy=2 points', { metric: 'accuracy', drift: 0.02 }],
    ['accuracy=5 %', { metric: 'accuracy', relativeDrift: 0.05 }],
    ['log_loss=5%', { metric: 'log_loss', relativeDrift: 0.05 }],
    ['accuracy:differential=1 point', { metric: 'accuracy', differential: 0.01 }],
    ['accuracy=2 points both sides', { metric: 'accuracy', drift: 0.02, sides: 'both' }],
    ['accuracy=0.02 for all', { metric: 'accuracy', drift: 0.02, slices: [[]] }],
    [
      'accuracy=2 points both sides for sex=Female, race',
      { metric: 'accuracy', drift: 0.02, sides: 'both', slices: [[{ attribute: 'sex', values: ['Female'] }, 'race']] },
    ],
    [
      'accuracy=2 points for age=18 to under 30|30 or more',
      { metric: 'accuracy', drift: 0.02, slices: [[{ attribute: 'age', values: ['18 to under 30', '30 or more'] }]] },
    ],
    [
      'accuracy=2 points for "a=b"="c|d, ""e"""',
      { metric: 'accuracy', drift: 0.02, slices: [[{ attribute: 'a=b', values: ['c|d, "e"'] }]] },
    ],
    ['accuracy=2 points for sex=*', { metric: 'accuracy', drift: 0.02, slices: [['sex']] }],
  ])('%s', (flag, margin) => expect(marginsOfFlags([flag], 'binary')).toEqual([margin]));

  it.each([
    ['', 'is no metric with a size'],
    ['accuracy=-5 %', 'is no metric with a size'],
    ['accuracy=0 %', 'A margin must be above 0 and below 100 %'],
    ['accuracy=100 %', 'A margin must be above 0 and below 100 %'],
    ['accuracy:differential=5 %', 'A differential margin cannot be a share'],
    ['accuracy=2 points for', 'is no metric with a size'],
    ['accuracy=2 points for sex=', 'names no attribute or value'],
    ['accuracy=2 points for sex,', 'names no attribute or value'],
    ['accuracy=2 points for sex=a|a', 'names a value twice'],
    ['accuracy=2 points for sex,sex=a', 'names an attribute twice'],
    ['accuracy=2 points for "sex', 'names no attribute or value'],
    ['accuracy=2 points for sex=a"b"', 'goes on where its slices should end'],
  ])('is refused as %j', (flag, message) => expect(() => marginsOfFlags([flag], 'binary')).toThrow(message));

  it.each([
    ['accuracy=5 percent', 'Write "5 points" for 5 of a hundred, or "5 %"'],
    ['accuracy=5 percent for sex=Female', 'Write "5 points" for 5 of a hundred, or "5 %"'],
    ['accuracy=2pp', 'Write "2 points".'],
    ['accuracy=0,02', 'Write 0.02.'],
    ['accuracy=-2 points', 'Leave the sign out'],
    ['accuracy=2 points both side', 'Write "both sides" after the size'],
    ['accuracy 2 points', "Write it like --margin 'accuracy=2 points'"],
  ])('is refused as %j with what to write instead', (flag, wayOut) => {
    let error: unknown;
    try {
      marginsOfFlags([flag], 'binary');
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toMatchObject({ code: 'command-line', wayOut: expect.stringContaining(wayOut) as string });
  });

  it('is for slices that are cut', () => {
    const fit = (flag: string): void =>
      assertMarginsFit(marginsOfFlags([flag], 'binary'), [['sex'], ['sex', 'race']], []);
    expect(() => fit('accuracy=2 points for race=a,sex')).not.toThrow();
    expect(() => fit('accuracy=2 points for race=a')).toThrow('is for slices by "race", which no --slice cuts.');
    expect(() => fit('accuracy:differential=2 points for all')).toThrow('is for everyone alone');
  });
});

import { describe, expect, it } from 'vitest';
import { slicesOfFlags } from '../../src/audit/slice-flags.js';
import { audit, expectRefusal } from '../cli/audit-command.js';
import { planText, tabularFolder } from '../cli/tabular.js';

describe('--slice', () => {
  it('names an attribute, or several with commas for a crossing; each is cut once', () => {
    expect(slicesOfFlags(['sex', 'race', 'race,sex', 'sex', 'sex,race'])).toEqual([['sex'], ['race'], ['sex', 'race']]);
  });

  it.each([
    ['', 'names no column'],
    ['sex,', 'names no column'],
    ['sex,sex', 'names a column twice'],
  ])('is refused where it is %j', (flag, reason) => expect(() => slicesOfFlags([flag])).toThrow(reason));
});

describe('a plan whose slices the command line replaces', () => {
  const attributes = '{ team: { sensitive: true }, years: { bins: [10] } }';
  const compare = ['compare', '--sessions', '0', '--quiet'];

  it.each([
    [
      'for slices that are cut no more',
      { slices: '[team, [team, years]]', margins: '{ accuracy: { drift: 2 points, slices: [[team, years]] } }' },
      /margin on "accuracy" is for slices by "team" × "years", which --slice does not cut[^]*add --slice team,years/u,
    ],
    [
      'on differential drift, with no sensitive attribute alone left',
      { margins: '{ error_rate: { differential: 2 points } }' },
      /margin on "error_rate" on differential drift[^]*add --slice team/u,
    ],
  ])('is refused where it has a margin %s', async (_, more, expected) => {
    const folder = await tabularFolder({ 'audit.yaml': planText({ attributes, ...more }) });
    expectRefusal(await audit(folder, [...compare, '--slice', 'years']), expected);
  });

  it('is run where every margin still has something to judge', async () => {
    const margins = '{ accuracy: [{ drift: 9 points }, { drift: 5 points, slices: all }, { differential: 5 points }] }';
    const folder = await tabularFolder({ 'audit.yaml': planText({ attributes, margins }) });
    expect((await audit(folder, [...compare, '--slice', 'team'])).stderr).toBe('');
  });

  it('is told that --slice makes no attribute of the plan sensitive', async () => {
    const margins = '{ accuracy: { differential: 5 points } }';
    const folder = await tabularFolder({ 'audit.yaml': planText({ attributes: '{}', margins }) });
    expectRefusal(await audit(folder, [...compare, '--slice', 'team']), 'A --slice on the command line');
  });

  it('cannot take data from the command line without saying what models read and answer', async () => {
    const folder = await tabularFolder({
      'audit.yaml': 'version: 1\nname: pay\nbaseline: base.onnx\nvariants: { same: same.onnx }\n',
    });
    expectRefusal(
      await audit(folder, [...compare, '--data', 'table.csv', '--label', 'paid']),
      'The plan has no outcome',
    );
  });
});

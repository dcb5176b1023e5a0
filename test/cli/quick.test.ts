import { describe, it } from 'vitest';
import { audit, expectRefusal, put } from './audit-command.js';
import { tableText, tabularFolder } from './tabular.js';

const quick = ['compare', 'base.onnx', 'same.onnx', '--data', 'table.csv', '--label', 'paid', '--slice', 'team'];
const run = [...quick, '--sessions', '0', '--quiet'];

describe('audit compare without a plan', () => {
  it('takes the two labels that nearly all rows have for the labels, and names the first row that has another', async () => {
    const folder = await tabularFolder({
      'table.csv': tableText(100, (_, i) => (i === 50 || i === 70 ? { paid: 'NaN' } : {})),
    });
    const sentence = /table\.csv:52, row 51 +The column "paid" has the label "NaN" here, where 98 of 100 rows have/u;
    expectRefusal(await audit(folder, run), sentence, 'If that is a slip', 'audit init base.onnx table.csv');
    expectRefusal(await audit(folder, [...run, '--positive', '1']), sentence);
    // Whoever calls it the positive label means it.
    expectRefusal(await audit(folder, [...run, '--positive', 'NaN']), 'more than two labels');
  });

  it('names the example that has no label', async () => {
    const folder = await tabularFolder();
    await put(folder, { 'table.csv': tableText(100, (_, i) => (i === 50 ? { paid: '' } : {})) });
    expectRefusal(
      await audit(folder, [...run, '--id', 'id']),
      /table\.csv:52, row 51 +The example "e50" has no label in "paid"/u,
    );
  });
});

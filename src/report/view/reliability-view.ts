import type { JudgedRecord } from '../../record/index.js';
import { narrowReliabilityChart, wideReliabilityChart } from '../charts/reliability-chart.js';
import { twice } from './drawn-twice.js';
import { reliabilityFigure } from './reliability-figure.js';

/** What the scores promise beside what is so, drawn for both widths; nothing where the record has no bins of everyone. */
export async function reliabilityView(record: JudgedRecord): Promise<object | null> {
  const figure = reliabilityFigure(record);
  if (figure === undefined) return null;
  const words = {
    id: 'reliability',
    title: figure.message,
    description: 'A panel a model, a dot a bin: the mean score to the right, the share of positives upwards.',
  };
  return {
    ...figure,
    drawn: await twice(words, wideReliabilityChart(figure.panels), narrowReliabilityChart(figure.panels)),
  };
}

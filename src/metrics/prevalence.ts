import type { Metric } from './metric.js';
import { share } from './rates.js';

/** The share of positives: what both models meet, and neither can change. */
export const prevalence: Metric = {
  name: 'prevalence',
  title: 'prevalence',
  tasks: ['binary'],
  better: 'neither',
  unit: 'rate',
  definition: 'Share of examples whose label is positive (base rate).',
  relevant: 'examples of all labels',
  relevantCount: ({ n }) => n,
  value: ({ n, support }) => share(support[1] ?? 0, n, 'examples'),
  pairing: { kind: 'labels' },
};

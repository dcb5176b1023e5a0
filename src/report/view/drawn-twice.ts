import { renderChart, type Chart } from '../charts/render-chart.js';
import type { Markup } from '../page.js';

/** A chart drawn twice, for wide and for narrow pages. */
export interface DrawnTwice {
  readonly wide: Markup;
  readonly narrow: Markup;
}

/** Draws both and marks which is for which width. */
export async function twice(
  chart: Omit<Chart, 'spec'>,
  wide: Chart['spec'],
  narrow: Chart['spec'],
): Promise<DrawnTwice> {
  return {
    wide: await renderChart({ ...chart, id: `${chart.id}-wide`, spec: wide }),
    narrow: await renderChart({ ...chart, id: `${chart.id}-narrow`, spec: narrow }),
  };
}

import type { TopLevelSpec } from 'vega-lite';
import type { Markup } from '../page.js';
import { ink } from './ink.js';

/** A drawing and the words that stand for it. */
export interface Chart {
  /** Unique on the page; letters, digits and hyphens. */
  readonly id: string;
  /** What the chart says, as a sentence. */
  readonly title: string;
  /** How it is drawn: what a mark means. */
  readonly description: string;
  readonly spec: TopLevelSpec;
}

/**
 * Draws a Vega-Lite specification as SVG that may stand in a page under a strict policy: no script, no style attribute, no
 * fixed colour, no font, and its title and description for readers who do not see it.
 */
export async function renderChart(chart: Chart): Promise<Markup> {
  const [{ compile }, vega] = await Promise.all([import('vega-lite'), import('vega')]);
  const { spec } = compile(chart.spec, { config: { aria: false, background: null, view: { stroke: null } } } as object);
  const view = new vega.View(vega.parse(spec), { renderer: 'none', logLevel: vega.Error });
  try {
    return { markup: dressed(await view.toSVG(), chart) };
  } finally {
    view.finalize();
  }
}

const classOf = new Map<string, string>(Object.entries(ink).map(([name, colour]) => [colour, name]));

function dressed(svg: string, { id, title, description }: Chart): string {
  const size = /viewBox="([^"]+)"/.exec(svg)?.[1] ?? '0 0 100 100';
  const [, , width = '100', height = '100'] = size.split(' ');
  const body = svg
    .replace(/^<svg[^>]*>/, '')
    .replace(/<\/svg>$/, '')
    .replace(/<path class="(?:background|foreground)"[^>]*\/>/g, '')
    .replace(/<(\w+)((?:\s+[\w:-]+="[^"]*")*)\s*(\/?)>/g, (_, tag: string, attributes: string, end: string) =>
      element(tag, attributes, end),
    )
    .replace(/(>)([^<]*)(?=<)/g, (_, open: string, text: string) => open + spans(text));
  return (
    `<svg role="img" aria-labelledby="${id}-t ${id}-d" viewBox="${size}" width="${width}" height="${height}" xmlns="http://www.w3.org/2000/svg">` +
    `<title id="${id}-t">${escaped(title)}</title><desc id="${id}-d">${escaped(description)}</desc>${body}</svg>`
  );
}

function element(tag: string, attributes: string, end: string): string {
  const classes: string[] = [];
  const kept: string[] = [];
  for (const [, name = '', value = ''] of attributes.matchAll(/([\w:-]+)="([^"]*)"/g)) {
    const colour = name === 'fill' || name === 'stroke' ? classOf.get(value) : undefined;
    if (colour !== undefined) classes.push(`${name === 'fill' ? 'f' : 's'}-${colour}`);
    else if (!/^(class|role|style|font-family)$|^aria-/.test(name)) kept.push(`${name}="${value}"`);
  }
  if (classes.length > 0) kept.unshift(`class="${classes.join(' ')}"`);
  return `<${[tag, ...kept].join(' ')}${end}>`;
}

function spans(text: string): string {
  return text
    .replaceAll('\ue000', '<tspan class="f-dim">')
    .replaceAll('\ue002', '<tspan font-weight="600">')
    .replaceAll('\ue001', '</tspan>');
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

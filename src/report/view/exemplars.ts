import type { AnswerRecord, AuditRecord, ExemplarMap, ExemplarRecord } from '../../record/index.js';
import { columnBarsChart } from '../charts/column-bars-chart.js';
import { renderChart } from '../charts/render-chart.js';
import { inputImage, mapImages, scaleColours, type InputImage } from '../exemplar-images.js';
import type { Markup } from '../page.js';
import { agreementText } from '../wording/agreement.js';
import { modelNames } from '../wording/model-names.js';
import { decimalsFor, fixed, percent } from '../wording/numbers.js';
import { attributeInWords, sliceInWords } from '../wording/slices.js';
import { nameInWords } from '../wording/text.js';

/** An answer with its score and whether it is right, as text and as a tone. */
export interface AnswerView {
  readonly who: string;
  readonly answer: string;
  readonly score: string;
  readonly right: string;
  readonly tone: string;
}

/** One exemplar as the card shows it. */
export interface ExemplarView {
  readonly id: string;
  readonly truth: string;
  readonly who: string;
  readonly answers: readonly AnswerView[];
  readonly columns: readonly { readonly name: string; readonly value: string }[];
  readonly maps: readonly MapView[];
}

export interface MapView {
  readonly title: string;
  readonly agreement: string;
  readonly pictures: readonly PictureView[];
  readonly bars: BarsView | null;
}

export interface PictureView {
  /** Of the picture that the models saw: it is in the page once, and used wherever it is shown. */
  readonly ground: string;
  /** The picture, where it is shown for the first time. */
  readonly uri: string;
  /** The map that lies over it, which is greyed then. */
  readonly map: string;
  readonly width: number;
  readonly height: number;
  readonly alt: string;
  readonly name: string;
  readonly answer: AnswerView | null;
}

export interface BarsView {
  readonly wide: Markup;
  readonly narrow: Markup;
  readonly baseline: string;
  readonly variant: string;
  readonly table: readonly {
    readonly name: string;
    readonly value: string;
    readonly baseline: string;
    readonly variant: string;
  }[];
}

/** The scales that the maps use, as strips of colour. */
export interface ScaleView {
  readonly colours: readonly { readonly x: number; readonly colour: string }[];
  readonly from: string;
  readonly to: string;
  readonly name: string;
}

export async function exemplarViews(record: AuditRecord): Promise<readonly ExemplarView[]> {
  const views: ExemplarView[] = [];
  for (const [i, exemplar] of (record.explanations?.exemplars ?? []).entries()) {
    views.push(await exemplarView(record, exemplar, i));
  }
  return views;
}

/** Which scales a reader needs: one for difference and signed maps, one for unsigned ones. */
export function scaleViews(record: AuditRecord): readonly ScaleView[] {
  const maps = (record.explanations?.exemplars ?? []).flatMap((item) => item.maps.map((map) => map.maps));
  const images = maps.filter((map) => map.kind === 'image');
  const strip = (isSigned: boolean): ScaleView['colours'] =>
    scaleColours(isSigned).map((colour, i) => ({ x: i * 8, colour }));
  const { variant, baseline } = modelNames(record);
  return [
    ...(images.some(({ isSigned }) => !isSigned)
      ? [{ colours: strip(false), from: 'does not matter', to: 'matters most', name: 'maps' }]
      : []),
    ...(images.some(({ isSigned }) => isSigned)
      ? [{ colours: strip(true), from: 'speaks against', to: 'speaks for', name: 'signed maps' }]
      : []),
    ...(images.length > 0
      ? [{ colours: strip(true), from: `${baseline} more`, to: `${variant} more`, name: 'difference' }]
      : []),
  ];
}

async function exemplarView(record: AuditRecord, exemplar: ExemplarRecord, i: number): Promise<ExemplarView> {
  const { baseline, variant } = modelNames(record);
  const task = record.fairness?.outcome.task;
  const answers = [answer(baseline, exemplar.baseline, task), answer(variant, exemplar.variant, task)];
  const image = exemplar.input.kind === 'image' ? await inputImage(exemplar.input) : undefined;
  const ground = image && { id: `picture-${i + 1}`, image };
  const maps: MapView[] = [];
  for (const [k, map] of exemplar.maps.entries())
    maps.push(await mapView(record, exemplar, map, answers, ground, `bars-${i + 1}-${k + 1}`));
  return {
    id: nameInWords(exemplar.id),
    truth: nameInWords(exemplar.label),
    who: sliceInWords(exemplar.slice),
    answers,
    columns:
      exemplar.input.kind === 'columns'
        ? exemplar.input.columns.map(({ name, value }) => ({ name: attributeInWords(name), value: nameInWords(value) }))
        : [],
    maps: shownOnce(maps.length > 0 ? maps : withoutMaps(exemplar, ground), image),
  };
}

function answer(who: string, { answer: said, score, isRight }: AnswerRecord, task: string | undefined): AnswerView {
  return {
    who,
    answer: nameInWords(said),
    score: task === 'regression' || score < 0 || score > 1 ? '' : percent(score),
    right: task === 'regression' ? '' : isRight ? '✓ right' : '✗ wrong',
    tone: isRight ? 'good' : 'bad',
  };
}

/** The picture that the models saw, and what it is called in the page. */
interface Ground {
  readonly id: string;
  readonly image: InputImage;
}

/** The maps with the picture itself where it is shown first. */
function shownOnce(maps: readonly MapView[], image: InputImage | undefined): readonly MapView[] {
  const first = maps.find(({ pictures }) => pictures.length > 0)?.pictures[0];
  return maps.map((map) => ({
    ...map,
    pictures: map.pictures.map((picture) => (picture === first ? { ...picture, uri: image?.uri ?? '' } : picture)),
  }));
}

async function mapView(
  record: AuditRecord,
  { input, label }: ExemplarRecord,
  map: ExemplarMap,
  answers: readonly AnswerView[],
  ground: Ground | undefined,
  id: string,
): Promise<MapView> {
  const { baseline, variant } = modelNames(record);
  const method = nameInWords(record.explanations?.methods.find(({ name }) => name === map.method)?.title ?? map.method);
  const title = `${method}, for “${nameInWords(map.target)}”`;
  const agreement = agreementText(map.agreement);
  if (map.maps.kind === 'columns') {
    return {
      title,
      agreement,
      pictures: [],
      bars: await barsView(map.maps.columns, input, { baseline, variant }, id, title),
    };
  }
  const images = mapImages(map.maps);
  if (images === undefined || ground === undefined) return { title, agreement, pictures: [], bars: null };
  const over = (drawn: string, name: string, alt: string, said: AnswerView | null): PictureView => ({
    ...pictureView(ground, name, alt),
    map: drawn,
    answer: said,
  });
  return {
    title,
    agreement,
    pictures: [
      pictureView(ground, 'the picture', seen(label)),
      over(images.baseline, baseline, `What ${baseline} looks at, drawn over the greyed picture.`, answers[0] ?? null),
      over(images.variant, variant, `What ${variant} looks at, drawn over the greyed picture.`, answers[1] ?? null),
      over(images.difference, 'difference', `Where ${variant} looks more than ${baseline}, and where less.`, null),
    ],
    bars: null,
  };
}

function pictureView({ id, image: { width, height } }: Ground, name: string, alt: string): PictureView {
  return { ground: id, uri: '', map: '', width, height, name, alt, answer: null };
}

function seen(label: string): string {
  return `The picture as the models saw it; its label is ${nameInWords(label)}.`;
}

async function barsView(
  columns: readonly { readonly name: string; readonly baseline: number; readonly variant: number }[],
  input: ExemplarRecord['input'],
  names: { readonly baseline: string; readonly variant: string },
  id: string,
  title: string,
): Promise<BarsView> {
  const decimals = decimalsFor(columns.flatMap(({ baseline, variant }) => [baseline, variant]));
  const strongest = [...columns]
    .map((column, i) => ({ column, i, size: Math.max(Math.abs(column.baseline), Math.abs(column.variant)) }))
    .sort((a, b) => b.size - a.size || a.i - b.i)
    .map(({ column }) => column);
  const valueOf = (name: string): string =>
    input.kind === 'columns' ? nameInWords(input.columns.find((column) => column.name === name)?.value ?? '') : '';
  const bars = strongest.map(({ name, baseline, variant }) => ({
    name: attributeInWords(name),
    value: valueOf(name),
    baseline,
    variant,
    baselineText: fixed(baseline, decimals),
    variantText: fixed(variant, decimals),
  }));
  const shown = bars.slice(0, 10);
  const chart = (suffix: string): { id: string; title: string; description: string } => ({
    id: `${id}-${suffix}`,
    title: `How much each column speaks for the answer: ${title}.`,
    description: `A column each with two bars: hollow for ${names.baseline}, filled for ${names.variant}.`,
  });
  return {
    wide: await renderChart({ ...chart('wide'), spec: columnBarsChart(shown, 640) }),
    narrow: await renderChart({ ...chart('narrow'), spec: columnBarsChart(shown, 340) }),
    ...names,
    table: bars.map(({ name, value, baselineText, variantText }) => ({
      name,
      value,
      baseline: baselineText,
      variant: variantText,
    })),
  };
}

function withoutMaps({ label }: ExemplarRecord, ground: Ground | undefined): readonly MapView[] {
  if (ground === undefined) return [];
  return [{ title: '', agreement: '', bars: null, pictures: [pictureView(ground, 'the picture', seen(label))] }];
}

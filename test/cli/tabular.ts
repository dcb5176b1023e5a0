import { bring, put, temporaryFolder } from './audit-command.js';

/** What to change in a row of the table. */
export type Change = (row: Row, i: number) => Partial<Row>;

export interface Row {
  readonly id: string;
  readonly hours: string;
  readonly years: string;
  readonly team: string;
  readonly paid: string;
}

/** Rows whose label is what the baseline says, but for every tenth: so the baseline is right for nine in ten. */
export function tableText(rows = 400, change: Change = () => ({})): string {
  const lines = Array.from({ length: rows }, (_, i) => {
    const hours = 20 + ((i * 7) % 41);
    const years = 1 + ((i * 5) % 19);
    const isHigh = (hours - 40) / 8 + (years - 10) / 4 >= 0;
    const row = {
      id: `e${i}`,
      hours: String(hours),
      years: String(years),
      team: i % 2 === 0 ? 'north' : 'south',
      paid: isHigh !== (i % 10 === 3) ? '1' : '0',
    };
    const { id, hours: h, years: y, team, paid } = { ...row, ...change(row, i) };
    return [id, h, y, team, paid].join(',');
  });
  return `id,hours,years,team,paid\n${lines.map((line) => `${line}\n`).join('')}`;
}

/** A plan for the tiny models whose inputs are columns; `more` is added, or replaces a part of the same name. */
export function planText(more: Readonly<Record<string, string>> = {}): string {
  const parts: Record<string, string> = {
    version: '1',
    name: 'pay',
    baseline: 'base.onnx',
    variants: '{ same: same.onnx }',
    data: '{ table: table.csv, id: id, label: paid }',
    inputs: '{ hours: { column: hours }, years: { column: years } }',
    outcome: '{ task: binary, output: score, positive: 1 }',
    attributes: '{ team: { sensitive: true } }',
    explain: '{ methods: [occlusion], examples: 0 }',
    ...more,
  };
  return Object.entries(parts)
    .map(([key, value]) => `${key}: ${value}\n`)
    .join('');
}

/** A folder with the tiny models and a table of 400 rows, and a plan where one is given. */
export async function tabularFolder(files: Readonly<Record<string, string>> = {}): Promise<string> {
  const folder = await temporaryFolder();
  const names = ['base', 'same', 'off', 'nan', 'two'];
  await bring(folder, Object.fromEntries(names.map((name) => [`${name}.onnx`, `test/reference/tabular/${name}.onnx`])));
  await put(folder, { 'table.csv': tableText(), ...files });
  return folder;
}

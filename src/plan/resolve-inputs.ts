import { quoted, type ArraySpec, type FeatureSpec, type InputSpec } from '../base/index.js';
import type { LocatedYaml } from './located.js';
import type { Refuse } from './refuse.js';
import type { PlanFile } from './schema.js';

type InputsFile = PlanFile['inputs'];
type InputFile = InputsFile[string];
type ImageFile = Exclude<InputFile, { columns: unknown } | { column: unknown } | { array: unknown }>;
type ArrayFile = Extract<InputFile, { array: unknown }>;
type FeatureFile = Extract<InputFile, { columns: unknown }>['columns'][string];

/** Checks what of `inputs:` can be checked without a model, and keeps columns in the order written. */
export function resolveInputs(
  inputs: InputsFile,
  yaml: LocatedYaml,
  refuse: Refuse,
): Readonly<Record<string, InputSpec>> {
  return Object.fromEntries(
    Object.entries(inputs).map(([name, input]) => [name, resolveInput(input, ['inputs', name], yaml, refuse)]),
  );
}

function resolveInput(input: InputFile, path: readonly string[], yaml: LocatedYaml, refuse: Refuse): InputSpec {
  if ('columns' in input) {
    const columns = yaml.keys([...path, 'columns']).flatMap((column): readonly FeatureSpec[] => {
      const feature = input.columns[column];
      return feature ? [resolveColumn(column, feature, [...path, 'columns', column], refuse)] : [];
    });
    if (columns.length === 0) refuse([...path, 'columns'], `The input ${quoted(path.at(-1) ?? '')} names no column.`);
    return { kind: 'columns', columns };
  }
  if ('column' in input) return { kind: 'column', column: input.column, missing: input.missing };
  const scaling = resolveScaling(input, path, refuse);
  if ('array' in input) return { kind: 'array', file: input.array, ...scaling };
  checkPicture(input, path, refuse);
  return { kind: 'image', ...input, ...scaling };
}

function resolveColumn(
  column: string,
  feature: FeatureFile,
  path: readonly PropertyKey[],
  refuse: Refuse,
): FeatureSpec {
  if ('one_hot' in feature) {
    const { one_hot: categories, other, missing } = feature;
    const twice = categories.findIndex((name, i) => categories.indexOf(name) !== i);
    if (twice >= 0) {
      refuse(
        [...path, 'one_hot', twice],
        `The categories of the column ${quoted(column)} name ${quoted(categories[twice] ?? '')} twice.`,
      );
    }
    return { kind: 'one-hot', column, categories, other, missing };
  }
  const { log1p, mean, std, missing } = feature;
  if (!(std > 0)) {
    refuse([...path, 'std'], `The std of the column ${quoted(column)} is ${std}; it must be above 0.`);
  }
  return { kind: 'number', column, log1p, mean, std, missing };
}

function resolveScaling(
  { scale, mean, std }: Pick<ImageFile | ArrayFile, 'scale' | 'mean' | 'std'>,
  path: readonly PropertyKey[],
  refuse: Refuse,
): Required<Pick<ArraySpec, 'scale' | 'mean' | 'std'>> {
  if (scale && scale.from[0] === scale.from[1]) {
    refuse(
      [...path, 'scale'],
      `A scale cannot start from [${scale.from.join(', ')}]: its ends are equal.`,
      'Name the two values that become the ends of "to".',
    );
  }
  const stds = list(std);
  if (stds?.some((value) => !(value > 0)) === true) {
    refuse([...path, 'std'], `The std [${stds.join(', ')}] must be above 0.`);
  }
  const means = list(mean);
  if (means && stds && means.length > 1 && stds.length > 1 && means.length !== stds.length) {
    refuse(
      [...path, 'std'],
      `The mean has ${means.length} numbers and the std ${stds.length}.`,
      'Give one number, or one a channel.',
    );
  }
  return { scale, mean: means, std: stds };
}

function checkPicture({ colour, mean, std, resize, crop }: ImageFile, path: readonly string[], refuse: Refuse): void {
  const channels = colour === 'grey' ? 1 : 3;
  for (const [key, value] of [['mean', mean] as const, ['std', std] as const]) {
    const numbers = list(value) ?? [];
    if (numbers.length <= 1 || numbers.length === channels) continue;
    refuse(
      [...path, key],
      `The ${key} has ${numbers.length} numbers, but a ${colour} picture has ${channels === 1 ? '1 channel' : `${channels} channels`}.`,
      'Give one number, or one a channel.',
    );
  }
  if (resize && crop && (crop.width > resize.width || crop.height > resize.height)) {
    refuse(
      [...path, 'crop'],
      `Pictures of ${resize.width} × ${resize.height} pixels cannot be cropped to ${crop.width} × ${crop.height}.`,
      'Crop to less than the resize gives.',
    );
  }
}

function list(value: number | readonly number[] | undefined): readonly number[] | undefined {
  return typeof value === 'number' ? [value] : value;
}

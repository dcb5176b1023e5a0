import { z } from 'zod';
import type { PlanVocabulary } from './vocabulary.js';

const name = z.string().min(1).max(200);
const path = z.string().min(1).max(1000);
const finite = z.number();
const positive = z.number().int().min(1);
const side = positive.max(8192);
const pair = z.tuple([finite, finite], { error: 'expected a list of two numbers' });
const perChannel = z.union([finite, z.array(finite).min(1).max(4)]);
const trainings = z.union([path, z.array(path).min(1).max(20)]);
/** A variant's name becomes a folder's name, so it holds nothing that a file system minds. */
const variantName = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;

const scale = z.strictObject({ from: pair, to: pair });

const imageInput = z
  .strictObject({
    file: name.describe('The column that names the picture, relative to the table.'),
    resize: z
      .strictObject({
        width: side,
        height: side,
        filter: z.enum(['nearest', 'bilinear', 'bicubic', 'lanczos']).default('bilinear'),
        fit: z.enum(['stretch', 'crop', 'pad']).default('stretch'),
      })
      .optional(),
    crop: z.strictObject({ width: side, height: side }).optional().describe('From the centre, after resizing.'),
    colour: z.enum(['rgb', 'bgr', 'grey']).default('rgb'),
    layout: z.enum(['nchw', 'nhwc']).default('nchw'),
    scale: scale.optional().describe('Maps pixel values, 0 to 255, linearly: from [0, 255] to [-1, 1], say.'),
    mean: perChannel.optional().describe('Subtracted after scaling: one number, or one a channel.'),
    std: perChannel.optional().describe('Divided by after the mean: one number, or one a channel.'),
  })
  .describe('A picture a row.');

const columnFeature = z.union([
  z.strictObject({
    one_hot: z.array(z.string().max(200)).min(1).max(10_000),
    other: z.enum(['error', 'zeros']).default('error').describe('What a category that is not listed does.'),
    missing: z.string().max(200).optional().describe('The category of an empty cell.'),
  }),
  z.strictObject({
    log1p: z.boolean().default(false).describe('log(1 + x) first.'),
    mean: finite.default(0),
    std: finite.default(1).describe('(x - mean) / std.'),
    missing: finite.optional().describe('The number of an empty cell, before anything else.'),
  }),
]);

const input = z.union([
  imageInput,
  z
    .strictObject({ columns: z.record(name, columnFeature) })
    .describe('One float tensor a row, its entries in the order written here.'),
  z
    .strictObject({ column: name, missing: z.union([finite, z.string()]).optional() })
    .describe('A column as it is: numbers or text, as the model wants.'),
  z
    .strictObject({
      array: name.describe('The column that names a .npy file, relative to the table.'),
      scale: scale.optional(),
      mean: perChannel.optional(),
      std: perChannel.optional(),
    })
    .describe('An array a row.'),
]);

const label = z.union([z.string().min(1), z.number(), z.boolean()]);
const activation = z.enum(['none', 'sigmoid', 'softmax']).default('none');

const betweenZeroAndOne = 'expected a number above 0 and below 1';
const quantile = z
  .number()
  .gt(0, betweenZeroAndOne)
  .lt(1, betweenZeroAndOne)
  .refine((value) => /^0\.\d{1,6}$/u.test(String(value)), 'expected a number with at most six decimals');

/** A list in which nothing stands twice. */
const each = <T extends z.ZodNumber>(item: T): z.ZodArray<T> =>
  z
    .array(item)
    .min(1)
    .max(20)
    .superRefine((list, context) => {
      for (const [i, one] of list.entries())
        if (list.indexOf(one) < i)
          context.addIssue({ code: 'custom', path: [i], message: 'expected each number once' });
    });

const outcome = z.discriminatedUnion('task', [
  z.strictObject({
    task: z.literal('binary'),
    output: name.describe("The model's output: one score a row, or two of which the second is the positive one."),
    activation,
    positive: label.default(1).describe('The label that counts as positive.'),
    threshold: z.number().min(0).max(1).default(0.5).describe('Scores at or above it are positive.'),
  }),
  z.strictObject({
    task: z.literal('multiclass'),
    output: name,
    activation,
    classes: z
      .union([path, z.array(label).min(2).max(100_000)])
      .describe('The classes in the order of the output: a list, or a file with one a line.'),
    top: each(z.int().min(2).max(99_999))
      .optional()
      .describe('The k of top-k accuracy, each below the number of classes; 3 and 5 unless given.'),
  }),
  z.strictObject({
    task: z.literal('regression'),
    output: name,
    quantiles: each(quantile).optional().describe('The quantiles of the pinball loss; 0.1, 0.5 and 0.9 unless given.'),
  }),
]);

const attribute = z
  .strictObject({
    column: name.optional().describe('The column, where it is not called as the attribute is.'),
    sensitive: z.boolean().default(false).describe('It names protected groups: differential drift is judged.'),
    reference: label.optional().describe('The group that the others are held against, besides everyone else.'),
    order: z.array(label).min(1).max(1000).optional(),
    bins: z.array(finite).min(1).max(100).optional().describe('Inner edges; each bin holds its lower edge.'),
    missing: name.optional().describe('The label of empty cells; "missing" unless given.'),
  })
  .nullable();

/** What a margin's size may be, as the end of a sentence. */
export const wantedSize = 'expected a size such as "2 points" or "5 %", or a number in the metric\'s own unit';
const size = z.union([
  z.string({ error: wantedSize }).regex(/^\s*\d+(\.\d+)?\s*(points?|%)\s*$/, wantedSize),
  z.number({ error: wantedSize }),
]);

const valuesOfAttribute = z
  .record(name, z.union([label, z.array(label).min(1).max(1000)]))
  .describe('An attribute and a value of it, or a list of values; "*" is any. Several attributes make a crossing.');
const slicePattern = z.union([
  name,
  valuesOfAttribute,
  z.array(z.union([name, z.array(name).min(1).max(6), valuesOfAttribute])).min(1),
]);

const margin = z.strictObject({
  drift: size
    .optional()
    .describe(
      'How far it may move to the worse in a slice: "2 points", a number, or "5 %" of what the baseline has there.',
    ),
  differential: size.optional().describe('How much further than everyone else in a sensitive attribute.'),
  sides: z.enum(['worse', 'both']).optional().describe('"both" holds improvement to it too; "worse" unless given.'),
  slices: slicePattern
    .optional()
    .describe('Only these slices: an attribute, { attribute: value }, or a list; "all" is everyone.'),
});

const claim = z.strictObject({
  id: z.string().regex(/^[\w.-]{1,64}$/, 'expected letters, digits, "_", "-" and "." (at most 64)'),
  text: z.string().min(1).max(1000),
  about: name.optional().describe('A variant; every one unless given.'),
  metric: name.optional(),
  at_most: finite.optional(),
  at_least: finite.optional(),
  equals: finite.optional(),
});

/** What a tier's share may be, as the end of a sentence. */
export const wantedShare = 'expected a share such as "30 %" or 0.3';
const share = z.union([
  z.string({ error: wantedShare }).regex(/^\s*\d+(\.\d+)?\s*%\s*$/, wantedShare),
  z.number({ error: wantedShare }).min(0, wantedShare),
]);

const wantedWhose = 'expected all, or a group such as { skin_tone: dark }';

const deployment = z
  .strictObject({
    tiers: z
      .record(name.max(64), name)
      .describe('Device tiers by name, each with the model it gets: baseline or a variant.'),
    shares: z
      .array(
        z
          .object({
            of: z
              .union([z.string().regex(/^all$/, wantedWhose), z.record(name, label)])
              .describe('Whose: all, or a group as its sensitive attributes and their values.'),
          })
          .catchall(share),
      )
      .min(1)
      .max(1000)
      .describe('Which share of them has a device of each tier; a group that is not named has the shares of all.'),
    source: z.string().min(1).max(1000).optional().describe('Where the shares come from, in your own words.'),
  })
  .describe('Who gets which model: what each group experiences as deployed is reported, and judged by nothing.');

const search = z.strictObject({
  attributes: z.array(name).min(1).max(100).optional().describe('Whose values are combined; every one unless given.'),
  columns: z
    .array(name)
    .min(1)
    .max(100)
    .optional()
    .describe(
      'Columns that are no attributes, searched besides; numbers are cut so that about as many rows fall into each bin.',
    ),
  conditions: positive.max(3).optional().describe('How many a slice has at most; 3 unless given.'),
  metrics: z.array(name).min(1).max(20).optional().describe('Rates; accuracy unless given.'),
  most: positive.max(30).optional().describe('Slices to report at most, a metric; 5 unless given.'),
});

/** The schema of `audit.yaml` as it is written, before defaults that depend on other parts are filled in. */
export const planFileSchema = z
  .strictObject({
    version: z.literal(1),
    name: name.max(100).describe('What the card calls this audit.'),
    baseline: trainings.describe('The full model, relative to this file; or a list of trainings of it.'),
    variants: z
      .record(
        z.string().regex(variantName, 'a variant\'s name holds letters, digits, "_", "-" and "." (at most 64)'),
        trainings,
      )
      .describe('The compressed models, by name; each a file, or a list of trainings.'),
    data: z
      .strictObject({
        table: z
          .union([path, z.array(path).min(1).max(10_000)])
          .describe('CSV, TSV, JSONL or Parquet; globs; a row an example.'),
        id: name.optional().describe('The column that names an example; the row number unless given.'),
        label: name.describe('The column with the truth.'),
        weight: name.nullish().describe('The column that says how much an example counts; null: all count alike.'),
        unit: name.optional().describe('The column that names what was sampled: a person, a drawing, a recording.'),
      })
      .optional(),
    inputs: z.record(name, input).default({}).describe("By the name of the model's input."),
    outcome: outcome.optional(),
    attributes: z.record(name, attribute).default({}),
    slices: z
      .array(z.union([name, z.array(name).min(1).max(6)]))
      .max(200)
      .optional()
      .describe('Every attribute unless given; a list in the list is a crossing.'),
    min_slice: z.number().int().min(1).max(1_000_000).default(20),
    search: z
      .union([z.boolean(), search])
      .optional()
      .describe('Finds the slices in which metrics drifted worst: true, or what to look for. Not unless given.'),
    margins: z
      .record(name, z.union([margin, z.array(margin).min(1)]))
      .optional()
      .describe('What the release promises, by metric.'),
    deployment: deployment.optional(),
    explain: z
      .strictObject({
        methods: z.array(name).max(10).optional(),
        examples: z.number().int().min(0).max(50).default(6),
        masks: z.number().int().min(10).max(20_000).default(1000).describe('Masks of RISE.'),
      })
      .optional(),
    claims: z.array(claim).max(200).default([]),
    notes: z.record(name, z.string().max(10_000)).default({}),
  })
  .describe('What Fairweight is to audit.');

export type PlanFile = z.output<typeof planFileSchema>;

/** The JSON Schema published for editors, with the names that this version knows. */
export function planJsonSchema(vocabulary: PlanVocabulary): Record<string, unknown> {
  const schema = z.toJSONSchema(planFileSchema, { io: 'input' }) as Record<string, unknown>;
  const properties = schema['properties'] as Record<string, Record<string, unknown>>;
  const names = (list: readonly string[]): unknown => ({ type: 'string', enum: list });
  properties['margins'] = {
    ...properties['margins'],
    propertyNames: {
      anyOf: [
        names(vocabulary.metrics.map(({ name: n }) => n)),
        ...vocabulary.metricFamilies.map(({ pattern }) => ({ type: 'string', pattern: pattern.source })),
      ],
    },
  };
  set(properties, ['explain', 'properties', 'methods', 'items'], names(vocabulary.explainers));
  set(properties, ['claims', 'items', 'properties', 'metric'], names(vocabulary.claimMetrics));
  return { title: 'Fairweight plan', ...schema };
}

function set(root: Record<string, unknown>, path_: readonly string[], value: unknown): void {
  const last = path_[path_.length - 1];
  let node = root;
  for (const key of path_.slice(0, -1)) node = node[key] as Record<string, unknown>;
  if (last !== undefined) node[last] = value;
}

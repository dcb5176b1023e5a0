import { AuditError, listed } from '../base/index.js';
import { generateInputs } from './generated-inputs.js';
import type { Model, Tensor } from './model.js';
import { openOnnxModel } from './onnx.js';
import { tensorNumbers } from './tensor-numbers.js';

/** How far two models' outputs lie apart on the same generated inputs. */
export interface OutputGap {
  readonly output: string;
  readonly inputs: number;
  readonly maxAbsolute: number;
  readonly meanAbsolute: number;
  /** Share of inputs on which the largest entry is the same one; absent for single numbers. */
  readonly sameLargest?: number | undefined;
}

/**
 * Runs two models on generated inputs and measures how far their shared outputs lie apart.
 *
 * @throws {AuditError} `model` where their inputs differ, or they share no numeric output of one shape
 */
export async function compareOutputs(
  baseline: string,
  variant: string,
  inputs: number,
  seed: string,
): Promise<readonly OutputGap[]> {
  const models: Model[] = [];
  try {
    const before = await openOnnxModel(baseline);
    models.push(before);
    const after = await openOnnxModel(variant);
    models.push(after);
    const [of, against] = [before, after].map((model) => model.inputs.map(({ name }) => name));
    if (JSON.stringify(of) !== JSON.stringify(against)) {
      throw new AuditError(
        'model',
        `The inputs of the models differ: ${listed(of ?? [])} against ${listed(against ?? [])}.`,
        {
          place: { file: variant },
          wayOut: 'Compare models of the same interface.',
        },
      );
    }
    const gaps = new Map<
      string,
      { max: number; sum: number; count: number; same: number; runs: number; width: number }
    >();
    for (let i = 0; i < inputs; i++) {
      const feeds = generateInputs(before.inputs, `${seed} ${i}`);
      const [a, b] = [await before.run(feeds), await after.run(feeds)];
      for (const { name } of before.outputs) {
        const [x, y] = [numbersOf(a, name), numbersOf(b, name)];
        if (!x || x.length !== y?.length) continue;
        const gap = gaps.get(name) ?? { max: 0, sum: 0, count: 0, same: 0, runs: 0, width: x.length };
        x.forEach((value, k) => {
          const distance = Math.abs(value - (y[k] ?? 0));
          gap.max = Math.max(gap.max, distance);
          gap.sum += distance;
        });
        gap.count += x.length;
        gap.runs += 1;
        if (largest(x) === largest(y)) gap.same += 1;
        gaps.set(name, gap);
      }
    }
    if (gaps.size === 0) {
      throw new AuditError('model', 'The models share no output that could be compared.', { place: { file: variant } });
    }
    return [...gaps].map(([output, gap]) => ({
      output,
      inputs: gap.runs,
      maxAbsolute: finite(gap.max, output, variant),
      meanAbsolute: finite(gap.sum / gap.count, output, variant),
      sameLargest: gap.width > 1 ? gap.same / gap.runs : undefined,
    }));
  } finally {
    for (const model of models) await model.close();
  }
}

function finite(value: number, output: string, file: string): number {
  if (Number.isFinite(value)) return value;
  throw new AuditError('model', `A model gave NaN or infinite numbers in its output "${output}" on generated inputs.`, {
    place: { file },
  });
}

function numbersOf(outputs: Readonly<Record<string, Tensor>>, name: string): readonly number[] | undefined {
  const tensor = Object.hasOwn(outputs, name) ? outputs[name] : undefined;
  const numbers = tensor && tensorNumbers(tensor);
  return numbers && Array.from(numbers, Number);
}

function largest(values: readonly number[]): number {
  return values.reduce((best, value, i) => (value > (values[best] ?? 0) ? i : best), 0);
}

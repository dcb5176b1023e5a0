import { z } from 'zod';
import { AuditError, ExactSum } from '../base/index.js';
import type { LossMoments } from './tally.js';

/** A whole number in decimal, of any size that a sum of ours can have. */
export const decimal = z.string().regex(/^(?:0|-?[1-9]\d{0,399})$/u, 'expected a whole number in decimal');
/** How many, at least one. */
export const count = z.int().min(1);

/**
 * Moments in a file: Σ w x of the baseline and of the variant, Σ w² x² of both, Σ w² (variant − baseline)²; with weights also
 * Σ w² x of both. See {@link LossMoments}.
 */
export const momentsSchema = z.union([
  z.tuple([decimal, decimal, decimal, decimal, decimal]),
  z.tuple([decimal, decimal, decimal, decimal, decimal, decimal, decimal]),
]);

export type MomentsJson = z.infer<typeof momentsSchema>;

/** Moments as whole numbers in decimal. */
export function momentsToJson(moments: LossMoments): MomentsJson {
  const { baseline, variant, baselineSquared, variantSquared, differenceSquared, bySquaredWeight } = moments;
  const text = (sum: ExactSum): string => String(sum.units());
  const plain = [baseline, variant, baselineSquared, variantSquared, differenceSquared].map(text) as MomentsJson;
  if (!bySquaredWeight) return plain;
  return [...plain, text(bySquaredWeight.baseline), text(bySquaredWeight.variant)] as MomentsJson;
}

/** Moments from a file. @throws {AuditError} `data` for a sum of squares below 0, or too many or too few sums */
export function momentsFrom(list: MomentsJson, bits: number, hasWeights: boolean, where: string): LossMoments {
  if (list.length !== (hasWeights ? 7 : 5))
    throw new AuditError('data', `${where}: expected ${hasWeights ? 7 : 5} sums, found ${list.length}.`);
  const sums = list.map((text, i) => {
    const isSquare = i >= 2 && i <= 4;
    return isSquare ? exactSum(text, bits, `${where}[${i}]`) : ExactSum.fromUnits(BigInt(text), bits);
  });
  const at = (i: number): ExactSum => sums[i] ?? new ExactSum(bits);
  return {
    baseline: at(0),
    variant: at(1),
    baselineSquared: at(2),
    variantSquared: at(3),
    differenceSquared: at(4),
    bySquaredWeight: hasWeights ? { baseline: at(5), variant: at(6) } : undefined,
  };
}

/** A sum that cannot be below 0. @throws {AuditError} `data` where it is */
export function exactSum(text: string, bits: number, where: string): ExactSum {
  if (text.startsWith('-')) throw new AuditError('data', `${where}: expected a sum of at least 0, found ${text}.`);
  return ExactSum.fromUnits(BigInt(text), bits);
}

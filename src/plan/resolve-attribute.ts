import { didYouMean, listed, quoted } from '../base/index.js';
import type { Refuse } from './refuse.js';
import { repeatedIn } from './repeated-in.js';
import type { PlanFile } from './schema.js';
import type { AttributePlan } from './types.js';

/** One attribute with its defaults; its bins rise, its order names each value once, and its reference is one of them. */
export function resolveAttribute(
  name: string,
  settings: PlanFile['attributes'][string] | undefined,
  refuse: Refuse,
): AttributePlan {
  const path = ['attributes', name];
  if (settings?.bins && settings.order) {
    refuse(path, `The attribute ${quoted(name)} has bins and an order; bins have their own order.`);
  }
  if (settings?.bins?.some((edge, i, edges) => i > 0 && edge <= (edges[i - 1] ?? edge))) {
    refuse([...path, 'bins'], `The edges of ${quoted(name)} must rise.`);
  }
  const order = settings?.order?.map(String);
  const twice = repeatedIn(order ?? []);
  if (twice >= 0) {
    refuse([...path, 'order', twice], `The order of ${quoted(name)} names ${quoted(order?.[twice] ?? '')} twice.`);
  }
  return {
    name,
    column: settings?.column ?? name,
    sensitive: settings?.sensitive ?? false,
    reference: resolveReference(name, settings, refuse),
    order,
    bins: settings?.bins,
    missing: settings?.missing,
  };
}

function resolveReference(
  name: string,
  settings: PlanFile['attributes'][string] | undefined,
  refuse: Refuse,
): string | undefined {
  if (settings?.reference === undefined) return undefined;
  const reference = String(settings.reference);
  const order = settings.order?.map(String);
  const known = order && [...order, settings.missing ?? 'missing'];
  if (known && !known.includes(reference)) {
    refuse(
      ['attributes', name, 'reference'],
      `The reference of ${quoted(name)} is ${quoted(reference)}, which its order does not have.`,
      [didYouMean(reference, known), `There are: ${listed(known)}.`].filter(Boolean).join(' '),
    );
  }
  return reference;
}

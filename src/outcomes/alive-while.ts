import type { ChildTools } from '../models/index.js';

const everyMs = 500;

/**
 * Says what is being done until it is done: the database answers late and says nothing meanwhile, and the patience that ends a child
 * without progress is meant for models.
 */
export async function aliveWhile<T>(tools: Pick<ChildTools, 'doing'>, what: string, work: Promise<T>): Promise<T> {
  tools.doing(what);
  const timer = setInterval(() => tools.doing(what), everyMs);
  try {
    return await work;
  } finally {
    clearInterval(timer);
  }
}

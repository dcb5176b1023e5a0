import type { JudgedRecord } from '../../record/index.js';

/** Whether the release may go out, in a sentence: what the verdict and the exit code come to. */
export function mayGoOut({ verdict, fairness }: Pick<JudgedRecord, 'verdict' | 'fairness'>): string {
  const isPromised = fairness?.findings.some(({ margin }) => margin.source === 'plan') ?? false;
  switch (verdict.kind) {
    case 'kept':
      return isPromised ? 'It may go out as promised.' : 'By the default margins it may go out.';
    case 'violated':
      if (verdict.promises.violated === 0) return 'With what it claims it may not go out.';
      return isPromised ? 'By its own promises it may not go out.' : 'By the default margins it may not go out.';
    case 'undecided':
      return 'Until that is decided, nothing says that it may go out.';
    case 'not-judged':
      return 'Nothing here says whether it may go out.';
  }
}

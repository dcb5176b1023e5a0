/** Throws, with the place of a path in the plan. */
export type Refuse = (path: readonly PropertyKey[], message: string, wayOut?: string) => never;

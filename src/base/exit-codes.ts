/** What a command's exit code means; the same table stands in the README and in `audit --help`. */
export const exitCodes = {
  /** Every promise kept; for `verify`: intact and signed by the given key. */
  kept: 0,
  /** Some promise violated or a claim contradicted; for `verify`: altered. */
  violated: 1,
  /** The input or the command line is wrong; for `verify`: unreadable. */
  badInput: 2,
  /** Some undecided, not estimable or nothing judged, and none violated; for `verify`: intact, signer unknown. */
  undecided: 3,
  /** A defect of ours. */
  defect: 70,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

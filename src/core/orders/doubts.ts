/** The codes of doubts about a fill, in the order of their numbers in the ledger. */
export const doubtCodes = [
  "LIMIT_TOUCHED",
  "LATENCY_INSIDE_BAR",
  "STOP_LIMIT_INSIDE_BAR",
  "EXIT_ON_ENTRY_BAR",
  "TWO_OF_A_GROUP",
] as const;

/** Why a fill may be better than the market would have given. */
export type DoubtCode = (typeof doubtCodes)[number];

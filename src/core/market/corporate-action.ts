/** The kinds of corporate actions. */
export const actionTypes = ["split", "dividend"] as const;

/**
 * What a company did to its shares, as a row of a table has it. On one date splits come before dividends: a dividend is paid
 * for the shares that are there after the split.
 */
export interface CorporateAction {
  /** The first trading day on which a share trades without what was due to it, an ISO date. */
  readonly ex_date: string;
  readonly symbol: string;
  readonly type: (typeof actionTypes)[number];
  /** Of a split the new shares for each old one: 2 is 2:1, 0.1 is 1:10. Of a dividend the money for each share. */
  readonly value: number;
}

/** What the prices of a feed were adjusted for, in rows as they were read. */
export interface Adjusted {
  readonly by: "splits" | "all";
  readonly applied: readonly CorporateAction[];
  /** Those that the prices were not adjusted for, over the whole feed. */
  readonly others: readonly CorporateAction[];
}

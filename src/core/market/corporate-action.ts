/** The kinds of corporate actions, in the order in which those of one date come. */
export const actionTypes = ["split", "dividend", "delisting"] as const;

/**
 * What happened to the shares of a company, as a row of a table has it. On one date splits come before dividends: a dividend
 * is paid for the shares that are there after the split.
 */
export interface CorporateAction {
  /**
   * The first trading day on which a share trades without what was due to it, an ISO date; of a delisting, the first on
   * which it does not trade.
   */
  readonly ex_date: string;
  readonly symbol: string;
  readonly type: (typeof actionTypes)[number];
  /**
   * Of a split the new shares for each old one: 2 is 2:1, 0.1 is 1:10. Of a dividend or a delisting the money for each
   * share; a delisted share may be worth 0.
   */
  readonly value: number;
}

/** A corporate action as a session applied it. */
export interface AppliedAction extends CorporateAction {
  /** The time of its step, epoch milliseconds UTC. */
  readonly time: number;
  /** Units held before it, negative when short. */
  readonly quantity: number;
  /** Units held after it. */
  readonly quantityAfter: number;
  /** Currency that it moved, negative if it left the account. */
  readonly amount: number;
  /** The last close before it, as traded. */
  readonly closeBefore: number;
  /** The open of the bar that it was applied at; absent if its symbol had none. */
  readonly firstPrice?: number;
}

/** What the prices of a feed were adjusted for, in rows as they were read. */
export interface Adjusted {
  readonly by: "splits" | "all";
  readonly applied: readonly CorporateAction[];
  /** Those that the prices were not adjusted for, over the whole feed. */
  readonly others: readonly CorporateAction[];
}

/** An action with the prices around it. */
export interface PricedAction extends CorporateAction {
  /** The last close before it, as traded. */
  readonly closeBefore: number;
  /** The open of the first bar that it applies to; absent if there is none. */
  readonly firstPrice?: number;
}

/** Says that a symbol has bars after its delisting. */
export function barsAfterDelisting({ symbol, ex_date }: CorporateAction): string {
  return `${symbol} has bars after its delisting on ${ex_date}`;
}

/** Says which actions of a symbol, in the order in which they come, are after its delisting. */
export function afterDelisting(actions: readonly CorporateAction[]): string[] {
  const at = actions.findIndex(({ type }) => type === "delisting");
  if (at < 0) return [];
  const { ex_date: date } = actions[at];
  return actions.slice(at + 1).map(({ type, symbol, ex_date }) => {
    return `the ${type} of ${symbol} on ${ex_date} comes after its delisting on ${date}`;
  });
}

// Smaller splits cannot be told from the moves of a day.
const SMALLEST = Math.log(1.2);

/**
 * Returns in words how an action contradicts the prices around it: a split whose price moved less than half as far as the
 * split says (by logarithms), or a dividend that is not less than the price. `undefined` if it does not.
 */
export function actionDoubt(action: PricedAction): string | undefined {
  const { type, symbol, ex_date, value, closeBefore, firstPrice = Number.NaN } = action;
  const name = `the ${type} of ${symbol} on ${ex_date}`;
  if (type === "dividend" && value >= closeBefore)
    return `${name}, ${value}, is not less than the close before it, ${closeBefore}`;
  if (type !== "split" || Math.abs(Math.log(value)) < SMALLEST) return undefined;
  const moved = Math.log(closeBefore / firstPrice) / Math.log(value);
  if (!(moved < 0.5)) return undefined;
  return `${name}, ${value} for 1, is no jump in the prices, ${closeBefore} before and ${firstPrice} after it; they may be adjusted already`;
}

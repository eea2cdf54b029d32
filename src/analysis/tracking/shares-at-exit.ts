import type { AppliedAction } from "../../core/market/corporate-action";

/**
 * Returns how many shares at its exit one share at the entry of a trade is: its entry price times that is the price that was
 * traded. Splits come before the fills of their step.
 */
export function sharesAtExit(
  { symbol, entryTime, exitTime }: { readonly symbol: string; readonly entryTime: number; readonly exitTime: number },
  actions: readonly AppliedAction[],
): number {
  let shares = 1;
  for (const { type, value, symbol: of, time } of actions)
    if (type === "split" && of === symbol && time > entryTime && time <= exitTime) shares *= value;
  return shares;
}

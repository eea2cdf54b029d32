import type { AppliedAction } from "../../core/market/corporate-action";

/** How many shares of now each share of a fill has become. */
export class ShareRatios {
  #ratio = 1;
  // The product of several ratios may be 1 again.
  #isSplit = false;
  // The ratio when a fill opened, by its row, if it was not 1.
  readonly #before = new Map<number, number>();

  /** Notes that a fill opened. */
  open(row: number): void {
    if (this.#ratio !== 1) this.#before.set(row, this.#ratio);
  }

  /** Turns each share into `ratio` shares. */
  split(ratio: number): void {
    this.#ratio *= ratio;
    this.#isSplit = true;
  }

  /** Returns how many shares one of a fill has become. */
  of(row: number): number {
    return this.#isSplit ? this.#ratio / (this.#before.get(row) ?? 1) : 1;
  }
}

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

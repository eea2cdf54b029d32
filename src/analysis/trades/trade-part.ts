import { isNothingLeft, withDecimalsOf } from "../../core/lots";
import type { Remainder } from "./open-fills";

/** A quantity that one fill opened and another closed, with its share of their costs in currency. */
export interface TradePart {
  /** Rows of the two fills. */
  entry: number;
  exit: number;
  quantity: number;
  /** In the shares of the exit. */
  entryPrice: number;
  exitPrice: number;
  entryCommission: number;
  exitCommission: number;
  /** Of both sides. */
  slippage: number;
  /** What the quantity paid for being borrowed while it was short. */
  borrow: number;
  /** What the quantity got while it was held, negative if it was short and paid. */
  dividends: number;
}

/**
 * Closes as much as both sides still have, and writes it into `part`, which names the two fills. Each side gives its
 * share of the costs by quantity. Its last part gets all that is left, so nothing is lost to rounding. `entrySize` and
 * `exitSize`: the quantities of the whole fills. `unit`: the smallest quantity that there can be. `keepsDust`: whether what is
 * left (0.3 - 0.1) keeps the dust of its last bits.
 */
export function takePart(
  part: TradePart,
  entrySize: number,
  exitSize: number,
  entryRest: Remainder,
  exitRest: Remainder,
  unit: number,
  keepsDust: boolean,
): void {
  const quantity = Math.min(entryRest.quantity, exitRest.quantity);
  const size = Math.max(entrySize, exitSize);
  const shareOf = (rest: Remainder) =>
    isNothingLeft(rest.quantity - quantity, exitSize, size, unit) ? 1 : quantity / rest.quantity;
  const entryShare = shareOf(entryRest);
  const exitShare = shareOf(exitRest);
  part.quantity = quantity;
  part.entryCommission = entryRest.commission * entryShare;
  part.exitCommission = exitRest.commission * exitShare;
  part.slippage = entryRest.slippage * entryShare + exitRest.slippage * exitShare;
  take(entryRest, quantity, entryShare, keepsDust);
  take(exitRest, quantity, exitShare, keepsDust);
}

function take(rest: Remainder, quantity: number, share: number, keepsDust: boolean): void {
  const left = share === 1 ? 0 : rest.quantity - quantity;
  rest.quantity = keepsDust || left === 0 ? left : withDecimalsOf(left, rest.quantity, quantity);
  rest.commission -= rest.commission * share;
  rest.slippage -= rest.slippage * share;
}

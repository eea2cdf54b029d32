import { dateOf } from "../../core/days";
import type { Calendar } from "../../core/market/calendar";
import type { EquityCurve } from "../record/track-record";
import { samplePlaces } from "../returns/sampling";
import type { TradeLedger } from "../trades/trade-ledger";
import { type LedgerMaterial, ledgerAt, until } from "./ledger-at";

/** What the change of the equity can be told by. */
export const attributionKeys = ["symbol", "side", "month", "tag", "cost"] as const;

/** One of the keys of an attribution. */
export type AttributionKey = (typeof attributionKeys)[number];

/** A part of the change of the equity: its name, `null` for what has no tag, and its currency. */
export type AttributionPart = readonly [name: string | null, pnl: number];

/** What an attribution is made from. */
export interface AttributionMaterial extends LedgerMaterial {
  readonly curve: EquityCurve;
  readonly calendar: Calendar;
  /** The symbols of the session, in its order. */
  readonly symbols: readonly string[];
}

/** A moment of a session: a time, and the last closes of what was held then. */
export interface Marked {
  /** Epoch milliseconds UTC; infinity for now. */
  readonly time: number;
  price(symbol: string): number;
}

/** The name of the part that belongs to no symbol: interest on cash. */
export const cashPart = "cash";

/**
 * Returns the parts of the change of the equity from the beginning to a moment. They sum to it. By symbol, side and tag the
 * profit of closed trades and of what is open is that of the trades, after commissions, dividends and borrow, and `cash` is
 * interest. By cost it is that of prices without slippage, less each cost, also one of 0. By month it is the change of the equity.
 */
export function attributionAt(by: AttributionKey, material: AttributionMaterial, at: Marked): AttributionPart[] {
  if (by === "month") return byMonth(material, at.time);
  const ledger = ledgerAt(material, at.time);
  const { cash } = until(material, at.time);
  const parts: Parts = new Map();
  if (by === "cost") addCosts(parts, ledger, at);
  else {
    // Symbols have their order even if the last of them was traded first.
    if (by === "symbol") for (const symbol of material.symbols) parts.set(symbol, Number.NaN);
    addTrades(parts, ledger, at, by);
  }
  for (const { kind, amount } of cash)
    if (kind === "interest" || kind === "marginInterest") add(parts, by === "cost" ? kind : cashPart, amount);
  return [...parts].filter(([, pnl]) => !Number.isNaN(pnl));
}

/** Returns the parts of the change of the equity from one moment to a later one. */
export function attributionBetween(
  by: AttributionKey,
  material: AttributionMaterial,
  from: Marked,
  to: Marked,
): AttributionPart[] {
  const before = new Map(attributionAt(by, material, from));
  const after = new Map(attributionAt(by, material, to));
  // An open lot without a tag has that of its exit later, so a part of then may be gone.
  const names = new Set([...after.keys(), ...before.keys()]);
  const parts = Array.from(names, (name): AttributionPart => [name, (after.get(name) ?? 0) - (before.get(name) ?? 0)]);
  // A month that is over before `from` has no part in it.
  return by === "month" ? parts.filter(([name]) => after.get(name) !== before.get(name)) : parts;
}

type Parts = Map<string | null, number>;

function add(parts: Parts, name: string | null, amount: number): void {
  const before = parts.get(name) ?? 0;
  parts.set(name, (Number.isNaN(before) ? 0 : before) + amount);
}

/** A trade or an open lot, as far as it says whose its profit is. */
interface Owned {
  readonly symbol: string;
  readonly isLong: boolean;
  readonly tag?: string;
}

function nameOf({ symbol, isLong, tag }: Owned, by: "symbol" | "side" | "tag"): string | null {
  return by === "symbol" ? symbol : by === "tag" ? (tag ?? null) : isLong ? "long" : "short";
}

function addTrades(parts: Parts, ledger: TradeLedger, at: Marked, by: "symbol" | "side" | "tag"): void {
  for (const { direction, netPnl, symbol, tag } of ledger.trades.all())
    add(parts, nameOf({ symbol, isLong: direction === "long", tag }, by), netPnl);
  for (const { symbol, quantity, price, commission, dividends, borrow, tag } of ledger.openLots()) {
    const pnl = quantity * (markOf(at, symbol, price) - price) - commission + dividends - borrow;
    add(parts, nameOf({ symbol, isLong: quantity > 0, tag }, by), pnl);
  }
}

function addCosts(parts: Parts, ledger: TradeLedger, at: Marked): void {
  const sums = { prices: 0, slippage: 0, commission: 0, borrow: 0, dividends: 0, interest: 0, marginInterest: 0 };
  const note = (gross: number, slippage: number, commission: number, borrow: number, dividends: number) => {
    sums.prices += gross + slippage;
    sums.slippage -= slippage;
    sums.commission -= commission;
    sums.borrow -= borrow;
    sums.dividends += dividends;
  };
  for (const { grossPnl, slippage, entryCommission, exitCommission, borrow, dividends } of ledger.trades.all())
    note(grossPnl, slippage, entryCommission + exitCommission, borrow, dividends);
  for (const { symbol, quantity, price, slippage, commission, borrow, dividends } of ledger.openLots())
    note(quantity * (markOf(at, symbol, price) - price), slippage, commission, borrow, dividends);
  // Plus 0, so that a cost of nothing is not -0.
  for (const [name, sum] of Object.entries(sums)) parts.set(name, sum + 0);
}

// A lot of a symbol that is not held has no price. Trades of older sessions may leave the last bits of one.
function markOf(at: Marked, symbol: string, entryPrice: number): number {
  const price = at.price(symbol);
  return Number.isNaN(price) ? entryPrice : price;
}

function byMonth({ curve, calendar }: AttributionMaterial, time: number): AttributionPart[] {
  let end = curve.length;
  while (end > 1 && curve.time[end - 1] > time) end--;
  let before = curve.equity[0];
  return Array.from(samplePlaces(curve.time, 1, end, "month", calendar), (place): AttributionPart => {
    const change = curve.equity[place] - before;
    before = curve.equity[place];
    return [dateOf(calendar.dayOf(curve.time[place])).slice(0, 7), change];
  });
}

import { expected, expectedOf } from "../../../core/checks";
import type { RecordLine } from "../../../core/journal/recorder";
import type { BarColumns } from "../../../core/market/bar";
import { checkSymbol } from "../../../feeds/bars/symbols";
import type { PriceFigureInput } from "../../../output/figures/price";
import { formatValue } from "../../../output/formats";
import type { SessionCore } from "../../../session/core";
import { checkOptions } from "../../../session/options/checks";
import { inSharesOfEnd } from "../../splits";
import { NEWEST, takenSeries } from "../tracking/bars";
import { clockOf } from "./clock";
import { type PriceWindow, spanOf, windowKeys } from "./price-window";

/** What `plotPrice` shows: which part, and what is drawn beside the bars. */
export interface PriceOptions extends PriceWindow {
  /** "fills", "trades", "volume", "records", or names of records; all by default, and nothing but bars for an empty list. */
  readonly show?: readonly string[];
}

const parts = ["fills", "trades", "volume", "records"] as const;

/** Returns what the price figure of a symbol shows. Throws INVALID_OPTION, UNKNOWN_OPTION or UNKNOWN_SYMBOL. */
export function priceInput(core: SessionCore, symbol?: string, options: PriceOptions = {}): PriceFigureInput {
  checkOptions("plotPrice", options, [...windowKeys, "show"]);
  const { config, name } = core.record;
  const only = symbol === undefined && config.symbols.length === 1 ? config.symbols[0] : symbol;
  if (typeof only !== "string") throw expected("symbol", `one of ${config.symbols.join(", ")}`, symbol);
  checkSymbol(`session "${name}"`, config.symbols, only);
  const { fills, trades, records, actions } = core.content;
  const shown = shownParts(options.show, records);
  const most = config.endless ? NEWEST : undefined;
  // A running session shows no bar that it has not processed yet.
  const all = takenSeries(core, only);
  const { from, to, part } = spanOf(core, only, all, options);
  const bars = cut(all, from, to);
  const [begins, ends] = bars.length === 0 ? [Infinity, -Infinity] : [beforeOf(all, from), bars.time[bars.length - 1]];
  const splits = actions.filter(({ type, symbol: of }) => type === "split" && of === only);
  const within = (time: number) => time > begins && time <= ends;
  const newest = bars.length === most ? `the newest ${formatValue(bars.length, "count")} bars` : undefined;
  const input: PriceFigureInput = {
    ...clockOf(core),
    symbol: only,
    bars,
    ...((part ?? newest) && { part: part ?? newest }),
    daily: core.daily,
    volume: shown.has("volume"),
    fills: shown.has("fills") ? fills.filter((fill) => fill.symbol === only && within(fill.time)) : [],
    trades: shown.has("trades")
      ? trades.filter((trade) => trade.symbol === only && within(trade.entryTime) && within(trade.exitTime))
      : [],
    records: records.filter((record) => shown.has(record.name, "records")).map((record) => cutRecord(record, within)),
  };
  return inSharesOfEnd(input, splits);
}

function shownParts(show: readonly string[] | undefined, records: readonly RecordLine[]) {
  const names = records.map((record) => record.name);
  const known = [...parts, ...names];
  if (show !== undefined && !Array.isArray(show)) throw expected("show", "a list of names", show);
  for (const name of show ?? [])
    if (!known.includes(name))
      throw expectedOf("show", `a list of ${known.map((one) => `"${one}"`).join(", ")}`, name, known);
  const all = show === undefined;
  return { has: (...asked: string[]) => all || asked.some((name) => show.includes(name)) };
}

function beforeOf({ time }: BarColumns, from: number): number {
  return from === 0 ? -Infinity : time[from - 1];
}

function cut(bars: BarColumns, from: number, to: number): BarColumns {
  if (from === 0 && to === bars.length) return bars;
  const { time, symbol, open, high, low, close, volume } = bars;
  return {
    length: to - from,
    time: time.subarray(from, to),
    symbol: symbol.subarray(from, to),
    open: open.subarray(from, to),
    high: high.subarray(from, to),
    low: low.subarray(from, to),
    close: close.subarray(from, to),
    volume: volume.subarray(from, to),
  };
}

function cutRecord({ name, time, value }: RecordLine, within: (time: number) => boolean): RecordLine {
  let from = 0;
  while (from < time.length && !within(time[from])) from++;
  let to = time.length;
  while (to > from && !within(time[to - 1])) to--;
  return { name, time: time.subarray(from, to), value: value.subarray(from, to) };
}

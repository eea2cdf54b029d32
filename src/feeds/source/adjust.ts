import { expected } from "../../core/checks";
import { dayOfDate } from "../../core/days";
import type { BarColumns } from "../../core/market/bar";
import type { Adjusted, CorporateAction } from "../../core/market/corporate-action";
import { PaperLabError } from "../../errors";
import { copyOf } from "../bars/columns";
import type { RecordedParts } from "./recorded";

/** What happened to the shares of one symbol on one day: splits first, then dividends. */
interface Event {
  readonly day: number;
  readonly date: string;
  /** New shares for each old one; 1 without a split. */
  ratio: number;
  /** Money for each new share. */
  dividend: number;
}

/** Throws INVALID_OPTION unless `by` says what to adjust for, and there are actions to adjust by. */
export function checkAdjust(by: unknown, actions: unknown): void {
  if (by === undefined) return;
  if (by !== "splits" && by !== "all") throw expected("adjust", '"splits" or "all"', by);
  if (actions !== undefined) return;
  const text = `Expected actions for adjust: "${by}", but none are known. Give them with the option actions`;
  throw new PaperLabError("INVALID_OPTION", text);
}

/**
 * Adjusts the bars before each ex-date, by all splits with a ratio r and, for "all", by the dividends D of that day too:
 * prices become price / r * (1 - D / (C / r)), where C is the last close before the ex-date, and volumes become
 * volume * r. These are the multipliers of the adjusted close of Yahoo Finance, which follows the Center for Research in
 * Security Prices. They reinvest a dividend at C / r - D. Dividends that stay are in the shares of the last bar.
 *
 * An action is applied if its symbol has bars before the ex-date and on it or later, and is then no longer among `actions`.
 * Throws INVALID_DATA for a dividend that is not less than C / r.
 */
export function adjustedParts(parts: RecordedParts, by: Adjusted["by"]): RecordedParts {
  const { symbols, columns, calendar, actions = [] } = parts;
  const spans = spansOf(parts);
  const isApplied = ({ ex_date, symbol, type }: CorporateAction) => {
    const span = spans[symbols.indexOf(symbol)];
    const day = dayOfDate(ex_date);
    const isWanted = type === "split" || (type === "dividend" && by === "all");
    return isWanted && span !== undefined && span.first < day && day <= span.last;
  };
  const applied = actions.filter(isApplied);
  const others = actions.filter((action) => !isApplied(action));
  const events = symbols.map((symbol) => eventsOf(applied.filter((action) => action.symbol === symbol)));
  const left = others.map((action) => inLastShares(action, applied));
  return {
    ...parts,
    columns: adjustedColumns(columns, symbols, events, calendar.dayOf),
    actions: left.length > 0 ? left : undefined,
    adjusted: { by, applied, others },
  };
}

function spansOf({ symbols, columns, calendar }: RecordedParts) {
  const spans: ({ first: number; last: number } | undefined)[] = symbols.map(() => undefined);
  for (let row = 0; row < columns.length; row++) {
    const day = calendar.dayOf(columns.time[row]);
    const span = spans[columns.symbol[row]];
    if (span === undefined) spans[columns.symbol[row]] = { first: day, last: day };
    else span.last = day;
  }
  return spans;
}

function eventsOf(actions: readonly CorporateAction[]): Event[] {
  const events = new Map<string, Event>();
  for (const { ex_date, type, value } of actions) {
    const event = events.get(ex_date) ?? { day: dayOfDate(ex_date), date: ex_date, ratio: 1, dividend: 0 };
    if (type === "split") event.ratio *= value;
    else event.dividend += value;
    events.set(ex_date, event);
  }
  return [...events.values()];
}

function inLastShares(action: CorporateAction, applied: readonly CorporateAction[]): CorporateAction {
  if (action.type === "split") return action;
  const isLater = ({ symbol, type, ex_date }: CorporateAction) =>
    symbol === action.symbol && type === "split" && ex_date > action.ex_date;
  return { ...action, value: applied.filter(isLater).reduce((value, { value: ratio }) => value / ratio, action.value) };
}

/** Goes from the last bar to the first. `events` are those of each symbol, sorted by day. */
function adjustedColumns(
  columns: BarColumns,
  symbols: readonly string[],
  events: readonly Event[][],
  dayOf: (time: number) => number,
): BarColumns {
  const copy = copyOf(columns);
  const { time, symbol, open, high, low, close, volume } = copy;
  const next = events.map((list) => list.length - 1);
  const ratio = new Float64Array(symbols.length).fill(1);
  const factor = new Float64Array(symbols.length).fill(1);
  for (let row = copy.length - 1; row >= 0; row--) {
    const place = symbol[row];
    for (let event = events[place][next[place]]; event?.day > dayOf(time[row]); event = events[place][--next[place]]) {
      ratio[place] *= event.ratio;
      factor[place] *= factorOf(event, columns.close[row], symbols[place]);
    }
    for (const prices of [open, high, low, close]) prices[row] = (prices[row] / ratio[place]) * factor[place];
    volume[row] *= ratio[place];
  }
  return copy;
}

function factorOf({ ratio, dividend, date }: Event, close: number, symbol: string): number {
  const before = close / ratio;
  if (dividend < before) return 1 - dividend / before;
  const wanted = `less than the close before it, ${before}`;
  throw expected(`the dividend of ${symbol} on ${date}`, wanted, dividend, "INVALID_DATA");
}

import { didYouMean, shown } from "../../../core/checks";
import { dateOf, dayLength } from "../../../core/days";
import type { Calendar } from "../../../core/market/calendar";
import { actionTypes, type CorporateAction } from "../../../core/market/corporate-action";
import { PaperLabError } from "../../../errors";
import { newStamp, readStampOf } from "../../text/stamp";
import { type RawAction, rawActions } from "./action-table";

/** Where corporate actions come from: the path of a CSV file, or a list of rows. */
export type ActionsInput = string | readonly CorporateAction[];

/** What actions are checked against. */
export interface ActionTerms {
  /** The name of the feed. */
  readonly feed: string;
  readonly symbols: readonly string[];
  readonly calendar: Calendar;
  /** Whether the symbols were chosen, so that there may be actions of others. */
  readonly chosen: boolean;
}

/** The actions of a feed, and the other symbols that the table has actions of. */
export interface ActionsRead {
  readonly actions: readonly CorporateAction[];
  readonly unused: readonly string[];
}

/**
 * Reads and checks corporate actions. They come sorted by date, then in the order of the feed's symbols, splits before
 * dividends, and a delisting last. Throws MISSING_FILE, INVALID_OPTION, INVALID_COLUMNS, INVALID_DATA with file and line, and UNKNOWN_SYMBOL.
 */
export function readActions(input: ActionsInput, terms: ActionTerms): ActionsRead {
  const { symbols } = terms;
  const unused = new Set<string>();
  const lines = new Map<string, string>();
  const actions: CorporateAction[] = [];
  for (const raw of rawActions(input)) {
    const action = checked(raw, terms.calendar);
    checkRepeated(action, raw.where, lines);
    if (symbols.includes(action.symbol)) actions.push(action);
    else if (terms.chosen) unused.add(action.symbol);
    else {
      const near = didYouMean(action.symbol, symbols) || " Choose symbols to leave out the actions of others";
      const text = `${raw.where}: Unknown symbol ${JSON.stringify(action.symbol)} in feed "${terms.feed}".${near}`;
      throw new PaperLabError("UNKNOWN_SYMBOL", text);
    }
  }
  const place = ({ symbol, type }: CorporateAction) =>
    symbols.indexOf(symbol) * actionTypes.length + actionTypes.indexOf(type);
  const date = ({ ex_date }: CorporateAction) => Date.parse(ex_date);
  return { actions: actions.sort((a, b) => date(a) - date(b) || place(a) - place(b)), unused: [...unused] };
}

function checked({ where, ex_date, symbol, type, value }: RawAction, calendar: Calendar): CorporateAction {
  const day = dayOf(ex_date);
  if (Number.isNaN(day)) throw faulty(where, "ex_date", "a date such as 2014-06-09", ex_date);
  if (!calendar.isTradingDay(day))
    throw faulty(where, "ex_date", `a trading day of the calendar ${calendar.name}`, dateOf(day));
  if (typeof symbol !== "string" || symbol === "") throw faulty(where, "symbol", "a name", symbol);
  const known = actionTypes.find((one) => one === type);
  if (known === undefined) throw faulty(where, "type", '"split", "dividend" or "delisting"', type);
  const isWorth =
    typeof value === "number" && value < Infinity && (value > 0 || (value === 0 && known === "delisting"));
  if (!isWorth)
    throw faulty(where, "value", known === "delisting" ? "0 or a positive number" : "a positive number", value);
  return { ex_date: dateOf(day), symbol, type: known, value };
}

function dayOf(date: unknown): number {
  const stamp = newStamp();
  const isRead = typeof date === "string" && readStampOf(date, stamp) && stamp.wall % dayLength === 0;
  return isRead ? stamp.wall / dayLength : Number.NaN;
}

/** A company pays a regular and a special dividend on one day, but not twice the same; and it splits its shares once a day. */
function checkRepeated({ ex_date, symbol, type, value }: CorporateAction, where: string, lines: Map<string, string>) {
  const key = JSON.stringify([ex_date, symbol, type, type === "dividend" ? value : 0]);
  const before = lines.get(key);
  lines.set(key, where);
  if (before === undefined) return;
  const text = `${where}: Expected each action once, was the ${type} of ${symbol} on ${ex_date} again (${before})`;
  throw new PaperLabError("INVALID_DATA", text);
}

function faulty(where: string, name: string, wanted: string, value: unknown) {
  return new PaperLabError("INVALID_DATA", `${where}: Expected ${name} to be ${wanted}, was ${shown(value)}`);
}

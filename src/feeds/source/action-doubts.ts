import { dayOfDate } from "../../core/days";
import { actionDoubt, type CorporateAction } from "../../core/market/corporate-action";
import type { RecordedSource } from "./source";

/** Returns in words how the actions of a feed contradict its prices, or one another; nothing if they do not. */
export function actionDoubts({ actions = [], symbols, columns, calendar }: RecordedSource): string[] {
  const pending = symbols.map((symbol) => actions.filter((action) => action.symbol === symbol));
  const next = symbols.map(() => 0);
  const before = new Float64Array(symbols.length).fill(Number.NaN);
  const doubts: string[] = [];
  if (actions.length === 0) return doubts;
  const { time, symbol: places, open, close, length } = columns;
  for (let row = 0; row < length; row++) {
    const place = places[row];
    const own = pending[place];
    for (; next[place] < own.length && isDue(own[next[place]], calendar.dayOf(time[row])); next[place]++) {
      const action = own[next[place]];
      const priced = { ...action, closeBefore: before[place], firstPrice: open[row] };
      const doubt = action.type === "delisting" ? barsAfter(action) : actionDoubt(priced);
      if (doubt !== undefined) doubts.push(doubt);
      // What comes after a split on the same day is for the new shares.
      if (action.type === "split") before[place] /= action.value;
    }
    before[place] = close[row];
  }
  return [...doubts, ...pending.flatMap(afterDelisting)];
}

function isDue({ ex_date }: CorporateAction, day: number): boolean {
  return dayOfDate(ex_date) <= day;
}

/** Writes that a symbol has bars after its delisting. */
export function barsAfter({ symbol, ex_date }: CorporateAction): string {
  return `${symbol} has bars after its delisting on ${ex_date}`;
}

/** Returns in words which actions of one symbol, by date, come after its delisting. */
export function afterDelisting(actions: readonly CorporateAction[]): string[] {
  const at = actions.findIndex(({ type }) => type === "delisting");
  if (at < 0) return [];
  const { ex_date: date } = actions[at];
  return actions.slice(at + 1).map(({ type, symbol, ex_date }) => {
    return `the ${type} of ${symbol} on ${ex_date} comes after its delisting on ${date}`;
  });
}

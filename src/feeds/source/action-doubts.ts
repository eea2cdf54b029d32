import { dateOf, dayOfDate } from "../../core/days";
import {
  actionDoubt,
  afterDelisting,
  barsAfterDelisting,
  type CorporateAction,
} from "../../core/market/corporate-action";
import type { RecordedSource } from "./source";

/** The actions of a feed that never come. */
export interface ActionsOutside {
  /** Splits and dividends before the first bar of their symbol, or after its last one. */
  readonly others: readonly CorporateAction[];
  /** Delistings after the last step of the feed. */
  readonly delistings: readonly CorporateAction[];
  /** The day of that step. */
  readonly lastDay: number;
}

/** Returns the actions of a feed that are outside its bars, so that no session applies them. */
export function actionsOutside({ actions = [], symbols, columns, calendar }: RecordedSource): ActionsOutside {
  const { time, symbol, length } = columns;
  if (actions.length === 0 || length === 0) return { others: [], delistings: [], lastDay: Number.NaN };
  const [first, last] = [symbols.map(() => Number.NaN), symbols.map(() => Number.NaN)];
  for (let row = 0; row < length; row++) {
    const place = symbol[row];
    if (Number.isNaN(first[place])) first[place] = time[row];
    last[place] = time[row];
  }
  const lastDay = calendar.dayOf(time[length - 1]);
  const isDelisting = ({ type }: CorporateAction) => type === "delisting";
  const isOutside = (action: CorporateAction) => {
    const [day, place] = [dayOfDate(action.ex_date), symbols.indexOf(action.symbol)];
    const isEarly = day <= calendar.dayOf(first[place]);
    // A delisting brings along what was due before it.
    const end = actions.find((other) => isDelisting(other) && other.symbol === action.symbol);
    const isDelisted = end !== undefined && dayOfDate(end.ex_date) <= lastDay;
    return isEarly || day > (isDelisted ? lastDay : calendar.dayOf(last[place]));
  };
  return {
    others: actions.filter((action) => !isDelisting(action) && isOutside(action)),
    delistings: actions.filter((action) => isDelisting(action) && dayOfDate(action.ex_date) > lastDay),
    lastDay,
  };
}

/**
 * Returns in words how the actions of a feed contradict its prices, or one another, and which delistings come after its last
 * step; nothing if all is well.
 */
export function actionDoubts(source: RecordedSource): string[] {
  const { actions = [], symbols, columns, calendar } = source;
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
      const doubt = action.type === "delisting" ? barsAfterDelisting(action) : actionDoubt(priced);
      if (doubt !== undefined) doubts.push(doubt);
      // What comes after a split on the same day is for the new shares.
      if (action.type === "split") before[place] /= action.value;
    }
    before[place] = close[row];
  }
  return [...doubts, ...pending.flatMap(afterDelisting), ...lateDelistings(source)];
}

function lateDelistings(source: RecordedSource): string[] {
  const { delistings, lastDay } = actionsOutside(source);
  return delistings.map(({ symbol, ex_date }) => {
    const end = `which is on ${dateOf(lastDay)}`;
    return `the delisting of ${symbol} on ${ex_date} never comes, because it is after the last step of the feed, ${end}`;
  });
}

function isDue({ ex_date }: CorporateAction, day: number): boolean {
  return dayOfDate(ex_date) <= day;
}

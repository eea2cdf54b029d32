import type { Columns } from "./canonical-data";
import { canonicalOfOne, freshSums } from "./canonical-strategy";

/** What a run comes to. */
export interface Outcome {
  readonly equity: number;
  readonly fills: number;
}

/** The limit: the canonical work as a hand-written loop over columns, with its curve and its fills in typed arrays. */
export function bareLoop({ length, time, open, close }: Columns): Outcome {
  const curveTime = new Float64Array(length);
  const curve = new Float64Array(length);
  const fills = new Float64Array(length * 4);
  let [cash, held, sum10, sum30, before, wanted, filled] = [1_000_000, 0, 0, 0, 0, 0, 0];
  for (let at = 0; at < length; at++) {
    if (wanted !== 0) {
      const commission = Math.abs(wanted) * open[at] * 1e-4;
      cash -= wanted * open[at];
      cash -= commission;
      held += wanted;
      fills[filled * 4] = time[at];
      fills[filled * 4 + 1] = wanted;
      fills[filled * 4 + 2] = open[at];
      fills[filled * 4 + 3] = commission;
      filled++;
      wanted = 0;
    }
    const price = close[at];
    sum10 += price;
    sum30 += price;
    if (at >= 10) sum10 -= close[at - 10];
    if (at >= 30) sum30 -= close[at - 30];
    if (at >= 29) {
      const difference = sum10 / 10 - sum30 / 30;
      if (at >= 30 && before <= 0 && difference > 0 && held === 0) wanted = 100;
      else if (at >= 30 && before >= 0 && difference < 0 && held > 0) wanted = -held;
      before = difference;
    }
    curveTime[at] = time[at];
    curve[at] = cash + held * price;
  }
  return { equity: curve[length - 1], fills: filled };
}

/** Only calls the strategy, with a fresh bar each time; fills at the next open, and leaves behind what the bare loop does. */
export function callingLoop({ length, time, open, high, low, close, volume }: Columns): Outcome {
  const strategy = canonicalOfOne();
  const curveTime = new Float64Array(length);
  const curve = new Float64Array(length);
  const fills = new Float64Array(length * 4);
  const context = contextOf();
  let [cash, filled] = [1_000_000, 0];
  for (let at = 0; at < length; at++) {
    const { wanted } = context;
    if (wanted !== 0) {
      const commission = Math.abs(wanted) * open[at] * 1e-4;
      cash -= wanted * open[at];
      cash -= commission;
      context.held += wanted;
      context.wanted = 0;
      fills[filled * 4] = time[at];
      fills[filled * 4 + 1] = wanted;
      fills[filled * 4 + 2] = open[at];
      fills[filled * 4 + 3] = commission;
      filled++;
    }
    context.bar = {
      symbol: "A",
      time: time[at],
      open: open[at],
      high: high[at],
      low: low[at],
      close: close[at],
      volume: volume[at],
    };
    strategy.onBar?.(context as never);
    curveTime[at] = time[at];
    curve[at] = cash + context.held * close[at];
  }
  return { equity: curve[length - 1], fills: filled };
}

/** The last context made, so that it is a thing of the heap, as a strategy's context is. */
export let lastContext: unknown;

function contextOf() {
  const context = {
    bar: {},
    state: freshSums(),
    held: 0,
    wanted: 0,
    position: () => ({ quantity: context.held }),
    buy: (_symbol: string, quantity: number) => {
      context.wanted = quantity;
      return "order";
    },
    sell: (_symbol: string, quantity: number) => {
      context.wanted = -quantity;
      return "order";
    },
  };
  lastContext = context;
  return context;
}

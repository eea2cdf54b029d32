import { defineStrategy } from "../../src/index";

/** Buys 100 shares while the short mean is above the long one, and sells them otherwise; reads nothing from outside. */
export const crossover = defineStrategy({
  name: "crossover",
  params: { fast: 5, slow: 20 },
  onBar({ bar, history, params, orderTarget }) {
    const { close, length } = history(bar.symbol);
    if (length < params.slow) return;
    let fast = 0;
    let slow = 0;
    for (let back = 1; back <= params.slow; back++) {
      slow += close[length - back] / params.slow;
      if (back <= params.fast) fast += close[length - back] / params.fast;
    }
    orderTarget(bar.symbol, fast > slow ? 100 : 0);
  },
});

/** Does a little of everything: tags, limits, stops, refused orders, cancels, records with gaps, logs, random numbers. */
export const eventful = defineStrategy({
  name: "eventful",
  params: { every: 7, note: 'a "quoted" – note' },
  state: () => ({ bars: 0, last: "" }),
  onStart({ log, buy, symbols }) {
    log("before the first bar");
    buy(symbols[0], 1);
  },
  onBar({ bar, state, params, buy, sell, cancel, position, random, record, log, orderTargetWeight }) {
    state.bars++;
    record({ close: bar.close, index: state.bars % 3 === 0 ? random() : undefined, values: random() - 0.5 });
    if (state.bars % params.every === 1) buy(bar.symbol, 10, { tag: "plain" });
    if (state.bars % params.every === 2) state.last = buy(bar.symbol, 5, { type: "limit", limitPrice: bar.low * 0.99 });
    if (state.bars % params.every === 3) sell(bar.symbol, 3, { type: "stop", stopPrice: bar.low * 0.999, tag: "stop" });
    if (state.bars % params.every === 4) cancel(state.last);
    if (state.bars % params.every === 5) sell(bar.symbol, 100_000);
    if (state.bars % (3 * params.every) === 6) orderTargetWeight(bar.symbol, random() / 2);
    if (state.bars % 50 === 0) log(`held ${position().quantity}\nof ${bar.symbol}`);
  },
  onFill({ fill, log }) {
    if (fill.tag === "stop") log(`stopped at ${fill.price}`);
  },
});

/** Throws at its 30th bar, after it has traded. */
export const failing = defineStrategy({
  name: "failing",
  state: () => ({ bars: 0 }),
  onBar({ bar, state, buy, log }) {
    state.bars++;
    if (state.bars % 10 === 0) log(`bar ${state.bars}`);
    if (state.bars === 5) buy(bar.symbol, 10);
    if (state.bars === 30) throw new RangeError("no more");
  },
});

/** Waits for a turn of the event loop at every bar, and trades as `crossover` does at every tenth. */
export const patient = defineStrategy({
  name: "patient",
  state: () => ({ bars: 0 }),
  async onBar({ bar, state, orderTarget }) {
    await Promise.resolve();
    state.bars++;
    if (state.bars % 10 === 0) orderTarget(bar.symbol, state.bars % 20 === 0 ? 50 : 0);
  },
});

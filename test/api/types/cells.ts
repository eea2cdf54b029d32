// What a cell may write and what its compiler objects to. It is only compiled: types.long.test.ts says by which compilers.
import {
  atr,
  type Bar,
  type Column,
  type Comparison,
  column,
  commissionBps,
  correlation,
  crossover,
  type DataFrame,
  defineSignals,
  defineStrategy,
  type Figure,
  type Lab,
  type Metrics,
  macd,
  metricsOf,
  openLab,
  param,
  replay,
  roundTrips,
  type Session,
  type SessionOptions,
  type SessionState,
  type Strategy,
  sample,
  sma,
  strategies,
  type Trade,
} from "../../../src/index";

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

/** Compiles where the type of `value` is exactly `Wanted`. */
function typed<Wanted>() {
  return <Given>(_value: Given, ..._same: Same<Given, Wanted> extends true ? [] : [never]): void => {};
}

const cross = defineStrategy({
  name: "cross",
  params: { fast: 5, note: "a", windows: [1, 2] },
  state: () => ({ bars: 0, seen: [] as string[] }),
  onBar({ bar, params, state, position, buy, history }) {
    typed<Bar>()(bar);
    typed<number>()(params.fast);
    typed<string>()(params.note);
    typed<number[]>()(params.windows);
    typed<string[]>()(state.seen);
    typed<number>()(position().quantity);
    typed<string>()(buy(bar.symbol, 1, { type: "limit", limitPrice: bar.low, tag: "a" }));
    typed<number>()(history().close[0]);
    state.bars++;
    // @ts-expect-error a param that the strategy does not have
    params.slow;
    // @ts-expect-error params are not changed
    params.fast = 3;
    // @ts-expect-error a part of the state that there is not
    state.count++;
    // @ts-expect-error bars are not changed
    bar.close = 3;
    // @ts-expect-error a kind of order that there is not
    buy(bar.symbol, 1, { type: "limits" });
    // @ts-expect-error a quantity is a number
    buy(bar.symbol, "1");
  },
  onFill({ fill, state }) {
    typed<"buy" | "sell">()(fill.side);
    typed<number>()(state.bars);
  },
  // @ts-expect-error only onBar has a bar
  onStop: ({ bar }) => bar,
});

// Params with ranges are their values, in hooks and options.
const ranged = defineStrategy({
  name: "ranged",
  params: { fast: param.int(5, { min: 2 }), share: param.number(0.5), kind: param.choice("a", ["a", "b"]), plain: 1 },
  rebalance: ({ fast }) => ({ every: "month", on: fast }),
  targetWeights: ({ params }) => ({ AAPL: params.share + params.plain }),
  onBar({ params }) {
    typed<number>()(params.fast);
    typed<"a" | "b">()(params.kind);
  },
});

// Without params and state there is nothing to name.
const plain = defineStrategy({ name: "plain", onBars: ({ bars, log }) => log(`${bars.length}`) });

// A hook may be asynchronous.
const patient = defineStrategy({ name: "patient", params: { wait: 1 }, async onBar() {} });

// @ts-expect-error a misspelled hook
defineStrategy({ name: "misspelled", onbar() {}, onBar() {} });
// @ts-expect-error a strategy has a name
defineStrategy({ onBar() {} });

/** Uses a lab as a cell does. */
export async function cell(): Promise<void> {
  const lab = await openLab(":memory:");
  typed<Lab>()(lab);
  const feed = sample("us-daily", { from: "2013-05-13" });
  // @ts-expect-error an unknown sample
  sample("us-dayly");
  replay("my.csv", { symbol: "X", timezone: "UTC" });
  // @ts-expect-error a misspelled option
  replay("my.csv", { symbl: "X" });

  const retail = { symbols: ["AAPL"], commission: commissionBps(1), benchmark: "SPX" };
  const session = await lab.run(feed, cross, { ...retail, name: "a", params: { fast: 7 } });
  typed<Session>()(session);
  await lab.createSession(feed, plain);
  await lab.createSession(feed, ranged, { params: { fast: 7, kind: "b" } });
  // @ts-expect-error a choice that there is not
  await lab.createSession(feed, ranged, { params: { kind: "c" } });
  await lab.createSession(feed, patient, { params: { wait: 2 }, pace: { updatesPerSecond: 1 } });
  session.setPace({});
  session.setPace({ speed: 60 });
  typed<() => void>()(feed.subscribe((bar) => bar.close.toFixed(2), { pace: "max", symbols: ["AAPL"] }));
  // @ts-expect-error there is no such pace
  session.setPace("fast");
  await lab.createSession(feed, { name: "literal", onBar: ({ bar, close }) => close(bar.symbol) });
  await lab.createSession(feed, cross, { pace: "max", halts: [], fill: { touch: "through" }, shorting: true });
  // @ts-expect-error a misspelled option
  await lab.createSession(feed, cross, { initialCaptal: 5 });
  // @ts-expect-error a param that the strategy does not have
  await lab.createSession(feed, cross, { params: { slow: 5 } });
  // @ts-expect-error a param of another type
  await lab.createSession(feed, cross, { params: { fast: "5" } });
  // @ts-expect-error params of a strategy that has none
  await lab.createSession(feed, plain, { params: { fast: 5 } });
  // @ts-expect-error a word that ifExists does not know
  await lab.createSession(feed, cross, { ifExists: "reus" });
  // @ts-expect-error a model is no number
  await lab.createSession(feed, cross, { commission: 5 });
  // @ts-expect-error pace has one of two rates
  await lab.createSession(feed, cross, { pace: { updates: 5 } });
  // @ts-expect-error a feed comes first
  await lab.createSession("my.csv", cross);

  // Strategies of several types, one after the other.
  const several = [strategies.buyAndHold, strategies.smaCross, strategies.momentum, strategies.macdCrossSignals, cross];
  for (const strategy of [...several, plain, ranged]) {
    typed<Session>()(await lab.run(feed, strategy));
    await lab.createSession(feed, strategy, { name: strategy.name, rebalance: "weekly", initialCapital: 5 });
    await lab.checkLookAhead(feed, strategy, { symbols: ["AAPL"] });
    await lab.session(strategy.name, { strategy });
    // @ts-expect-error a misspelled option
    await lab.run(feed, strategy, { nmae: "a" });
    // @ts-expect-error params of which nobody knows whose they are
    await lab.run(feed, strategy, { params: { fast: 3 } });
  }
  for (const strategy of Object.values(strategies)) await lab.run(feed, strategy, { name: strategy.name });
  for (const [name, strategy] of Object.entries(strategies)) await lab.run(feed, strategy, { name });
  // @ts-expect-error a strategy is no feed
  await lab.run(plain, plain);
  // @ts-expect-error a hook that there is not
  await lab.run(feed, { name: "literal", onbar: () => {} });
  // @ts-expect-error a price that a bar does not have
  await lab.run(feed, { name: "literal", onBar: ({ bar }) => bar.clsoe });

  await session.until("fill");
  await session.until(({ steps }) => steps > 3);
  // @ts-expect-error there is nothing of this name to wait for
  await session.until("order");
  session.on("bar", (bar) => typed<Bar>()(bar));
  session.on("state", (state) => typed<SessionState>()(state));
  // @ts-expect-error there is nothing of this name to listen to
  session.on("bars", () => {});

  typed<DataFrame>()(session.fills());
  typed<Figure>()(session.plotEquity());
  typed<Metrics>()(session.metrics());
  typed<number | null>()(session.metrics().sharpe);
  typed<Comparison>()(await lab.compare([session, "a"]));
  typed<Trade[]>()(roundTrips(session.fillRows()));
  typed<DataFrame>()(await lab.sessions({ where: { state: "FAILED" }, orderBy: "-sharpe", limit: 3 }));
  const again: Session = await lab.session("a", { strategy: cross });
  again.returns("month").head(3).print();
  // @ts-expect-error an interval that returns do not have
  again.returns("hour");
  // @ts-expect-error what is shown is not changed
  session.fillRows()[0].price = 3;

  metricsOf({ returns: [0.1], periodsPerYear: 252 });
  // @ts-expect-error the periods of a year are not guessed
  metricsOf({ returns: [0.1] });
}

/** Options and strategies can be named by type. */
export const options: SessionOptions<{ fast: number }> = { params: { fast: 1 } };

/** A strategy whose params and state are given by type. */
export const typedStrategy: Strategy<{ fast: number }, { bars: number }> = {
  name: "typed",
  params: { fast: 1 },
  state: () => ({ bars: 0 }),
  onBar: ({ params, state }) => {
    state.bars += params.fast;
  },
};

/** Indicators of each kind in signals: of one list, of two, of bars, and a crossing. */
export const ofColumns = defineSignals({
  name: "of columns",
  signals({ close, high, low, change, sma, correlation, atr, crossover }) {
    const [day, average, together] = [change(close), sma(close, 20), correlation(close, high, 10)];
    const range = atr({ high, low, close }, 14);
    const up = crossover(close, average);
    return close.map((_, row) => day[row] + together[row] + range[row] + up[row]);
  },
});

/** Signals as plain lists of answers, and with bars of which nothing is said. */
export const ofAnswers = [
  defineSignals({ name: "answers", signals: ({ close }) => Array.from(close, (price) => price > 100) }),
  defineSignals({ name: "gaps", signals: ({ close }) => Array.from(close, (price) => (price > 9 ? 1 : undefined)) }),
  defineSignals({
    name: "sized",
    signals: ({ close }) => ({ entries: close.map((price) => price > 9), weight: Array.from(close, () => null) }),
  }),
  // @ts-expect-error words are no signals
  defineSignals({ name: "words", signals: ({ close }) => Array.from(close, () => "buy") }),
];

/** What is computed of a value of any type, as in a function without types, may be the newest value or a series. */
export function ofAnything(text: string): unknown[] {
  const anything = JSON.parse(text);
  const newest: number = (sma(anything, 3) ?? 0) + (correlation(anything, [1, 2], 2) ?? 0) + atr(anything, 3) * 2;
  const series: Column = sma(anything, 3);
  const crossed: boolean = crossover(anything, [sma, 2], [sma, 3]) && crossover(anything, [1, 2]);
  const named: Column = macd(anything).signal;
  typed<Column>()(sma(column([1, 2]), 2));
  typed<boolean>()(crossover([1, 2], [sma, 2]));
  // @ts-expect-error one value is no list
  sma(5, 3);
  return [newest, series, crossed, named];
}

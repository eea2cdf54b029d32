// What the compiler says to a cell: every line under `@ts-expect-error` is refused, every other one is not. It is compiled
// and never run.
import {
  commissionBps,
  type DataFrame,
  defineStrategy,
  type Metrics,
  openLab,
  replay,
  type Session,
  type SessionOptions,
  type Strategy,
  sample,
  show,
  sma,
} from "../../src/index";

const cross = defineStrategy({
  name: "cross",
  params: { fast: 10, slow: 30, mode: "both" as "both" | "long" },
  state: () => ({ last: undefined as number | undefined, bars: 0 }),
  onBar({ bar, history, params, state, orderTargetWeight, buy, sell, position }) {
    const fast: number | undefined = sma(history(bar.symbol).close, params.fast);
    if (fast === undefined) return;
    state.last = bar.close;
    state.bars += 1;
    orderTargetWeight(bar.symbol, params.mode === "long" ? 1 : 0);
    buy(bar.symbol, 1, { type: "limit", limitPrice: bar.low, timeInForce: "DAY", tag: "a" });
    const held: number = position().quantity;
    sell(bar.symbol, held);
    // @ts-expect-error a param that is not there
    params.fats;
    // @ts-expect-error a param of another type
    const text: string = params.fast;
    // @ts-expect-error a field that a bar does not have
    bar.price;
    // @ts-expect-error an order type that there is not
    buy(bar.symbol, 1, { type: "limt" });
    // @ts-expect-error a misspelled option of an order
    buy(bar.symbol, 1, { limitprice: 1 });
    // @ts-expect-error a state that is not there
    state.bar;
    // @ts-expect-error params are not to be changed
    params.fast = 5;
    return void text;
  },
  onFill({ fill, log }) {
    log(`${fill.side} ${fill.quantity} at ${fill.price}`);
    // @ts-expect-error there is no bar in onFill
    fill.bar;
  },
  targetWeights: ({ symbols }) => ({ [symbols[0]]: 1 }),
});

const asynchronous = defineStrategy({
  name: "asynchronous",
  async onBar({ bar, buy }) {
    await Promise.resolve();
    buy(bar.symbol, 1);
  },
});

// A strategy needs no defineStrategy.
const plain: Strategy = { name: "plain", onBar: ({ bar, close }) => close(bar.symbol) };

// @ts-expect-error a misspelled hook
defineStrategy({ name: "wrong", onbar() {} });
// @ts-expect-error a strategy without a name
defineStrategy({ onBar() {} });

export async function cells(): Promise<void> {
  const lab = await openLab(":memory:");
  const feed = sample("us-daily", { from: "2013-05-13" });
  const retail = { initialCapital: 100_000, symbols: ["AAPL"], benchmark: "SPX", commission: commissionBps(1) };
  const session: Session = await lab.run(feed, cross, { name: "a", ...retail, params: { fast: 5 } });
  await lab.createSession(feed, asynchronous);
  await lab.createSession(feed, plain, { pace: { updatesPerSecond: 1 }, seed: "a", tags: ["x"] });
  await lab.session("a", { strategy: cross });
  await lab.session(1);
  const typed: SessionOptions = { ifExists: "replace", snapshotEvery: "1h", onInsufficientCash: "reject" };
  await lab.createSession(feed, plain, typed);
  // @ts-expect-error a misspelled option
  await lab.createSession(feed, cross, { initialCaptal: 5 });
  // @ts-expect-error a word that there is not
  await lab.createSession(feed, cross, { ifExists: "reus" });
  // @ts-expect-error a param of another type
  await lab.createSession(feed, cross, { params: { fast: "5" } });
  // @ts-expect-error a param that the strategy does not have
  await lab.createSession(feed, cross, { params: { fats: 5 } });
  // @ts-expect-error params of a strategy that has none
  await lab.createSession(feed, asynchronous, { params: { fast: 5 } });
  // @ts-expect-error a feed is needed
  await lab.createSession("my.csv", cross);
  // @ts-expect-error a sample that there is not
  sample("us-dialy");
  // @ts-expect-error a misspelled option of replay
  replay("my.csv", { symbl: "AAPL" });
  await lab.compare([session, "a", 1]);
  await lab.sessions({ where: { state: "COMPLETED" }, orderBy: "-sharpe", limit: 5 });
  // @ts-expect-error a column that there is not
  await lab.sessions({ where: { stat: "COMPLETED" } });

  const frame: DataFrame = session.trades();
  const metrics: Metrics = session.metrics();
  const sharpe: number | null = metrics.sharpe;
  const state: "CREATED" | "RUNNING" | "PAUSED" | "COMPLETED" | "FAILED" = session.state;
  const leave: () => void = session.on("fill", (fill) => fill.price.toFixed(2));
  session.on("state", (now) => now === "COMPLETED");
  // @ts-expect-error an event that there is not
  session.on("fills", () => {});
  // @ts-expect-error a fill is no bar
  session.on("fill", (fill) => fill.close);
  await session.until("trade");
  await session.until(({ steps }) => steps > 5);
  // @ts-expect-error a condition that there is not
  await session.until("trades");
  // @ts-expect-error a metric that there is not
  metrics.sharp;
  // @ts-expect-error what is read-only
  session.name = "b";
  show(session.plotPrice("AAPL"));
  return void [frame, sharpe, state, leave];
}

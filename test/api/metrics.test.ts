import assert from "node:assert/strict";
import { type Metrics, metricsOf, replay, type Session, sample } from "../../src/index";
import { apart, apple, lab, leaveNothing, newFile, newSession, year } from "./labs";
import { crossover, eventful } from "./strategies";

const benchmarked = ["alpha", "beta", "correlation", "trackingError", "informationRatio", "benchmarkReturn"] as const;

function same(actual: Metrics, expected: Metrics, keys: readonly (keyof Metrics)[]): void {
  for (const key of keys) {
    const [a, b] = [actual[key], expected[key]];
    if (a === null || b === null) assert.equal(a, b, key);
    else assert.ok(Math.abs(a - b) <= 1e-12 * Math.max(1, Math.abs(b)), `${key}: ${a} was to be ${b}`);
  }
}

/** The closes of the S&P 500 by trading day. */
function closes(feed = year) {
  const bars = [...feed.bars()].filter(({ symbol }) => symbol === "SPX");
  return {
    dates: bars.map(({ time }) => new Date(time).toISOString().slice(0, 10)),
    equity: bars.map(({ close }) => close),
  };
}

describe("the metrics of a session", () => {
  afterEach(leaveNothing);

  it("are those of its equity curve, by the same formulas as anyone's own series", async () => {
    const session = await newSession({ benchmark: "SPX", riskFree: 0.02 });
    await session.run();
    const { dates, equity } = closes();
    const curve = session.equity();
    const own = metricsOf({
      equity: curve.column("equity").values as number[],
      dates: curve.column("date").values as string[],
      benchmarkEquity: equity,
      benchmarkDates: dates,
      periodsPerYear: 252,
      riskFree: 0.02,
    });
    const metrics = session.metrics();
    const fromTrades = ["trades", "winRate", "profitFactor", "expectancy", "averageWin", "averageLoss", "payoffRatio"];
    const fromFlat = ["roundTrips", "roundTripWinRate", "roundTripExpectancy", "roundTripProfitFactor"];
    const others = new Set([...fromTrades, ...fromFlat, "exposure", "turnover", "commission", "slippage"]);
    const keys = Object.keys(metrics).filter((key) => !others.has(key)) as (keyof Metrics)[];
    assert.ok(keys.length > 20);
    same(metrics, own, keys);
    assert.notEqual(metrics.beta, null);
  });

  it("know the same benchmark as a symbol, a feed, a session, equity or returns", async () => {
    const opened = await lab();
    const spx = sample("us-daily", { from: "2013-05-13", to: "2014-05-30" });
    const { dates, equity } = closes();
    const alone = replay(
      [...spx.bars()].filter(({ symbol }) => symbol === "SPX"),
      { calendar: "XNYS" },
    );
    const returns = equity.map((level, at) => (at === 0 ? 0 : level / equity[at - 1] - 1));
    const bySymbol = (await opened.run(year, crossover, { ...apple, benchmark: "SPX" })).metrics();
    for (const benchmark of [alone, { dates, equity }, { dates: dates.slice(1), returns: returns.slice(1) }]) {
      const session = await opened.run(year, crossover, { ...apple, benchmark });
      const keys = benchmarked.filter((key) => key !== "benchmarkReturn" || !("returns" in benchmark));
      same(session.metrics(), bySymbol, keys);
    }
  });

  it("know a session as a benchmark", async () => {
    const opened = await lab();
    const other = await opened.run(year, eventful, { ...apple, name: "other" });
    const session = await opened.run(year, crossover, { ...apple, benchmark: other });
    const curve = other.equity();
    const dates = curve.column("date").values as string[];
    const byFormula = metricsOf({
      equity: session.equity().column("equity").values as number[],
      dates,
      benchmarkEquity: curve.column("equity").values as number[],
      benchmarkDates: dates,
      periodsPerYear: 252,
    });
    same(session.metrics(), byFormula, benchmarked);
    same(session.metrics(), { ...session.metrics(), benchmarkReturn: other.metrics().totalReturn }, [
      "benchmarkReturn",
    ]);
  });

  it("need a benchmark session that has something to compare with", async () => {
    const opened = await lab();
    const other = await opened.createSession(year, eventful, { ...apple, name: "other" });
    const message = 'Expected benchmark to be a session that has taken a step, was "other"';
    const making = opened.createSession(year, crossover, { benchmark: other });
    await assert.rejects(making, { code: "INVALID_OPTION", message });
  });

  it("do not look ahead: those of a paused session are those of a feed that ends there", async () => {
    const paused = await newSession({ benchmark: "SPX" });
    await paused.runUntil("2013-12-31");
    const opened = await lab();
    const shorter = year.slice("2013-05-13", "2013-12-31");
    const ended = await opened.run(shorter, crossover, { ...apple, benchmark: "SPX" });
    assert.deepEqual({ ...paused.metrics() }, { ...ended.metrics() });
    const { data } = paused.plotEquity() as unknown as { data: { name: string; x: unknown[] }[] };
    assert.deepEqual(
      data.map(({ x }) => x.length),
      ended.plotEquity().data.map(({ x }) => (x as unknown[]).length),
    );
  });

  it("keep a benchmark that is not in the feed any more", async () => {
    const path = newFile();
    const opened = await lab(path);
    const { dates, equity } = closes();
    const live = await opened.run(year, crossover, { ...apple, name: "a", benchmark: { dates, equity } });
    const metrics = { ...live.metrics() };
    const figure = live.plotEquity();
    await opened.close();
    const read = await (await apart(path)).session("a");
    assert.deepEqual({ ...read.metrics() }, metrics);
    assert.deepEqual(read.plotEquity(), figure);
  });

  it("are null where they are undefined, and the benchmark's without one", async () => {
    const session = await newSession();
    await session.run();
    for (const key of benchmarked) assert.equal(session.metrics()[key], null);
    const idle = await newSession({ params: { slow: 1000 } });
    await idle.run();
    const { sharpe, sortino, winRate, profitFactor, calmar, trades } = idle.metrics();
    assert.deepEqual([sharpe, sortino, winRate, profitFactor, calmar, trades], [null, null, null, null, null, 0]);
  });

  it("are stored when the session has ended, bit for bit", async () => {
    const opened = await lab(newFile());
    const session = await opened.run(year, crossover, { ...apple, benchmark: "SPX" });
    const stored = await opened.query("SELECT metric, value FROM paper_session_metrics");
    assert.deepEqual(Object.fromEntries(stored.values as [string, number][]), { ...session.metrics() });
    assert.deepEqual(Object.fromEntries(session.metricsFrame().values as [string, number][]), { ...session.metrics() });
  });
});

describe("the interval of returns", () => {
  afterEach(leaveNothing);

  const hour = 3_600_000;

  async function hourly(options: object): Promise<Session> {
    const bars = Array.from({ length: 24 * 60 }, (_, at) => {
      const close = 100 + 5 * Math.sin(at / 7) + at / 100;
      const time = Date.UTC(2024, 0, 1) + (at + 1) * hour;
      return { symbol: "X", time, open: close, high: close + 1, low: close - 1, close, volume: 10 };
    });
    return (await lab()).run(replay(bars), crossover, { benchmark: "X", ...options });
  }

  it("is the day by default where there are enough, and the note says what it is", async () => {
    const [byDefault, day, bar, hours] = [
      await hourly({}),
      await hourly({ returnsEvery: "day" }),
      await hourly({ returnsEvery: "bar" }),
      await hourly({ returnsEvery: "hour" }),
    ];
    assert.deepEqual({ ...byDefault.metrics() }, { ...day.metrics() });
    assert.notEqual(bar.metrics().sharpe, day.metrics().sharpe);
    same(bar.metrics(), hours.metrics(), ["sharpe", "beta", "annualVolatility"]);
    assert.match(cardOf(day), /Sharpe +\S+ {2}\(returns every day, 365 a year\)/);
    assert.match(cardOf(bar), /Sharpe +\S+ {2}\(returns every bar, 8,760 a year\)/);
  });

  it("takes another number of periods a year", async () => {
    const [year365, year100] = [await hourly({}), await hourly({ periodsPerYear: 100 })];
    const [a, b] = [year365.metrics(), year100.metrics()];
    assert.ok(Math.abs((a.annualVolatility as number) / (b.annualVolatility as number) - Math.sqrt(3.65)) < 1e-12);
  });
});

function cardOf(session: Session): string {
  return (session as unknown as Record<symbol, () => string>)[Symbol.for("nodejs.util.inspect.custom")]();
}

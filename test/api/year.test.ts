import assert from "node:assert/strict";
import { inspect } from "node:util";
import { defineStrategy, replay, type SessionOptions } from "../../src/index";
import { apart, everythingOf, lab, leaveNothing, newFile } from "./labs";

const dayLength = 86_400_000;
const hold = defineStrategy({
  name: "hold",
  state: () => ({ bought: false }),
  onBar({ bar, state, orderTargetWeight }) {
    if (state.bought) return;
    state.bought = true;
    orderTargetWeight(bar.symbol, 1);
  },
});

/** Bars at some times, each one percent of the first above the last. */
const rising = (times: readonly (string | number)[], symbol = "A") =>
  times.map((time, at) => ({ symbol, time, open: 100 + at, high: 101 + at, low: 100 + at, close: 101 + at }));

const monthEnds = Array.from({ length: 25 }, (_, at) =>
  new Date(Date.UTC(2022, 12 + at, 0)).toISOString().slice(0, 10),
);
const days = (count: number, passes = (_weekday: number) => true) =>
  Array.from({ length: count }, (_, at) => new Date(Date.UTC(2024, 0, 1) + at * dayLength))
    .filter((date) => passes(date.getUTCDay()))
    .map((date) => date.toISOString().slice(0, 10));

describe("the year of a session", () => {
  afterEach(leaveNothing);

  const run = async (feed: ReturnType<typeof replay>, options: SessionOptions<never> = {}) =>
    (await lab()).run(feed, hold, options);

  it("is the clock's where it was counted: month ends grow by what two years brought", async () => {
    const session = await run(replay(rising(monthEnds)));
    const { totalReturn, cagr } = session.metrics();
    const years = (Date.parse("2024-12-31") - Date.parse("2022-12-31")) / (365.25 * dayLength);
    assert.ok(Math.abs(cagr! - ((1 + totalReturn!) ** (1 / years) - 1)) < 1e-12);
    assert.match(inspect(session), /returns every bar, 12 a year, counted/);
  });

  it("is not changed by a Saturday", async () => {
    const weekdays = days(366, (weekday) => weekday % 6 !== 0);
    const [without, withOne] = [weekdays, [...weekdays, "2024-03-02"].sort()];
    const [a, b] = [(await run(replay(rising(without)))).metrics(), (await run(replay(rising(withOne)))).metrics()];
    assert.ok(Math.abs(a.cagr! - a.totalReturn!) < 0.01);
    assert.ok(Math.abs(b.cagr! - b.totalReturn!) < 0.01);
  });

  it("is each session's own in a comparison: intervals of CAGR are of what its metric is", async () => {
    const wavy = (times: readonly string[], symbol: string) =>
      rising(times, symbol).map(({ time }, at) => {
        const [open, close] = [at, at + 1].map((place) => 100 + place / 5 + 3 * Math.sin(place));
        return { symbol, time, open, high: Math.max(open, close), low: Math.min(open, close), close };
      });
    const weekdays = days(366, (weekday) => weekday % 6 !== 0);
    const feed = replay([...wavy(days(366), "COIN"), ...wavy(weekdays, "STOCK")]);
    const stock = { symbols: ["STOCK"] };
    const sessions = [
      await run(feed, { ...stock, name: "counted" }),
      await run(feed, { ...stock, name: "given", periodsPerYear: 200 }),
      await run(feed, { symbols: ["COIN"], name: "every day" }),
    ];
    for (const some of [sessions, sessions.slice(0, 2)]) {
      const comparison = await (await lab()).compare(some, { draws: 100 });
      for (const [at, { value, low, high }] of comparison.intervalRows("cagr").entries()) {
        const { cagr } = some[at].metrics();
        assert.ok(Math.abs(value! - cagr!) < 1e-9, `${some[at].name}: ${value}, ${cagr}`);
        assert.ok(low! < value! && value! < high!);
      }
    }
  });

  it("is its own where it runs on some symbols of a feed, and the feed's where it is cut", async () => {
    const feed = replay([
      ...rising(days(366), "COIN"),
      ...rising(
        days(366, (weekday) => weekday % 6 !== 0),
        "STOCK",
      ),
    ]);
    const perYear = async (symbols: string[]) => (await run(feed, { symbols })).core.metrics().periodsPerYear;
    assert.deepEqual([await perYear(["COIN"]), Math.round(await perYear(["STOCK"]))], [365, 261]);
    const cut = await run(feed.slice("2024-11-01"), { symbols: ["STOCK"] });
    assert.equal(Math.round(cut.core.metrics().periodsPerYear), 261);
  });

  it("is what the user says", async () => {
    const session = await run(replay(rising(monthEnds)), { periodsPerYear: 6 });
    const { totalReturn, cagr } = session.metrics();
    assert.ok(Math.abs(cagr! - ((1 + totalReturn!) ** (6 / 25) - 1)) < 1e-12);
    assert.doesNotMatch(inspect(session), /counted/);
  });

  it("is that of the calendar where this was declared", async () => {
    const session = await run(replay(rising(days(366, (weekday) => weekday % 6 !== 0)), { calendar: "weekdays" }));
    assert.match(inspect(session), /returns every day, 261 a year\)/);
  });

  it("has the returns of currencies by five days a week, and as much traded in a year", async () => {
    const hours = Array.from({ length: (52 * 7 - 2) * 24 }, (_, at) => Date.UTC(2024, 0, 1, 1) + at * 3_600_000);
    const open = hours.filter((time) => {
      const [day, hour] = [new Date(time - 1).getUTCDay(), new Date(time - 1).getUTCHours()];
      return day !== 6 && !(day === 5 && hour >= 22) && !(day === 0 && hour < 22);
    });
    const session = await run(replay(rising(open)));
    const { returns, periodsPerYear } = session.core.metrics();
    assert.equal(returns, 52 * 5);
    assert.ok(Math.abs(periodsPerYear - 261) < 1.5);
    const days = new Set(session.returnRows("day").map(({ time }) => new Date(Number(time) - 1).getUTCDay()));
    assert.deepEqual([...days].sort(), [1, 2, 3, 4, 5]);
    const everyHour = await run(replay(rising(open)), { returnsEvery: "hour" });
    assert.ok(Math.abs(everyHour.core.metrics().periodsPerYear / (open.length / (362 / 365.25)) - 1) < 0.02);
  });

  it("is kept with a session: reopened in another lab it shows the same", async () => {
    const path = newFile();
    const opened = await lab(path);
    const live = await opened.run(replay(rising(monthEnds)).slice("2023-06-01"), hold, { name: "a" });
    const shown = [everythingOf(live), live.metrics(), inspect(live)];
    await opened.close();
    const read = await (await apart(path)).session("a");
    assert.deepEqual([everythingOf(read), read.metrics(), inspect(read)], shown);
    assert.match(inspect(read), /12 a year, counted/);
  });
});

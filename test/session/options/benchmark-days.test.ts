import assert from "node:assert/strict";
import { inspect } from "node:util";
import { type Bar, defineStrategy, replay, type Session, type SessionOptions } from "../../../src/index";
import { yearReturns } from "../../../src/views/session/report/benchmark";
import { lab, leaveNothing, tableOf } from "../../api/labs";

const zone = { timezone: "America/New_York" } as const;
const dates = Array.from({ length: 17 }, (_, at) =>
  new Date(Date.UTC(2021, 2, 1 + at)).toISOString().slice(0, 10),
).filter((date) => ![0, 6].includes(new Date(date).getUTCDay()));
const closeOf = (at: number) => 100 + 4 * Math.sin(at * 1.7) + at;
const times = ["10:00", "11:00", "12:00", "13:00", "14:00", "15:00", "16:00"];

const barAt = (symbol: string, time: string, price: number) => {
  return { symbol, time, open: price, high: price, low: price, close: price, volume: 1e6 };
};

/** Bars of a stock within its days, with the time at which each ends by clocks in New York; some days may be left out. */
function within(clocks: readonly string[], without: readonly string[] = []) {
  return dates
    .filter((date) => !without.includes(date))
    .flatMap((date, day) =>
      clocks.map((clock, at) => barAt("H", `${date} ${clock}`, 50 + Math.sin(day * 7 + at) + day / 3)),
    );
}

const days = (symbol: string, of: (at: number) => number = closeOf) =>
  dates.map((date, at) => barAt(symbol, date, of(at)));
const dayFeed = (symbol = "D") => replay(days(symbol), zone);
const equity = dates.map((_, at) => closeOf(at));

const hold = defineStrategy({
  name: "hold",
  onBars({ symbols: [symbol], orderTargetWeight }) {
    orderTargetWeight(symbol, 0.9);
  },
});

const run = async (
  clocks: readonly string[],
  options: SessionOptions,
  { calendar, without }: { calendar?: "weekdays" | "XNYS" | "always"; without?: readonly string[] } = {},
) => (await lab()).run(replay(within(clocks, without), { ...zone, ...(calendar && { calendar }) }), hold, options);

/** The pairs of levels at the last steps of days, reckoned from the curve and from the closes. */
function expectedOf(session: Session, closes: readonly number[] = equity) {
  const local = (time: number) => new Date(time - 1).toLocaleString("sv-SE", { timeZone: zone.timezone }).slice(0, 10);
  const last = new Map(
    session
      .equityRows()
      .slice(1)
      .map((row) => [local(row.time), row]),
  );
  return dates.flatMap((date, at) => {
    const row = last.get(date);
    return row === undefined ? [] : [{ time: row.time, own: row.equity, theirs: closes[at] }];
  });
}

function assertJoined(session: Session, expected = expectedOf(session), message?: string) {
  const rows = session.relativeRows();
  assert.deepEqual(
    rows.map(({ time }) => time),
    expected.map(({ time }) => time),
    message,
  );
  for (const [at, { growth, benchmark }] of rows.entries()) {
    assert.ok(Math.abs(growth - (expected[at].own / expected[0].own - 1)) < 1e-12, `${message} ${at}`);
    assert.ok(Math.abs(benchmark - (expected[at].theirs / expected[0].theirs - 1)) < 1e-12, `${message} ${at}`);
  }
}

describe("a benchmark of days beside returns within the day", () => {
  afterEach(leaveNothing);

  it("has each day's level at the last step of that day, whatever the calendar knows of hours", async () => {
    let seen: ReturnType<Session["metrics"]> | undefined;
    for (const calendar of [undefined, "weekdays", "XNYS", "always"] as const) {
      const benchmark = replay(days("D"), { ...zone, ...(calendar && { calendar }) });
      const session = await run(times, { benchmark, lotSize: 1 }, { calendar });
      const { alpha: _, informationRatio: __, trackingError: ___, ...metrics } = session.metrics();
      assert.equal(session.core.metrics().returnsEvery, "hour");
      assertJoined(session, undefined, String(calendar));
      assert.ok(Math.abs((metrics.benchmarkReturn ?? 0) - (equity[equity.length - 1] / equity[0] - 1)) < 1e-12);
      assert.equal(metrics.beta, (seen ?? metrics).beta, String(calendar));
      seen = session.metrics();
      assert.match(inspect(session), /\(D 1\d\.\d % from 2021-03-01 16:00, price only\)/);
    }
  });

  it("is so for every kind of benchmark, for hours, minutes and bars, and where some minutes have no trade", async () => {
    const opened = await lab();
    const other = await opened.run(dayFeed("S"), hold, { name: "days" });
    const own = other
      .equityRows()
      .slice(1)
      .map((row) => row.equity);
    const kinds = [
      [dayFeed(), equity],
      [{ feed: replay([...days("D"), ...days("E", (at) => at + 1)], zone), symbol: "D" }, equity],
      [{ weights: { D: 1 }, feed: dayFeed() }, equity],
      [{ dates, equity }, equity],
      [{ dates: dates.slice(1), returns: equity.slice(1).map((level, at) => level / equity[at] - 1) }, equity],
      [other, own],
    ] as const satisfies readonly (readonly [SessionOptions["benchmark"], readonly number[]])[];
    const thin = ["09:31", "09:45", "12:10", "15:58"];
    for (const [kind, [benchmark, levels]] of kinds.entries())
      for (const [clocks, returnsEvery] of [
        [times, "hour"],
        [times, "bar"],
        [thin, "minute"],
        [thin, "bar"],
      ] as const)
        assertJoined(
          await run(clocks, { benchmark, returnsEvery }),
          expectedOf(await run(clocks, {}), levels),
          `kind ${kind} ${clocks[0]} ${returnsEvery}`,
        );
  });

  it("has no level of a day on which the session has no step, nor two of one", async () => {
    const without = ["2021-03-03", "2021-03-09", "2021-03-10"];
    const session = await run(times, { benchmark: dayFeed() }, { without });
    assertJoined(session);
    assert.equal(session.relativeRows().length, dates.length - without.length);
  });

  it("never has one from later: of a day that goes on there is none, and what comes later changes nothing", async () => {
    const at = 5;
    const changed = replay(
      days("D", (day) => (day < at ? closeOf(day) : 7 * day)),
      zone,
    );
    for (const benchmark of [dayFeed(), changed]) {
      const session = await (await lab()).createSession(replay(within(times), zone), hold, { benchmark });
      await session.runUntil(`${dates[at]} 15:00`);
      assertJoined(session, expectedOf(session).slice(0, at));
      assert.match(inspect(session), new RegExp(`until ${dates[at - 1]} 16:00`));
      await session.runUntil(`${dates[at]} 16:00`);
      assert.equal(session.relativeRows().length, at + 1);
    }
  });

  it("has its windows and its line at the same steps", async () => {
    const session = await run(times, { benchmark: dayFeed() });
    const rows = session.rollingRows({ window: 21, metrics: ["benchmarkReturn"] });
    const expected = expectedOf(session);
    for (const [at, { time, theirs }] of expected.entries()) {
      const found = rows.find((row) => row.time === time)?.benchmarkReturn;
      if (at >= 4) assert.ok(Math.abs((found ?? 0) - (theirs / expected[at - 3].theirs - 1)) < 1e-12, `${at}`);
    }
    const line = session.plotEquity().data.find(({ name }) => name?.startsWith("D ")) as unknown as {
      readonly x: readonly string[];
      readonly y: readonly (number | null)[];
    };
    const first = line.y.find((value) => value !== null) as number;
    for (const [at, date] of dates.entries()) {
      const drawn = line.y[line.x.indexOf(`${date} 16:00`)];
      assert.ok(Math.abs((drawn ?? 0) / first - equity[at] / equity[0]) < 1e-4, date);
    }
  });

  it("has its years between the last days of both", async () => {
    const of = ["2020-12-29", "2020-12-30", "2020-12-31", "2021-01-04", "2021-01-05"];
    const hours = of.flatMap((date) => times.map((clock, at) => barAt("H", `${date} ${clock}`, 50 + at)));
    const levels = [100, 101, 103, 107, 113];
    const benchmark = replay(
      of.map((date, at) => barAt("D", date, levels[at])),
      zone,
    );
    const session = await (await lab()).run(replay(hours, zone), hold, { benchmark });
    const years = yearReturns(session.core).map((row) => row.benchmark);
    assert.deepEqual(years, [103 / 100 - 1, 113 / 103 - 1]);
  });

  it("is joined where the clocks of its feed are others, and it closes in the night between two days of the session", async () => {
    const utc = within(times).map((bar): Bar => {
      const [date, clock] = bar.time.split(" ");
      const summer = date >= "2021-03-14";
      return { ...bar, time: Date.parse(`${date}T${clock}:00Z`) + (summer ? 4 : 5) * 3_600_000 };
    });
    const session = await (await lab()).run(replay(utc), hold, { benchmark: dayFeed() });
    assertJoined(session);
  });

  it("beside few days is joined by its days, also where one of both ends at a close and the other at midnight", async () => {
    const few = (calendar: "XNYS" | "weekdays", symbol: string) => replay(days(symbol), { ...zone, calendar });
    for (const [own, theirs] of [
      ["XNYS", "weekdays"],
      ["weekdays", "XNYS"],
      ["XNYS", "XNYS"],
    ] as const) {
      const session = await (await lab()).run(few(own, "A"), hold, { benchmark: few(theirs, "D") });
      assert.equal(session.core.metrics().returnsEvery, "bar");
      assertJoined(session, undefined, `${own} ${theirs}`);
    }
  });
});

describe("a daily feed without a zone beside a session to the east", () => {
  after(leaveNothing);
  const many = Array.from({ length: 60 }, (_, at) => new Date(Date.UTC(2021, 4, 3 + at)).toISOString().slice(0, 10));
  const weekdays = many.filter((date) => ![0, 6].includes(new Date(date).getUTCDay()));
  const closes = weekdays.map((_, at) => closeOf(at));
  const hours = weekdays.flatMap((date, day) =>
    times.map((clock, at) => barAt("H", `${date} ${clock}`, closes[day] + Math.sin(day * 7 + at))),
  );

  it("keeps its days, whichever kind of benchmark it is", async () => {
    const daily = replay(weekdays.map((date, at) => barAt("D", date, closes[at])));
    const kinds = { feed: daily, symbol: { feed: daily, symbol: "D" }, weights: { weights: { D: 1 }, feed: daily } };
    for (const timezone of ["Europe/London", "Asia/Tokyo", "America/New_York"]) {
      const feed = replay(hours, { timezone });
      const opened = await lab();
      const dated = await opened.run(feed, hold, { benchmark: { dates: weekdays, equity: closes } });
      const { beta, benchmarkReturn, correlation } = dated.metrics();
      assert.ok(Number(correlation) > 0.5);
      for (const [kind, benchmark] of Object.entries(kinds)) {
        const session = await opened.run(feed, hold, { benchmark, name: kind });
        const found = session.metrics();
        assert.ok(Math.abs(Number(found.beta) - Number(beta)) < 1e-9, `${timezone} ${kind} ${found.beta} ${beta}`);
        assert.ok(Math.abs(Number(found.benchmarkReturn) - Number(benchmarkReturn)) < 1e-9, `${timezone} ${kind}`);
      }
    }
  });

  it("has every return of a window and of a part that begins within the session, each with the level of the day before", async () => {
    const daily = replay(weekdays.map((date, at) => barAt("D", date, closes[at])));
    const grown = (from: number, to: number) => closes[to] / closes[from] - 1;
    for (const timezone of ["UTC", "Europe/London", "Asia/Tokyo", "America/New_York"])
      for (const benchmark of [daily, { feed: daily, symbol: "D" }, { dates: weekdays, equity: closes }]) {
        const opened = await lab();
        const whole = await opened.run(replay(hours, { timezone }), hold, { name: "whole", benchmark });
        assert.equal(whole.core.metrics().returnsEvery, "day");
        const windows = whole.rollingRows({ window: 5, metrics: ["benchmarkReturn"] });
        assert.equal(windows.length, weekdays.length - 4);
        // The first window begins with the initial capital, when the benchmark had no day before.
        for (const [at, { benchmarkReturn }] of windows.entries())
          assert.ok(Math.abs((benchmarkReturn ?? 0) - grown(Math.max(0, at - 1), at + 4)) < 1e-12, `${timezone} ${at}`);
        const late = replay(hours.slice(times.length), { timezone });
        const part = await opened.run(late, hold, { name: "part", benchmark });
        const comparison = await opened.compare([whole, part]);
        const { columns, rows } = tableOf(comparison.sessions({ columns: ["benchmarkReturn", "note"] }));
        assert.deepEqual(columns, ["benchmarkReturn", "note"]);
        for (const [benchmarkReturn, note] of rows) {
          assert.ok(Math.abs(Number(benchmarkReturn) - grown(0, weekdays.length - 1)) < 1e-12, timezone);
          assert.equal(note, null);
        }
      }
  });
});

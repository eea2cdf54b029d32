import assert from "node:assert/strict";
import { inspect } from "node:util";
import {
  type Comparison,
  commissionBps,
  defineStrategy,
  gbm,
  metricsOf,
  replay,
  resample,
  type Session,
  sample,
} from "../../src/index";
import type { ScatterTrace } from "../../src/output/plotly/figure";
import { holding, noise, one, winner } from "./compared";
import { apple, lab, leaveNothing, tableOf, year } from "./labs";
import { crossover, failing } from "./strategies";

describe("the window of a comparison", () => {
  afterEach(leaveNothing);

  async function cut(): Promise<{ comparison: Comparison; whole: Session; part: Session }> {
    const opened = await lab();
    const whole = await opened.run(year, crossover, { ...apple, name: "whole", benchmark: "SPX" });
    const within = sample("us-daily", { from: "2013-07-01", to: "2014-02-28" });
    const part = await opened.run(within, crossover, { ...apple, name: "part", benchmark: "SPX" });
    return { comparison: await opened.compare([whole, part]), whole, part };
  }

  it("is what all share, and says what it leaves out of each", async () => {
    const { comparison, whole } = await cut();
    assert.deepEqual(comparison.window, { from: "2013-07-01", to: "2014-02-28" });
    const dates = whole.equityRows().map(({ time }) => new Date(time).toISOString().slice(0, 10));
    // The first point is the initial capital.
    const before = dates.slice(1).filter((date) => date < "2013-07-01").length;
    const after = dates.filter((date) => date > "2014-02-28").length;
    const { columns, rows } = tableOf(comparison.sessions());
    const of = (name: string) => rows.map((row) => row[columns.indexOf(name)]);
    assert.deepEqual(of("barsBefore"), [before, 0]);
    assert.deepEqual(of("daysBefore"), [before, 0]);
    assert.deepEqual(of("barsAfter"), [after, 0]);
    assert.deepEqual(of("daysAfter"), [after, 0]);
    const said = `left out: whole ${before} days before and ${after} after`;
    assert.ok(inspect(comparison).includes(said), inspect(comparison).slice(0, 400));
    const opened = await lab();
    const early = await opened.run(year.slice("2013-05-13", "2014-02-28"), crossover, { ...apple, name: "early" });
    const oneSide = await opened.compare([early, whole]);
    assert.match(inspect(oneSide), new RegExp(`left out: whole ${after} days after\n`));
  });

  it("says where a benchmark has fewer returns of one session than of another", async () => {
    const { comparison, part } = await cut();
    const { rows } = tableOf(comparison.metrics());
    const [, ofWhole, ofPart] = rows.find(([metric]) => metric === "benchmarkReturn") ?? [];
    assert.notEqual(ofWhole, ofPart);
    const count = part.equityRows().length - 1;
    const note = `Notes +part: its benchmark has ${count - 1} of its ${count} returns, fewer than that of others\n`;
    assert.match(inspect(comparison), new RegExp(note));
    const opened = await lab();
    const bare = await opened.run(year, crossover, { ...apple, name: "bare" });
    assert.doesNotMatch(inspect(await opened.compare([part, bare])), /its benchmark has/);
  });

  it("is what metrics are of, and the sessions' own stay what they are", async () => {
    const { comparison, whole, part } = await cut();
    const own = whole.metrics();
    const { rows } = tableOf(comparison.metrics());
    const of = (key: string, at: number) => rows.find(([metric]) => metric === key)?.[at] as number;
    for (const [key, , value] of rows) assert.equal(value, part.metrics()[key as "sharpe"], String(key));
    const curve = whole.equityRows();
    const day = ({ time }: { time: number }) => new Date(time).toISOString().slice(0, 10);
    const first = curve.findIndex((point) => day(point) >= "2013-07-01") - 1;
    const levels = curve.slice(first).filter((point) => day(point) <= "2014-02-28");
    const expected = metricsOf({ equity: levels.map(({ equity }) => equity), periodsPerYear: 252 });
    for (const key of ["totalReturn", "cagr", "sharpe", "sortino", "maxDrawdown", "cvar95", "finalEquity"] as const)
      assert.ok(Math.abs(of(key, 1) - (expected[key] ?? Number.NaN)) < 1e-12, key);
    const [from, to] = [levels[0].time, levels[levels.length - 1].time];
    const isIn = (time: number) => time > from && time <= to;
    assert.equal(of("trades", 1), whole.tradeRows().filter(({ exitTime }) => isIn(exitTime)).length);
    assert.deepEqual(whole.metrics(), own);
    assert.ok(of("trades", 1) < (own.trades ?? 0));
  });

  it("is what every column of the sessions is of", async () => {
    const { comparison, whole, part } = await cut();
    const columns = ["name", "from", "to", "steps", "fills", "finalEquity"];
    const { rows } = tableOf(comparison.sessions({ columns }));
    const own = part.equityRows();
    const isWithin = ({ time }: { time: number }) => time > own[0].time && time <= own[own.length - 1].time;
    const within = whole.equityRows().filter(isWithin);
    const fills = whole.fillRows().filter(isWithin).length;
    const iso = (time: number) => new Date(time).toISOString();
    const last = within[within.length - 1];
    const ofWhole = ["whole", iso(within[0].time), iso(last.time), within.length, fills, last.equity];
    const ofPart = ["part", ofWhole[1], ofWhole[2], within.length, part.fillRows().length, own[own.length - 1].equity];
    assert.deepEqual(rows, [ofWhole, ofPart]);
    assert.ok(fills > 0 && fills < whole.fillRows().length);
  });

  it("divides trades and costs: those of two windows side by side are those of the whole", async () => {
    const opened = await lab();
    const run = (name: string, from: string, to: string) =>
      opened.run(sample("us-daily", { from, to }), noise, { ...apple, name, commission: commissionBps(2) });
    const all = await run("all", "2013-05-13", "2014-05-30");
    const others = [await run("early", "2013-05-13", "2013-12-31"), await run("late", "2014-01-01", "2014-05-30")];
    const tables = [];
    for (const other of others) tables.push(tableOf((await opened.compare([all, other])).metrics()).rows);
    for (const key of ["trades", "commission"] as const) {
      const [early, late] = tables.map((rows) => rows.find(([metric]) => metric === key)?.[1] as number);
      assert.ok(early > 0 && late > 0, key);
      assert.ok(Math.abs(early + late - (all.metrics()[key] ?? 0)) < 1e-9, key);
    }
  });

  it("is of days where bars are of other lengths, and says so", async () => {
    const hours = gbm({ A: { price: 100 } }, { bars: 24 * 100, interval: "1h", start: "2020-01-11", seed: 1 });
    const opened = await lab();
    const daily = await opened.run(one, holding, { name: "daily" });
    const hourly = await opened.run(hours, holding, { name: "hourly" });
    const comparison = await opened.compare([daily, hourly]);
    assert.deepEqual(comparison.window, { from: "2020-01-13", to: "2020-05-29" });
    const { columns, rows } = tableOf(comparison.sessions({ columns: ["note", "barsBefore"] }));
    assert.deepEqual(columns, ["note", "barsBefore"]);
    assert.deepEqual(rows, [
      ["bars of 1d", 8],
      ["bars of 1h", 0],
    ]);
    assert.equal(winner(comparison, "sharpe").noAnswer, null);
  });

  it("ends for all where one stopped in the middle of a day", async () => {
    const opened = await lab();
    const hours = gbm(
      { A: { price: 100, drift: 0.1, volatility: 0.9 } },
      { bars: 1000, interval: "1h", seed: "hours" },
    );
    const whole = await opened.run(hours, holding, { name: "whole" });
    const part = await opened.createSession(hours, holding, { name: "part" });
    await part.step(700);
    await part.stop();
    const comparison = await opened.compare([whole, part]);
    const { rows } = tableOf(comparison.metrics());
    // Those of day ends know no part of a day, which is said.
    const { rows: noted } = tableOf(comparison.sessions({ columns: ["note"] }));
    assert.deepEqual(noted, [["exposure and turnover leave out its last day, which the window cuts"], [null]]);
    const ofWholeDays = ["exposure", "turnover"];
    const others = rows.filter(([metric]) => !ofWholeDays.includes(String(metric)));
    assert.ok(others.length > 20);
    for (const [metric, one, other] of others) assert.equal(one, other, String(metric));
    const { columns, rows: sessions } = tableOf(comparison.sessions());
    assert.deepEqual(
      sessions.map((row) => row[columns.indexOf("barsAfter")]),
      [300, 0],
    );
    // So do its curves, to the last of them.
    const [ofWhole, ofPart] = comparison.plotRolling({ metric: "annualVolatility", window: 5 }).data as ScatterTrace[];
    assert.ok(ofPart.x.length > 20);
    assert.deepEqual([ofWhole.x, ofWhole.y], [ofPart.x, ofPart.y]);
    // 700 hours from midnight are 29 days and 4 hours.
    const end = new Date(part.equityRows()[700].time).toISOString().slice(0, 16).replace("T", " ");
    assert.match(end, / 04:00$/);
    assert.equal(comparison.window?.to, `${end} UTC`);
    assert.match(inspect(comparison), new RegExp(`Window +\\S+ to ${end} UTC; left out: whole`));
    // It matters as well where all of them end there.
    const alike = await opened.createSession(hours, holding, { name: "alike" });
    await alike.step(700);
    assert.equal((await opened.compare([part, alike])).window?.to, `${end} UTC`);
    await alike.run();
    assert.match((await opened.compare([whole.name, "alike"])).window?.to ?? "", / 16:00 UTC$/);
  });

  it("begins for all where one began in the middle of a day", async () => {
    const opened = await lab();
    const bars = Array.from({ length: 1500 }, (_, i) => {
      const [open, close] = [i, i + 1].map((at) => 100 * 1.01 ** Math.min(at, 40) * (1 + 0.01 * Math.sin(at)));
      // Its end.
      const time = Date.UTC(2023, 0, 1, i + 1);
      return { time, symbol: "X", open, high: Math.max(open, close), low: Math.min(open, close), close, volume: 1e7 };
    });
    const of = (from: number) => replay(bars.slice(from), { symbol: "X", timezone: "UTC" });
    const whole = await opened.run(of(0), holding, { name: "whole" });
    const part = await opened.run(of(40), holding, { name: "part" });
    const comparison = await opened.compare([whole, part]);
    assert.deepEqual(comparison.window, { from: "2023-01-02 16:00 UTC", to: "2023-03-04 12:00 UTC" });
    assert.match(
      inspect(comparison),
      /Window +2023-01-02 16:00 UTC to 2023-03-04 12:00 UTC; left out: whole 1 day before/,
    );
    const { rows } = tableOf(comparison.sessions({ columns: ["barsBefore", "barsAfter"] }));
    assert.deepEqual(rows, [
      [40, 0],
      [0, 0],
    ]);
    const growth = whole.equityRows()[1500].equity / whole.equityRows()[40].equity - 1;
    const total = tableOf(comparison.metrics()).rows.find(([metric]) => metric === "totalReturn")?.[1];
    assert.ok(Math.abs((total as number) - growth) < 1e-12);
    // It matters as well where all of them begin there.
    const alike = await opened.run(of(40), holding, { name: "alike" });
    assert.equal((await opened.compare([part, alike])).window?.from, "2023-01-02 16:00 UTC");
    // Bars of a day have no such time, and nobody has the whole first day.
    const days = await opened.run(resample(of(0), "1d"), holding, { name: "days" });
    assert.equal((await opened.compare([days, part])).window?.from, "2023-01-03");
    // One that failed shapes no window, and has not the day that the others have from its beginning.
    const breaking = defineStrategy({
      name: "breaking",
      state: () => ({ bars: 0 }),
      onBars({ state }) {
        if (++state.bars === 1450) throw new RangeError("no more");
      },
    });
    const failed = await opened.createSession(of(40), breaking, { name: "failed" });
    await assert.rejects(failed.run());
    const first = await opened.run(replay(bars.slice(24, 1440), { symbol: "X", timezone: "UTC" }), holding);
    const noted = await opened.compare([first, failed]);
    assert.equal(noted.window?.from, "2023-01-02");
    const { rows: notes } = tableOf(noted.sessions({ columns: ["note"] }));
    assert.deepEqual(notes, [[null], ["begins 2023-01-02 16:00 UTC and failed: left out"]]);
  });

  it("has whole days of a coin beside a stock whose days are over earlier, and no day that a stock has not closed", async () => {
    const opened = await lab();
    const at = (hour: number) => Date.UTC(2014, 0, 1, hour);
    const hours = Array.from({ length: 24 * 60 }, (_, hour) => {
      const price = 100 + 9 * Math.sin(hour / 5);
      return { symbol: "C", time: at(hour + 1), open: price, high: price, low: price, close: price, volume: 1e6 };
    });
    const always = replay(hours, { calendar: "always" });
    const coin = await opened.run(always, holding, { name: "coin" });
    const stock = await opened.run(sample("us-daily", { to: "2014-02-14" }), holding, { ...apple, name: "stock" });
    const both = await opened.compare([coin, stock]);
    const found = tableOf(both.sessions());
    const of = (name: string, row: number) => found.rows[row][found.columns.indexOf(name)];
    // From the midnight that ends the 14th of February on.
    assert.equal(of("barsAfter", 0), 24 * (60 - 31 - 14));
    // Days are of the calendar's own kind in each, which the card says.
    assert.match(String(of("note", 0)), /; days of calendar always \(UTC\)$/);
    assert.match(String(of("note", 1)), /; days of calendar XNYS \(America\/New_York\)$/);
    const common = stock
      .equityRows()
      .slice(1)
      .filter(({ time }) => time > at(24)).length;
    assert.match(inspect(both), new RegExp(`Calendars +they differ; .* of the ${common} days that all have`));
    const alike = await opened.run(sample("us-daily", { to: "2014-02-14" }), holding, { ...apple, name: "alike" });
    assert.doesNotMatch(inspect(await opened.compare([stock, alike])), /Calendars|days of/);
    const part = await opened.createSession(always, holding, { name: "part" });
    await part.step(24 * (31 + 13) + 12);
    const { window } = await opened.compare([part, stock]);
    assert.equal(window?.to, "2014-02-13");
  });

  it("counts of a first day that it cuts what was traded within it", async () => {
    const opened = await lab();
    const turning = defineStrategy({
      name: "turning",
      state: () => ({ bars: 0 }),
      onBars: ({ state, symbols, orderTargetWeight }) =>
        orderTargetWeight(symbols[0], state.bars++ % 2 === 0 ? 0.9 : 0.1),
    });
    const bars = Array.from({ length: 24 * 40 }, (_, i) => {
      const price = 100 + 5 * Math.sin(i);
      const time = Date.UTC(2023, 0, 1, i + 1);
      return { time, symbol: "X", open: price, high: price, low: price, close: price, volume: 1e7 };
    });
    const of = (from: number) => replay(bars.slice(from), { symbol: "X", timezone: "UTC" });
    const whole = await opened.run(of(0), turning, { name: "whole" });
    const late = await opened.run(of(40), holding, { name: "late" });
    const from = bars[39].time;
    const closings = new Map(whole.equityRows().map(({ time, equity }) => [Math.ceil(time / 86_400_000), equity]));
    const traded = new Map<number, number>();
    for (const { time, quantity, price } of whole.fillRows()) {
      const day = Math.ceil(time / 86_400_000);
      if (time > from) traded.set(day, (traded.get(day) ?? 0) + quantity * price);
    }
    const shares = [...traded].map(([day, sum]) => sum / (closings.get(day) ?? Number.NaN));
    assert.ok(shares[0] < 0.5 * shares[1]);
    const comparison = await opened.compare([whole, late]);
    const turnover = tableOf(comparison.metrics()).rows.find(([metric]) => metric === "turnover")?.[1];
    const expected = (shares.reduce((sum, one) => sum + one, 0) / shares.length) * 365;
    assert.ok(Math.abs(Number(turnover) / expected - 1) < 1e-9, `${turnover}, ${expected}`);
  });

  it("leaves out who failed in the middle of its last day, before the others end", async () => {
    const opened = await lab();
    const hours = gbm({ A: { price: 100, volatility: 0.9 } }, { bars: 960, interval: "1h", seed: "hours" });
    const breaking = defineStrategy({
      name: "breaking",
      params: { after: 960 },
      state: () => ({ bars: 0 }),
      onBars({ params, state, symbols, orderTargetWeight }) {
        if (++state.bars === params.after) throw new RangeError("no more");
        orderTargetWeight(symbols[0], 0.9);
      },
    });
    const whole = await opened.run(hours, breaking, { name: "whole", params: { after: 0 } });
    const runTo = async (after: number) => {
      const session = await opened.createSession(hours, breaking, { name: `failed ${after}`, params: { after } });
      await assert.rejects(session.run());
      return session;
    };
    // Days have 24 bars: the second one has no more than the first half of the last day.
    const failed = await runTo(948);
    const comparison = await opened.compare([whole, failed]);
    assert.match(comparison.window?.to ?? "", /^\d{4}-\d\d-\d\d$/);
    const failedAt = `${new Date(failed.equityRows().at(-1)?.time ?? 0).toISOString().slice(0, 16).replace("T", " ")} UTC`;
    const { rows } = tableOf(comparison.sessions({ columns: ["name", "note", "sharpe"] }));
    assert.deepEqual(
      rows.map(([name, note, sharpe]) => [name, note, sharpe === null]),
      [
        ["whole", null, false],
        ["failed 948", `failed ${failedAt}: left out`, true],
      ],
    );
    // One that failed when the last day was over has all of it.
    const ended = await opened.createSession(hours, breaking, { name: "ended", params: { after: 0 } });
    await ended.step(936);
    await ended.stop();
    const { rows: both } = tableOf((await opened.compare([ended, await runTo(937)])).sessions({ columns: ["sharpe"] }));
    assert.equal(typeof both[0][0], "number");
    assert.equal(both[1][0], both[0][0]);
  });

  it("has no others beside two that are equal where the third has not begun", async () => {
    const opened = await lab();
    const [a, b] = [
      await opened.run(year, crossover, { ...apple, name: "a" }),
      await opened.run(year, crossover, apple),
    ];
    const fresh = await opened.createSession(year, holding, { ...apple, name: "fresh" });
    const card = inspect(await opened.compare([a, b, fresh]));
    assert.match(card, /Leader +a, .*; they do not differ/);
  });

  it("throws one clear error where nothing is shared", async () => {
    const opened = await lab();
    const old = await opened.run(one.slice("2020-01-01", "2020-03-31"), holding, { name: "old" });
    const late = await opened.run(one.slice("2020-06-01", "2020-09-30"), holding, { name: "late" });
    const message =
      'Expected sessions that share some time, but "old" ends 2020-03-31 and "late" begins 2020-06-01. Leave one out';
    await assert.rejects(opened.compare([late, old]), { code: "NO_SHARED_WINDOW", message });
  });

  it("leaves out who has not begun or failed within it, and says who is not done", async () => {
    const opened = await lab();
    const done = await opened.run(year, crossover, { ...apple, name: "done" });
    const half = await opened.createSession(year, crossover, { ...apple, name: "half", params: { fast: 4 } });
    await half.step(100);
    const failed = await opened.createSession(year, failing, { ...apple, name: "failed" });
    await assert.rejects(failed.run());
    const fresh = await opened.createSession(year, holding, { ...apple, name: "fresh" });
    const comparison = await opened.compare([failed, fresh, done, half], { rank: "sharpe" });
    assert.equal(comparison.window?.to, new Date(half.equityRows().at(-1)?.time ?? 0).toISOString().slice(0, 10));
    const { rows } = tableOf(comparison.sessions({ columns: ["name", "rank", "sharpe", "note"] }));
    const notes = new Map(rows.map(([name, , , note]) => [name, note]));
    assert.match(String(notes.get("failed")), /^failed 2013-06-24: left out$/);
    assert.equal(notes.get("fresh"), "has not begun: left out");
    assert.equal(notes.get("half"), "is paused: up to now");
    assert.equal(notes.get("done"), null);
    // Undefined values are last.
    assert.deepEqual(
      rows.slice(2).map(([name, rank, sharpe]) => [name, rank, sharpe]),
      [
        ["failed", null, null],
        ["fresh", null, null],
      ],
    );
    assert.match(
      inspect(comparison),
      /Notes +failed: failed 2013-06-24: left out; fresh: has not begun: left out; half: is paused/,
    );
  });
});

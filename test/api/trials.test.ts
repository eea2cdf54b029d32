import assert from "node:assert/strict";
import { inspect } from "node:util";
import {
  commissionBps,
  defineStrategy,
  gbm,
  type Lab,
  type Session,
  type SessionOptions,
  sample,
} from "../../src/index";
import { bundleOf } from "../../src/notebook/display";
import { combinationsOf } from "../../src/session/plan/combination";
import { trialStanding } from "../../src/session/trial-standing";
import { Cap, Hidden, Rated } from "../support/own-models";
import { apart, apple, closeAll, lab, leaveNothing, newFile, year } from "./labs";
import { crossover, eventful, failing } from "./strategies";

type Options = SessionOptions<{ fast: number; slow: number }>;
type Row = Readonly<Record<string, unknown>>;

async function rowsOf(opened: Lab): Promise<Row[]> {
  const { columns, values } = await opened.trials();
  return (values as unknown[][]).map((row) => Object.fromEntries(columns.map((name, at) => [name, row[at]])));
}

const trying =
  (opened: Lab) =>
  (fast: number, options: Options = {}, feed: typeof year = year) =>
    opened.run(feed, crossover, { ...apple, params: { fast }, ...options });

for (const [place, at] of [["in memory", () => ":memory:"] as const, ["in a file", newFile] as const]) {
  describe(`the ledger of trials ${place}`, () => {
    afterEach(leaveNothing);

    it("has one row per combination, whatever its sessions are called and however often they run", async () => {
      const opened = await lab(at());
      const run = trying(opened);
      const first = await run(3, { name: "first" });
      assert.equal((await rowsOf(opened)).length, 1);
      await run(3, { name: "first" });
      await run(3, { name: "first", ifExists: "new" });
      await run(3, { name: "first", ifExists: "replace" });
      await run(3, { seed: "another" });
      await run(3, { snapshotEvery: "1w", tags: ["again"], notes: "again" });
      assert.equal((await rowsOf(opened)).length, 1);
      await run(4);
      await run(3, { params: { slow: 25 } });
      await run(3, { commission: commissionBps(1) });
      await run(3, { initialCapital: 5_000 });
      const rows = await rowsOf(opened);
      assert.deepEqual(
        rows.map(({ trials }) => trials),
        [5, 5, 5, 5, 5],
      );
      const { params, symbols, feed, strategy, returns } = rows[0];
      assert.deepEqual([strategy, symbols, feed], ["crossover", "AAPL", "us-daily"]);
      assert.match(String(params), /fast 3, slow 20/);
      assert.equal(returns, first.steps);
    });

    it("has one row for a schedule however it is written, as an option or of the strategy", async () => {
      const opened = await lab(at());
      const basket = defineStrategy({ name: "basket", targetWeights: () => ({ AAPL: 0.5 }) });
      const monthly = ["monthly", { every: "month" }, { on: 1, offset: 0, every: "month" }] as const;
      for (const rebalance of monthly) await opened.run(year, basket, { ...apple, rebalance });
      assert.equal((await rowsOf(opened)).length, 1);
      await opened.sweep(year, basket, { ...apple, list: monthly.map((rebalance) => ({ rebalance })), name: "all" });
      assert.equal((await rowsOf(opened)).length, 1);
      for (const on of ["last", -1, 2] as const)
        await opened.run(year, basket, { ...apple, rebalance: { every: "month", on } });
      assert.equal((await rowsOf(opened)).length, 3);
      for (const rebalance of monthly) await opened.run(year, { ...basket, rebalance }, apple);
      assert.equal((await rowsOf(opened)).length, 4);
    });

    it("tells combinations apart by what functions reach, with a name or without", async () => {
      const opened = await lab(at());
      const looking = (back: number) =>
        defineStrategy({
          name: "looking",
          onBar({ bar, history, orderTargetWeight }) {
            const { close } = history(bar.symbol);
            orderTargetWeight(bar.symbol, close[close.length - 1] > (close[close.length - 1 - back] ?? 0) ? 1 : 0);
          },
        });
      for (const back of [5, 10, 20]) await opened.run(year, looking(back), apple);
      assert.deepEqual(
        (await rowsOf(opened)).map(({ trials }) => trials),
        [3, 3, 3],
      );
      await opened.run(year, looking(5), { ...apple, name: "of 5" });
      await opened.run(year, looking(20), apple);
      assert.equal((await rowsOf(opened)).length, 3);
    });

    it("tells models of the user's own classes apart, and says of which something cannot be read", async () => {
      const opened = await lab(at());
      const times = (factor: number) => (value: number) => value * factor;
      class WithArrow {
        readonly name = "rated";
        constructor(readonly rate: number) {}
        commission = (quantity: number, price: number) => quantity * price * this.rate;
      }
      class WithFunction {
        constructor(readonly of: (value: number) => number) {}
        commission(quantity: number) {
          return this.of(quantity);
        }
      }
      const rates = [0.0001, 0.001, 0.01];
      const kinds: ((rate: number) => Options)[] = [
        (rate) => ({ commission: new Rated(rate) }),
        (rate) => ({ commission: new WithArrow(rate) }),
        (rate) => ({ commission: new WithFunction(times(rate)) }),
        (rate) => ({ risk: [new Cap(rate)] }),
      ];
      const expectedRows = rates.length * kinds.length;
      for (const optionsOf of [...kinds, ...kinds])
        for (const rate of rates) await opened.run(year, crossover, { ...apple, ...optionsOf(rate) });
      const rows = await rowsOf(opened);
      assert.deepEqual(
        rows.map(({ trials }) => trials),
        rows.map(() => expectedRows),
      );
      assert.equal(rows.length, expectedRows);
      assert.deepEqual(new Set(rows.map(({ note }) => note)), new Set([null]));
      let last: Session | undefined;
      for (const [rate, least] of [
        [0.001, 1],
        [0.002, 1],
        [0.002, 2],
      ])
        last = await opened.run(year, crossover, { ...apple, commission: new Hidden(rate, least) });
      const after = await rowsOf(opened);
      assert.equal(after.length, expectedRows + 2);
      const note = "what commission has in #rate cannot be read: trials that differ only there count as one";
      assert.deepEqual(
        after.map((row) => row.note).filter((one) => one !== null),
        [note, note],
      );
      assert.match(inspect(last), /Trials +what commission has in #rate cannot be read/);
    });

    it("has nothing of what did not come to its end, nor of what tools run", async () => {
      const opened = await lab(at());
      await (await opened.createSession(year, crossover, apple)).step(100);
      await assert.rejects(opened.run(year, failing, apple));
      await opened.checkLookAhead(year, crossover, apple);
      assert.deepEqual(await rowsOf(opened), []);
      const session = await opened.run(year, eventful, { ...apple, commission: commissionBps(1) });
      await opened.realism(session);
      assert.equal((await rowsOf(opened)).length, 1);
    });

    it("keeps the trial of a session that was deleted or replaced", async () => {
      const opened = await lab(at());
      const run = trying(opened);
      for (const fast of [3, 4, 5, 6]) await run(fast, { name: `of ${fast}` });
      const before = await rowsOf(opened);
      await opened.deleteSession("of 3");
      assert.deepEqual(await opened.deleteSessions("params.fast < 6"), ["of 4", "of 5"]);
      assert.deepEqual(await rowsOf(opened), before);
      await run(7, { name: "of 6", ifExists: "replace" });
      assert.deepEqual(
        (await rowsOf(opened)).map(({ trials }) => trials),
        [5, 5, 5, 5, 5],
      );
    });

    it("is read with SQL as it is, with the trials of deleted sessions, under the names that sessions have now", async () => {
      const opened = await lab(at());
      const run = trying(opened);
      const first = await run(3, { name: "first" });
      await run(3, { name: "again", ifExists: "new", seed: 2 });
      await run(4, { name: "second" });
      await run(5, { name: "third" });
      await opened.deleteSession("again");
      await opened.deleteSession("second");
      await opened.renameSession("third", "last");
      const names = (await rowsOf(opened)).map(({ session }) => session);
      assert.deepEqual(names, ["again", "second", "last"]);
      const table = await opened.query("SELECT name, session_id FROM paper_trials ORDER BY ran_at, session_id");
      assert.deepEqual(table.values, [
        ["again", first.id + 1],
        ["second", first.id + 2],
        ["last", first.id + 3],
      ]);
    });

    it("counts those on data that overlap: a common symbol and a common time", async () => {
      const opened = await lab(at());
      const run = trying(opened);
      const half = (from: string, to: string) => sample("us-daily", { from, to });
      const [early, late] = [half("2013-05-13", "2013-10-31"), half("2013-11-01", "2014-05-30")];
      await run(3, {}, early);
      await run(4, {}, early);
      await run(5, {}, late);
      await run(5, { symbols: ["SPX"] }, late);
      assert.deepEqual(
        (await rowsOf(opened)).map(({ trials }) => trials),
        [2, 2, 1, 1],
      );
      // On both halves and both symbols, it is beside all.
      await run(6, { symbols: ["AAPL", "SPX"] });
      assert.deepEqual(
        (await rowsOf(opened)).map(({ trials }) => trials),
        [3, 3, 2, 2, 5],
      );
      // One combination on several data is one trial.
      await run(3, {}, late);
      assert.deepEqual(
        (await rowsOf(opened)).map(({ trials }) => trials),
        [3, 3, 3, 2, 5, 3],
      );
    });

    it("has the deflated Sharpe ratio, computed from the day returns of all", async () => {
      const opened = await lab(at());
      const sessions: Session[] = [];
      for (const fast of [2, 3, 5, 8]) sessions.push(await trying(opened)(fast));
      const moments = sessions.map((session) => momentsOf(session.returnRows("day").map(({ return: value }) => value)));
      const threshold = expectedMaximum(moments.map(({ sharpe }) => sharpe));
      for (const [place, row] of (await rowsOf(opened)).entries()) {
        const { n, sharpe, skewness, kurtosis } = moments[place];
        const error = Math.sqrt((1 - skewness * sharpe + ((kurtosis - 1) / 4) * sharpe ** 2) / (n - 1));
        near(row.sharpe, sharpe);
        near(row.skewness, skewness);
        near(row.kurtosis, kurtosis);
        near(row.probabilisticSharpe, normal(sharpe / error));
        near(row.deflatedSharpe, normal((sharpe - threshold) / error));
        const needed = sharpe > 0 ? 1 + error ** 2 * (n - 1) * (1.6448536269514722 / sharpe) ** 2 : null;
        near(row.minimumTrackRecord, needed);
      }
    });

    it("has no answer for records that are too short, or do not vary, and says so", async () => {
      const opened = await lab(at());
      const run = trying(opened);
      const of = (to: string) => sample("us-daily", { from: "2013-05-13", to });
      await run(3, {}, of("2013-05-15"));
      await run(3, {}, of("2013-08-06"));
      const short = await run(4, {}, of("2013-08-06"));
      await run(3, {}, of("2013-08-07"));
      await opened.run(year, defineStrategy({ name: "idle", onBar() {} }), apple);
      const rows = await rowsOf(opened);
      assert.deepEqual(
        rows.map(({ returns, note }) => [returns, note]),
        [
          [3, "3 day returns, 60 are needed"],
          [60, null],
          [60, null],
          [61, null],
          [265, "its day returns do not vary"],
        ],
      );
      for (const { note, probabilisticSharpe, deflatedSharpe, minimumTrackRecord } of rows) {
        const isJudged = note === null;
        assert.equal(probabilisticSharpe !== null, isJudged);
        assert.equal(deflatedSharpe !== null, isJudged);
        if (!isJudged) assert.equal(minimumTrackRecord, null);
      }
      assert.match(inspect(short), /Deflated Sharpe +\d/);
    });

    it("has no deflated ratio where it is not known how far apart the trials are, and says so", async () => {
      const opened = await lab(at());
      const run = trying(opened);
      const short = sample("us-daily", { from: "2013-05-13", to: "2013-06-10" });
      for (const fast of [3, 4, 5]) await run(fast, {}, short);
      const session = await run(6);
      const rows = await rowsOf(opened);
      const why = "no other of the 4 trials has 60 day returns that vary, so how far they are apart is not known";
      assert.deepEqual([rows[3].trials, rows[3].deflatedSharpe, rows[3].note], [4, null, why]);
      assert.notEqual(rows[3].probabilisticSharpe, null);
      assert.match(inspect(session), new RegExp(`Deflated Sharpe +no answer: ${why}`));
    });

    it("is on the card of a session that is one of several", async () => {
      const opened = await lab(at());
      const first = await trying(opened)(3, { name: "first" });
      assert.doesNotMatch(inspect(first), /Deflated/);
      const other = await trying(opened)(4);
      const [row] = await rowsOf(opened);
      const text = `${(100 * Number(row.deflatedSharpe)).toFixed(1)} %  \\(one of 2 trials on such data`;
      assert.match(inspect(first), new RegExp(`Deflated Sharpe +${text}`));
      await opened.deleteSession(other.id);
      await opened.close();
      assert.match(inspect(first), new RegExp(`Deflated Sharpe +${text}`));
    });
  });
}

describe("the ledger of trials of a file", () => {
  afterEach(leaveNothing);

  it("also knows sessions whose schedule it has as it was written, as earlier ledgers do", async () => {
    const basket = defineStrategy({ name: "basket", targetWeights: () => ({ AAPL: 0.5 }) });
    const rebalance = { every: "month", on: "first" } as const;
    const { record } = (await (await lab()).run(year, basket, { ...apple, rebalance })).core;
    const [trial] = record.store.trialsNow();
    const [now, before] = combinationsOf(record.config);
    assert.equal(trial.identity, now);
    const standing = (identity: string) => {
      const store = { trialsNow: () => [{ ...trial, identity }] };
      return trialStanding({ ...record, status: record.status, store } as never)?.trials;
    };
    assert.deepEqual([standing(now), standing(before), standing("another")], [1, 1, undefined]);
  });

  it("shows on a page what it says before where its data begin and end, since a page may be narrow", async () => {
    const opened = await lab();
    await trying(opened)(3, { name: "of 3" });
    const html = String(bundleOf(await opened.trials())?.["text/html"]);
    const headings = [...html.replaceAll("<wbr>", "").matchAll(/<th\b[^>]*>([^<]*)/g)].map(([, heading]) => heading);
    assert.ok(headings.indexOf("deflatedSharpe") > 0);
    assert.ok(headings.indexOf("deflatedSharpe") < headings.indexOf("from"), headings.join());
  });

  it("says on which days its data begin and end, and writes ratios of a day with the same decimals", async () => {
    const opened = await lab();
    for (const fast of [3, 5]) await trying(opened)(fast, { name: `of ${fast}` });
    const [{ from, to }] = await rowsOf(opened);
    const days = (await opened.session("of 3")).returns("day").column("date").values as string[];
    assert.deepEqual([from, to], [days[0], days[days.length - 1]]);
    const always = gbm({ A: {} }, { bars: 30, start: "2024-01-01", calendar: "always" });
    await opened.run(always, crossover, { name: "always" });
    const row = (await rowsOf(opened))[2];
    assert.deepEqual([row.from, row.to], ["2024-01-01", "2024-01-30"]);
    const table = await opened.query("SELECT first_day, last_day FROM paper_trials WHERE name = 'of 3'");
    assert.deepEqual(table.values, [[from, to]]);
    const ratios = (await opened.trials()).toString().match(/-?\d+\.\d{4}\b/g) ?? [];
    assert.ok(ratios.length >= 2);
  });

  it("is there for whoever opens it, with the cards", async () => {
    const path = newFile();
    const opened = await lab(path);
    for (const fast of [3, 4]) await trying(opened)(fast, { name: `of ${fast}` });
    const rows = await rowsOf(opened);
    const card = inspect(await opened.session("of 3"));
    assert.match(card, /Deflated Sharpe/);
    await closeAll();
    const again = await apart(path);
    assert.deepEqual(await rowsOf(again), rows);
    assert.equal(inspect(await again.session("of 3")), card);
    const table = await again.query("SELECT name, n, json_extract(params, '$.fast') FROM paper_trials ORDER BY ran_at");
    assert.deepEqual(table.values, [
      ["of 3", rows[0].returns, 3],
      ["of 4", rows[1].returns, 4],
    ]);
  });
});

function momentsOf(values: readonly number[]) {
  const n = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  const moment = (power: number) => values.reduce((sum, value) => sum + (value - mean) ** power, 0) / n;
  const sharpe = mean / Math.sqrt((moment(2) * n) / (n - 1));
  return { n, sharpe, skewness: moment(3) / moment(2) ** 1.5, kurtosis: moment(4) / moment(2) ** 2 };
}

// The expected maximum of unskilled trials, by the quantiles that a search over the distribution finds.
function expectedMaximum(ratios: readonly number[]): number {
  const { length } = ratios;
  const mean = ratios.reduce((sum, ratio) => sum + ratio, 0) / length;
  const variance = ratios.reduce((sum, ratio) => sum + (ratio - mean) ** 2, 0) / (length - 1);
  const gamma = 0.5772156649015329;
  const parts = (1 - gamma) * quantile(1 - 1 / length) + gamma * quantile(1 - 1 / (length * Math.E));
  return Math.sqrt(variance) * parts;
}

// By the series of Marsaglia (2004), Evaluating the Normal Distribution.
function normal(x: number): number {
  let [sum, term] = [x, x];
  for (let k = 3; Math.abs(term) > 1e-18; k += 2) {
    term *= (x * x) / k;
    sum += term;
  }
  return 0.5 + (sum * Math.exp(-0.5 * x * x)) / Math.sqrt(2 * Math.PI);
}

function quantile(probability: number): number {
  let [low, high] = [-8, 8];
  for (let times = 0; times < 100; times++) {
    const middle = (low + high) / 2;
    if (normal(middle) < probability) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

function near(was: unknown, wanted: number | null): void {
  if (wanted === null) assert.equal(was, null);
  else assert.ok(Math.abs(Number(was) - wanted) <= 1e-9 * Math.max(1, Math.abs(wanted)), `${was}, not ${wanted}`);
}

import assert from "node:assert/strict";
import { inspect } from "node:util";
import { type Bar, defineStrategy, type Lab, replay } from "../../src/index";
import { winner } from "./compared";
import { lab, leaveNothing, newFile, tableOf } from "./labs";

const days = 200;
const crashAt = 180;

// X rises fast and loses 42 % in one bar; Y falls slowly; Z rises slowly.
function bars(length = days): Bar[] {
  const wave = (at: number) => 1 + (at % 2) / 200;
  const price: Record<string, (at: number) => number> = {
    X: (at) => 100 * 1.004 ** at * wave(at) * (at < crashAt ? 1 : 0.58),
    Y: (at) => 100 * 0.999 ** at * wave(at),
    Z: (at) => 100 * 1.0002 ** at * wave(at),
  };
  return Array.from({ length }, (_, at) =>
    Object.entries(price).map(([symbol, of]) => {
      const close = of(at);
      const time = Date.UTC(2020, 0, 2 + at);
      return { symbol, time, open: close, high: close, low: close, close, volume: 1e6 };
    }),
  ).flat();
}

const feedOf = (length?: number) => replay(bars(length), { calendar: "always", interval: "1d" });

const held = defineStrategy({
  name: "held",
  params: { symbol: "X", weight: 1 },
  onBars: ({ params, orderTargetWeight }) => orderTargetWeight(params.symbol, params.weight),
});

async function run(opened: Lab, name: string, params: { symbol: string; weight: number }, length?: number) {
  return opened.run(feedOf(length), held, { name, params, leverage: 3 });
}

/** One that lost everything, and two that did not. */
async function three(length?: number) {
  const opened = await lab();
  const bust = await run(opened, "bust", { symbol: "X", weight: 3 }, length);
  const loser = await run(opened, "loser", { symbol: "Y", weight: 0.9 }, length);
  const winning = await run(opened, "winning", { symbol: "Z", weight: 0.9 }, length);
  return { opened, bust, loser, winning };
}

const ofReturns = [
  "sharpe",
  "sortino",
  "omega",
  "profitFactorPeriods",
  "winRatePeriods",
  "maxDrawdownDays",
  "bestPeriod",
];

describe("a session whose equity was lost", () => {
  afterEach(leaveNothing);

  for (const [when, length] of [
    ["before the end", days],
    ["at the last bar, where nothing can close it", crashAt + 1],
  ] as const) {
    it(`wins no ratio of returns, and is not resampled: ${when}`, async () => {
      const { opened, bust, loser, winning } = await three(length);
      assert.ok(Number(bust.metrics().sharpe) > Number(winning.metrics().sharpe), "it had the best ratio");
      assert.ok(Number(bust.metrics().finalEquity) < 0);
      const comparison = await opened.compare([bust, loser, winning]);
      for (const metric of ofReturns) assert.notEqual(winner(comparison, metric).winner, "bust", metric);
      assert.equal(winner(comparison, "sharpe").winner, "winning");
      assert.deepEqual(
        winner(comparison, "sharpe").leftOut.map(({ name }) => name),
        ["bust"],
      );
      assert.match(inspect(comparison), /Leader +winning, with Sharpe ratio/);
      assert.match(inspect(comparison), /Notes +bust: its equity was not always above 0, so that it wins no metric of/);
      assert.match(inspect(comparison), /\n *sharpe +[\d.]+ +-[\d.]+ +[\d.]+ \*\n/);
    });
  }

  it("is not the leader where there is one other, and nobody is", async () => {
    const { opened, bust, loser } = await three();
    const comparison = await opened.compare([bust, loser]);
    const { winner: found, noWinner } = winner(comparison, "sharpe");
    assert.deepEqual([found, noWinner], [null, "only one session has it and an equity that was always above 0"]);
    const text = inspect(comparison);
    assert.match(
      text,
      /Leader +nobody by Sharpe ratio, because only loser has it and an equity that was always above 0/,
    );
    const alone = await opened.compare([bust, await run(opened, "too", { symbol: "X", weight: 2.9 })]);
    assert.match(inspect(alone), /Leader +nobody: Sharpe ratio is undefined in all sessions, or their equity was not/);
    // What it is left with can be compared.
    assert.equal(winner(comparison, "totalReturn").winner, "loser");
  });

  it("has no rank by a formula or function of its returns, and one by others", async () => {
    const { opened, bust, loser, winning } = await three();
    const all = [bust, loser, winning];
    for (const rank of ["sharpe - abs(maxDrawdown)", ({ sharpe }: { sharpe: number | null }) => sharpe] as const) {
      const { columns, rows } = tableOf((await opened.compare(all, { rank })).sessions());
      assert.deepEqual(
        rows.map((row) => [row[columns.indexOf("name")], row[columns.indexOf("rank")]]),
        [
          ["winning", 1],
          ["loser", 2],
          ["bust", null],
        ],
      );
    }
    const byReturn = await opened.compare(all, { rank: "totalReturn" });
    assert.deepEqual(tableOf(byReturn.sessions({ columns: ["name", "rank"] })).rows.at(-1), ["bust", 3]);
  });

  it("is sorted last by its returns in a list, in both directions, and keeps its metrics there", async () => {
    const { opened, bust, loser, winning } = await three();
    const comparison = await opened.compare([bust, loser, winning]);
    const sharpe = bust.metrics().sharpe;
    for (const orderBy of ["sharpe", "-sharpe", "2 * sharpe", ({ sharpe: of }: { sharpe: number | null }) => of])
      for (const listed of [comparison.sessions({ orderBy }), await opened.sessions({ orderBy })]) {
        const { columns, rows } = tableOf(listed);
        const last = Object.fromEntries(columns.map((column, at) => [column, rows.at(-1)?.[at]]));
        assert.deepEqual([last.name, last.sharpe], ["bust", sharpe], String(orderBy));
      }
    const byReturn = tableOf(await opened.sessions({ orderBy: "totalReturn", columns: ["name"] })).rows;
    assert.deepEqual(byReturn[0], ["bust"]);
  });

  for (const [place, at] of [["in memory", () => ":memory:"] as const, ["in a file", newFile] as const])
    it(`is not found by its returns, and the list says so, ${place}`, async () => {
      const opened = await lab(at());
      await run(opened, "bust", { symbol: "X", weight: 3 });
      await run(opened, "winning", { symbol: "Z", weight: 0.9 });
      const said = /where and orderBy take metrics of returns as undefined where equity was not always above 0: bust/;
      for (const where of [
        "sharpe > 0",
        "sortino > 0 or bestPeriod > 0",
        ({ sharpe: of }: { sharpe: number | null }) => of !== null,
      ]) {
        const list = await opened.sessions({ where, columns: ["name"] });
        assert.deepEqual(tableOf(list).rows, [["winning"]], String(where));
        assert.match(inspect(list), said);
      }
      // What is not of returns is asked as it is.
      const list = await opened.sessions({ where: "maxDrawdown <= -1 and finalEquity < 0", columns: ["name"] });
      assert.deepEqual(tableOf(list).rows, [["bust"]]);
      assert.doesNotMatch(inspect(list), said);
      assert.match(inspect(await opened.sessions()), said);
      assert.match(inspect(await opened.sessions({ columns: ["name", "sharpe"] })), said);
      assert.doesNotMatch(inspect(await opened.sessions({ where: 'name == "winning"' })), said);
      assert.deepEqual(await opened.tagSessions("sharpe > 0", { add: ["good"] }), ["winning"]);
    });

  it("has no star in a table of many", async () => {
    const { opened, bust, loser, winning } = await three();
    const more = [];
    for (const weight of [0.1, 0.2, 0.3]) more.push(await run(opened, `w${weight}`, { symbol: "Y", weight }));
    const text = inspect(await opened.compare([bust, loser, winning, ...more]), { breakLength: 200 });
    assert.match(text, /1 +winning +\S+ +[\d.]+ \*/);
    assert.doesNotMatch(text, /bust .*\*/);
  });

  it("is no baseline that others could beat", async () => {
    const { opened, bust, loser, winning } = await three();
    const comparison = await opened.compare([bust, loser, winning], { baseline: "bust" });
    assert.equal(winner(comparison, "sharpe").beatsBaseline, null);
    for (const { better, noAnswer } of comparison.againstRows("sharpe"))
      assert.deepEqual([better, noAnswer], [null, "of the baseline, its equity was not always above 0"]);
    assert.match(
      inspect(comparison),
      /Baseline +bust; its equity was not always above 0, so that who beats it has no answer/,
    );
    assert.doesNotMatch(
      inspect(await opened.compare([bust, loser, winning], { baseline: "loser" })),
      /so that who beats/,
    );
  });

  for (const [place, at] of [["in memory", () => ":memory:"] as const, ["in a file", newFile] as const]) {
    it(`is a trial without probabilities, and says nothing of how far others are apart, ${place}`, async () => {
      const opened = await lab(at());
      const bust = await run(opened, "bust", { symbol: "X", weight: 3 });
      for (const weight of [0.2, 0.4]) await run(opened, `w${weight}`, { symbol: "X", weight });
      assert.match(inspect(bust), /Deflated Sharpe +no answer: its equity was not always above 0/);
      const { columns, rows } = tableOf(await opened.trials());
      const of = (name: string) => Object.fromEntries(columns.map((column, i) => [column, row(name)[i]]));
      const row = (name: string) => rows.find(([session]) => session === name) ?? [];
      const { probabilisticSharpe, deflatedSharpe, minimumTrackRecord, note, trials } = of("bust");
      assert.deepEqual([probabilisticSharpe, deflatedSharpe, minimumTrackRecord, trials], [null, null, null, 3]);
      assert.equal(note, "its equity was not always above 0");
      // Two that are nearly alike leave little to luck.
      assert.ok(Number(of("w0.2").deflatedSharpe) > Number(of("w0.2").probabilisticSharpe) - 0.1);
    });
  }

  it("is not the best of a sweep, whenever it was lost", async () => {
    const opened = await lab();
    for (const [name, length] of [
      ["late", crashAt + 1],
      ["early", days],
    ] as const) {
      const options = { name, leverage: 3, grid: { weight: [0.5, 3] }, params: { symbol: "X" } } as const;
      const sweep = await opened.sweep(feedOf(length), held, options);
      assert.deepEqual(
        sweep.tableRows().map(({ rank, state, weight }) => [weight, rank, state]),
        [
          [0.5, 1, "done"],
          [3, null, "bankrupt"],
        ],
      );
      assert.equal(sweep.best().params.weight, 0.5);
      assert.match(
        inspect(await sweep.session({ weight: 3 })),
        /Deflated Sharpe +no answer: its equity was not always/,
      );
    }
  });
});

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { inspect } from "node:util";
import { commissionBps, defineStrategy, type Feed, gbm, maxPositionWeight, merge, resample } from "../../src/index";
import { Hidden } from "../support/own-models";
import { holding, noise, one, winner } from "./compared";
import { lab, leaveNothing, newFile, tableOf } from "./labs";

const market = (seed: number, bars = 300) =>
  gbm({ A: { drift: 0.1, volatility: 0.2 } }, { bars, interval: "1d", seed });

/** Two strategies of one name. */
const [most, little] = [
  defineStrategy({ name: "hold", onBar: ({ orderTargetWeight }) => orderTargetWeight("A", 0.9) }),
  defineStrategy({ name: "hold", onBar: ({ orderTargetWeight }) => orderTargetWeight("A", 0.3) }),
];

describe("the settings of sessions that differ", () => {
  afterEach(leaveNothing);

  it("name the data, the code and the models of the user's own behind one name", async () => {
    const opened = await lab();
    await opened.run(market(3), most, { name: "v1" });
    await opened.run(market(3), little, { name: "v2" });
    await opened.run(market(4), most, { name: "v3" });
    await opened.run(market(3).slice("2020-02-03", "2020-06-30"), most, { name: "v4" });
    const rows = async (...names: string[]) => tableOf((await opened.compare(names)).settings()).rows;
    assert.deepEqual(await rows("v1", "v2"), [["onBar", "version 1", "version 2"]]);
    assert.deepEqual(await rows("v1", "v3"), [["feed.options.seed", 3, 4]]);
    assert.deepEqual(await rows("v1", "v4"), [
      ["feed.options.from", null, "2020-02-03"],
      ["feed.options.to", null, "2020-06-30"],
    ]);
    await opened.run(market(3), most, { name: "cheap", commission: (quantity, price) => quantity * price * 0.001 });
    await opened.run(market(3), most, { name: "dear", commission: (quantity, price) => quantity * price * 0.01 });
    assert.deepEqual(await rows("cheap", "dear"), [
      ["options.commission", "commission, version 1", "commission, version 2"],
    ]);
    const limited = (limit: number) => defineStrategy({ name: "limited", onBar: ({ buy }) => void buy("A", limit) });
    await opened.run(market(3), limited(1), { name: "one" });
    await opened.run(market(3), limited(2), { name: "two" });
    assert.deepEqual(await rows("one", "two"), [["limit", "1", "2"]]);
    const long = (end: number) => {
      const table = [...Array.from({ length: 30 }, (_, at) => at), end];
      return defineStrategy({ name: "long", onBar: ({ buy }) => void buy("A", table[30]) });
    };
    await opened.run(market(3), long(1), { name: "long one" });
    await opened.run(market(3), long(2), { name: "long two" });
    assert.deepEqual(await rows("long one", "long two"), [["table", "version 1", "version 2"]]);
    const planned = (rebalance: "weekly" | "monthly", warmUp: number) =>
      defineStrategy({ name: "planned", rebalance, warmUp, targetWeights: () => ({ A: 0.5 }) });
    await opened.run(market(3), planned("weekly", 5), { name: "weekly" });
    await opened.run(market(3), planned("monthly", 6), { name: "monthly" });
    await opened.run(market(3), planned("monthly", 5), { name: "given", rebalance: "weekly" });
    assert.deepEqual(await rows("weekly", "monthly"), [
      ["warmUp", 5, 6],
      ["rebalance", "weekly", "monthly"],
    ]);
    assert.deepEqual(await rows("weekly", "given"), []);
    // A strategy of another name differs in everything, which its name says.
    assert.deepEqual(await rows("v1", "one"), [["strategy", "hold", "limited"]]);
    assert.match(inspect(await opened.compare(["v1", "v2"])), /Settings that differ[\s\S]*onBar +version 1 +version 2/);
  });

  it("have one row for a model or the risk rules, with what those of the user's own are made of", async () => {
    const opened = await lab();
    class Cost {
      readonly name = "mine";
      constructor(readonly rate: number) {}
      commission(quantity: number) {
        return this.rate * this.shares(quantity);
      }
      shares(quantity: number) {
        return quantity;
      }
    }
    class Rounded extends Cost {
      override shares(quantity: number) {
        return Math.round(quantity);
      }
    }
    const limit = (most: number) => ({ name: "limit", most, check: () => undefined });
    const runs: Readonly<Record<string, object>> = {
      low: { commission: new Cost(1) },
      high: { commission: new Cost(2) },
      rounded: { commission: new Rounded(1) },
      bps: { commission: commissionBps(1) },
      none: {},
      empty: { risk: [] },
      few: { risk: [limit(1), maxPositionWeight(0.5)] },
      many: { risk: [limit(2), maxPositionWeight(0.5)] },
    };
    for (const [name, options] of Object.entries(runs)) await opened.run(market(3), most, { name, ...options });
    const rows = async (...names: string[]) => tableOf((await opened.compare(names, { draws: 0 })).settings()).rows;
    assert.deepEqual(await rows("low", "high", "bps"), [
      ["options.commission", "mine { rate: 1 }", "mine { rate: 2 }", "commissionBps(1)"],
    ]);
    // No rules are as good as none given.
    assert.deepEqual(await rows("none", "empty"), []);
    assert.deepEqual(await rows("empty", "few"), [["options.risk", null, "limit { most: 1 }, maxPositionWeight(0.5)"]]);
    // What the methods of their classes do differs.
    assert.deepEqual(await rows("low", "rounded", "bps"), [
      ["options.commission", "mine { rate: 1 }, version 1", "mine { rate: 1 }, version 2", "commissionBps(1)"],
    ]);
    assert.deepEqual(await rows("few", "many"), [
      ["options.risk", "limit { most: 1 }, maxPositionWeight(0.5)", "limit { most: 2 }, maxPositionWeight(0.5)"],
    ]);
  });

  it("say of models that hold what cannot be read that they cannot be compared further", async () => {
    const opened = await lab();
    class Bound {
      readonly name = "bound";
      readonly commission: () => number;
      constructor(fee: number) {
        this.commission = ((one: number) => one).bind(undefined, fee);
      }
    }
    class Read {
      readonly name = "read";
      commission = () => this.name.length;
    }
    const runs: Readonly<Record<string, object>> = {
      low: { commission: new Hidden(0.001, 1) },
      high: { commission: new Hidden(0.01, 1) },
      least: { commission: new Hidden(0.01, 2) },
      bps: { commission: commissionBps(1) },
      "bound 1": { commission: new Bound(1) },
      "bound 2": { commission: new Bound(2) },
      read: { commission: new Read() },
      again: { commission: new Read() },
    };
    for (const [name, options] of Object.entries(runs)) await opened.run(market(3), most, { name, ...options });
    const rows = async (...names: string[]) => tableOf((await opened.compare(names, { draws: 0 })).settings()).rows;
    const shown = (least: number) => `hidden { least: ${least}, … }, cannot be compared further`;
    assert.deepEqual(await rows("low", "high"), [["options.commission", shown(1), shown(1)]]);
    assert.deepEqual(await rows("low", "least"), [["options.commission", shown(1), shown(2)]]);
    assert.deepEqual(await rows("low", "bps"), [["options.commission", shown(1), "commissionBps(1)"]]);
    const bound = "bound { … }, cannot be compared further";
    assert.deepEqual(await rows("bound 1", "bound 2"), [["options.commission", bound, bound]]);
    assert.deepEqual(await rows("read", "again"), []);
  });

  it("are those of the same session after another process has read it", async () => {
    const path = newFile();
    const opened = await lab(path);
    class Flat {
      constructor(readonly fee: number) {}
      commission() {
        return this.fee;
      }
    }
    for (const fee of [1, 2]) await opened.run(market(3), most, { name: `fee ${fee}`, commission: new Flat(fee) });
    await opened.close();
    const rows = tableOf((await (await lab(path)).compare(["fee 1", "fee 2"], { draws: 0 })).settings()).rows;
    assert.deepEqual(rows, [["options.commission", "commission { fee: 1 }", "commission { fee: 2 }"]]);
  });

  it("say of feeds that are made of others what differs in these", async () => {
    const opened = await lab();
    const other = (seed: number) => gbm({ B: { drift: 0.1, volatility: 0.2 } }, { bars: 300, interval: "1d", seed });
    const feeds: Readonly<Record<string, Feed>> = {
      "weeks 3": resample(market(3), "1w"),
      "weeks 4": resample(market(4), "1w"),
      "both 3": merge(market(3), other(3)),
      "both 4": merge(market(3), other(4)),
    };
    for (const [name, feed] of Object.entries(feeds)) await opened.run(feed, most, { name, symbols: ["A"] });
    const rows = async (...names: string[]) => tableOf((await opened.compare(names, { draws: 0 })).settings()).rows;
    assert.deepEqual(await rows("weeks 3", "weeks 4"), [["feed.feeds[0].options.seed", 3, 4]]);
    assert.deepEqual(await rows("both 3", "both 4"), [["feed.feeds[1].options.seed", 3, 4]]);
  });

  it("are all in the report, of many sessions too, and a card says how many it has no column for", async () => {
    const opened = await lab();
    const names = Array.from({ length: 7 }, (_, at) => `param${at}`);
    const params = (at: number) => Object.fromEntries(names.map((name) => [name, at])) as Record<string, number>;
    const many = defineStrategy({
      name: "many",
      params: params(0),
      onBar({ random, orderTargetWeight }) {
        if (random() < 0.1) orderTargetWeight("A", random());
      },
    });
    for (let at = 0; at < 7; at++) await opened.run(market(3), many, { name: `s${at}`, params: params(at), seed: at });
    const comparison = await opened.compare(names.map((_, at) => `s${at}`));
    assert.match(inspect(comparison), /4 more settings differ: settings\(\) has all/);
    // What they are ranked by is not lost at the right end.
    assert.match(inspect(comparison), /rank +session +curve +sharpe/);
    const page = readFileSync((await comparison.report(newFile("many.html"))).path, "utf8");
    for (const name of names) assert.ok(page.includes(`params.${name}`), name);
    assert.match(page, /4 more settings differ, which stand below/);
  });
});

describe("names with commas", () => {
  afterEach(leaveNothing);

  it("are counted as the sessions that they are", async () => {
    const opened = await lab();
    const never = defineStrategy({ name: "never", onBar: () => {} });
    for (const name of ["fast 5, slow 20", "fast 5, slow 30"]) await opened.run(one, holding, { name, notes: name });
    const alike = await opened.compare(["fast 5, slow 20", "fast 5, slow 30"]);
    assert.match(inspect(alike), /Leader +fast 5, slow 20, fast 5, slow 30, with .*; they do not differ/);
    assert.deepEqual(winner(alike, "sharpe").winners, ["fast 5, slow 20", "fast 5, slow 30"]);
    const cell = (of: typeof alike) => String(tableOf(of.winners()).rows.find(([metric]) => metric === "sharpe"));
    assert.match(cell(alike), /,nobody else/);
    // Of those that were not tested, nobody can be told apart.
    await opened.run(one, never, { name: "cash" });
    const some = await opened.compare(["fast 5, slow 20", "fast 5, slow 30", "cash"]);
    assert.match(inspect(some), /; they do not differ; not tested: cash: /);
    await opened.createSession(one, holding, { name: "not begun" });
    const begun = await opened.compare(["fast 5, slow 20", "fast 5, slow 30", "not begun"]);
    assert.match(inspect(begun), /; they do not differ$/m);
    assert.match(cell(begun), /,nobody else/);
  });
});

describe("long names that tie", () => {
  afterEach(leaveNothing);

  it("are shortened each by itself, so that a cell reads as no session that there is not", async () => {
    const opened = await lab();
    const names = [5, 10, 15, 20].map((fast) => `sma crossover of Apple, fast ${fast}, slow 50, variant ${fast + 1}`);
    for (const name of names) await opened.run(one, holding, { name, notes: name });
    await opened.run(one, noise, { name: "noise" });
    const cells = async (some: readonly string[]) => {
      const comparison = await opened.compare([...some, "noise"], { draws: 0 });
      const { columns, rows } = tableOf(comparison.winners());
      const page = readFileSync((await comparison.report(newFile("ties.html"))).path, "utf8");
      const found = rows.flatMap((row) => ["winner", "runnerUp"].map((name) => String(row[columns.indexOf(name)])));
      const isOfThose = (text: string) => /^(?:sma|4 tie)/.test(text) && !text.includes("noise");
      const ties = [...new Set(found.filter(isOfThose))];
      assert.equal(ties.length, 1, ties.join("\n"));
      for (const text of [inspect(comparison.winners(), { breakLength: 400 }), page]) assert.ok(text.includes(ties[0]));
      return ties[0];
    };
    assert.match(await cells(names.slice(0, 2)), /^sma .{8,26}6, sma .{8,26}11$/);
    assert.match(await cells(names), /^4 tie: sma .{5,20}6, sma .{5,20}11, …$/);
    const four = await opened.compare(names, { draws: 0 });
    assert.match(inspect(four), /Leader +sma crossover of Apple, fast 5, slow 50, variant 6 and 3 others, with /);
    assert.equal(winner(four, "sharpe").winner, names.join(", "));
  });
});

describe("a session that cannot be resampled", () => {
  afterEach(leaveNothing);

  it("is neither told apart nor not: the card, the report and the table say that it was not tested", async () => {
    const opened = await lab();
    const few = defineStrategy({
      name: "few",
      onBars({ history, orderTargetWeight, close }) {
        const { length } = history("A");
        if (length === 60) orderTargetWeight("A", 0.9);
        if (length === 66) close("A");
      },
    });
    await opened.run(one, holding, { name: "held" });
    await opened.run(one, noise, { name: "noise" });
    await opened.run(one, few, { name: "few" });
    const comparison = await opened.compare(["held", "noise", "few"]);
    const row = winner(comparison, "sharpe");
    assert.deepEqual(
      row.leftOut.map(({ name }) => name),
      ["few"],
    );
    assert.notEqual(row.winner, "few");
    const told = /(not )?distinguishable from [^;]+; not tested: few: /;
    assert.match(inspect(comparison), told);
    assert.match(readFileSync((await comparison.report(newFile("few.html"))).path, "utf8"), told);
    const cell = tableOf(comparison.winners()).rows.find(([metric]) => metric === "sharpe");
    assert.ok(
      cell?.some((text) => /; not tested: few$/.test(String(text))),
      String(cell),
    );
  });
});

import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { inspect } from "node:util";
import { defineSignals, defineStrategy, replay, roundTrips } from "../../../src/index";
import { lab, leaveNothing, newFile } from "../../api/labs";

/** The bars and actions of docs/actions.md. */
const page = readFileSync("docs/actions.md", "utf8");
const block = (name: string) => (new RegExp(`\`\`\`csv\n# ${name}\n([^\`]+)\`\`\``).exec(page) as RegExpExecArray)[1];

function exampleFeed(adjust?: "splits") {
  const [bars, actions] = ["AAPL.csv", "actions.csv"].map((name) => {
    const path = newFile(name);
    writeFileSync(path, block(name));
    return path;
  });
  return replay(bars, { actions, calendar: "XNYS", ...(adjust && { adjust }) });
}

const bar = (symbol: string, at: number, price = 100) => {
  return { symbol, time: Date.UTC(2024, 0, 2 + at), open: price, high: price, low: price, close: price, volume: 1e6 };
};

const holder = defineStrategy({
  name: "holder",
  state: () => ({ told: [] as string[] }),
  onCorporateAction({ action, log, history, position }) {
    const closes = history("AAPL").close;
    log(`${action.type} ${action.value}, ${position("AAPL").quantity} held, last close ${closes[closes.length - 1]}`);
  },
  onBar({ bar, now, position, buy, close, log }) {
    const date = new Date(now).toISOString().slice(0, 10);
    if (date === "2014-06-05") buy(bar.symbol, 11);
    if (date === "2014-08-07") close(bar.symbol);
    if (date === "2014-06-09") log(`bar, ${position().quantity} held`);
  },
});

describe("the worked example of a held split with a dividend", () => {
  afterEach(leaveNothing);

  it("has the cash, equity and trade that its page computes by hand", async () => {
    const session = await (await lab()).run(exampleFeed(), holder, { initialCapital: 10_000 });
    const cents = (value: number) => Math.round(value * 100) / 100;
    const equity = session.equityRows().map(({ equity: value }) => cents(value));
    assert.deepEqual(equity, [10_000, 10_000, 9_989, 10_143, 10_220, 10_179.19, 10_179.19]);
    const cash = session.cashRows().map(({ kind, amount, balance }) => [kind, cents(amount), cents(balance)]);
    assert.deepEqual(cash, [
      ["deposit", 10_000, 10_000],
      ["fill", -7_095, 2_905],
      ["dividend", 36.19, 2_941.19],
      ["fill", 7_238, 10_179.19],
    ]);
    for (const row of [...cash.map(([, amount]) => amount), ...equity])
      assert.ok(page.includes(Math.abs(row as number).toLocaleString("en-US")), `${row}`);
    const trades = session.tradeRows();
    assert.equal(trades.length, 1);
    const [{ bars, days, adverseExcursion, favorableExcursion, ...trade }] = trades;
    const { quantity, entryPrice, exitPrice, grossPnl, dividends, netPnl } = trade;
    assert.deepEqual([bars, days], [4, 63]);
    assert.deepEqual(
      [adverseExcursion, favorableExcursion].map((value) => cents(value ?? 0)),
      [-22, 258.5],
    );
    assert.deepEqual([quantity, cents(entryPrice), exitPrice], [77, 92.14, 94]);
    assert.deepEqual([grossPnl, dividends, netPnl].map(cents), [143, 36.19, 179.19]);
    const applied = session.eventRows().flatMap((event) => (event.kind === "corporateAction" ? [event.action] : []));
    assert.deepEqual(roundTrips(session.fillRows(), { actions: applied }), [trade]);
    const byDate = applied.map(({ ex_date, symbol, type, value }) => ({ ex_date, symbol, type, value }));
    assert.deepEqual(roundTrips(session.fillRows(), { actions: byDate }), [trade]);
    assert.deepEqual(
      session.logRows().map(({ text }) => text),
      ["split 7, 77 held, last close 94", "bar, 77 held", "dividend 0.47, 77 held, last close 94"],
    );
    assert.match(inspect(session), /Actions +1 split, 1 dividend \(36\.19\)/);
  });

  it("is the same on prices adjusted for the split, but for the dividend's cents", async () => {
    const opened = await lab();
    const buyAll = defineStrategy({
      name: "buys all",
      onBar: ({ bar, position, orderTargetWeight }) => {
        if (position().quantity === 0) orderTargetWeight(bar.symbol, 1);
      },
    });
    const options = { lotSize: 1e-8 };
    const [traded, adjusted] = [
      await opened.run(exampleFeed(), buyAll, options),
      await opened.run(exampleFeed("splits"), buyAll, options),
    ];
    const [one, other] = [traded, adjusted].map((session) => session.equityRows().map(({ equity }) => equity));
    for (const [at, value] of one.entries()) assert.ok(Math.abs(value / other[at] - 1) < 1e-9, `${value} ${other[at]}`);
  });

  it("shows signals columns in the shares of the first bar, and orders in those of now", async () => {
    const seen: number[][] = [];
    const signals = defineSignals({
      name: "quantities",
      lookAhead: "allow",
      signals: ({ close, volume }) => {
        seen.push([...close], [...volume]);
        return { quantity: [0, 2, 2, 2, 1, 1] };
      },
    });
    const session = await (await lab()).run(exampleFeed(), signals, { initialCapital: 10_000 });
    assert.deepEqual(seen, [
      [644, 644, 658, 665, 658, 665],
      [700, 700, 700, 700, 700, 700],
    ]);
    assert.deepEqual(
      session.fillRows().map(({ side, quantity }) => [side, quantity]),
      [
        ["buy", 14],
        ["sell", 7],
      ],
    );
  });

  it("is measured against a share that is held through its split, with its dividend reinvested at the close", async () => {
    const none = defineStrategy({ name: "none", onBar() {} });
    const session = await (await lab()).run(exampleFeed(), none, { benchmark: "AAPL" });
    const { benchmarkReturn } = session.metrics();
    // 0.47 a share, due at the close of 2014-08-07.
    assert.ok(Math.abs((benchmarkReturn as number) - (((95 * 7) / 644) * (1 + 0.47 / 94) - 1)) < 1e-12);
    const card = inspect(session);
    assert.ok(!card.includes("price only"), card);
  });

  it("names a split that the prices do not show, on the feed's card and the session's", async () => {
    const feed = replay(
      Array.from({ length: 6 }, (_, at) => bar("A", at, 100 + at)),
      {
        actions: [{ ex_date: "2024-01-04", symbol: "A", type: "split", value: 7 }],
        calendar: "always",
        interval: "1d",
      },
    );
    const odd =
      /Warning +The split of A on 2024-01-04, 7 for 1, is no jump in the prices, 10\d before and 10\d after it/;
    assert.match(inspect(feed), odd);
    const session = await (await lab()).run(feed, defineStrategy({ name: "none", onBar() {} }));
    assert.match(inspect(session), odd);
  });

  it("names bars and actions after a delisting, on the feed's card and the session's", async () => {
    const rows = Array.from({ length: 8 }, (_, at) => bar("A", at));
    const delisting = { ex_date: "2024-01-05", symbol: "A", type: "delisting" as const, value: 90 };
    const dividend = { ex_date: "2024-01-06", symbol: "A", type: "dividend" as const, value: 1 };
    const none = defineStrategy({ name: "none", onBar() {} });
    const odd = [
      /Warning +A has bars after its delisting on 2024-01-05\n/,
      /Warning +The dividend of A on 2024-01-06 comes after its delisting on 2024-01-05\n/,
    ];
    const feed = replay(rows, { calendar: "always", actions: [delisting, dividend] });
    const file = newFile();
    const opened = await lab(file);
    const session = await opened.run(feed, none, { name: "a" });
    for (const one of odd) for (const shown of [feed, session]) assert.match(`${inspect(shown)}\n`, one);
    await opened.close();
    for (const one of odd) assert.match(`${inspect(await (await lab(file)).session("a"))}\n`, one);
    const dead = [...rows.slice(0, 3), ...rows.map((row) => ({ ...row, symbol: "B" }))];
    dead.sort((first, second) => first.time - second.time);
    const right = await (await lab()).run(replay(dead, { calendar: "always", actions: [delisting] }), none);
    assert.match(inspect(right), /Actions +1 delisting/);
    assert.doesNotMatch(inspect(right), /delisting on/);
  });

  it("warns of the price of a symbol that has no bars any more", async () => {
    const days = Array.from({ length: 40 }, (_, at) => at);
    const rows = days.flatMap((at) => (at < 5 ? [bar("A", at), bar("B", at)] : [bar("B", at)]));
    const buys = defineStrategy({
      name: "buys",
      onBars: ({ positions, buy }) => void (positions.length === 0 && buy("A", 1)),
    });
    const dead = await (await lab()).run(replay(rows, { calendar: "always" }), buys);
    assert.match(inspect(dead), /Warning +Stale price, for want of bars: A at 100\.00 of 2024-01-06/);
    const actions = [{ ex_date: "2024-01-10", symbol: "A", type: "delisting" as const, value: 60 }];
    const delisted = await (await lab()).run(replay(rows, { calendar: "always", actions }), buys);
    assert.doesNotMatch(inspect(delisted), /Stale price/);
    assert.match(inspect(delisted), /Actions +1 delisting \(60\.00\)/);
    const [{ exitOrderId, tag, netPnl }] = delisted.tradeRows();
    assert.deepEqual([exitOrderId, tag, netPnl], ["order-0", "delisting", -40]);
    assert.match(inspect(delisted.trade("trade-1")), /Exit +2024-01-10 at 60\.00, without an order: the delisting of/);
    assert.equal(delisted.metrics().roundTrips, 1);
  });
});

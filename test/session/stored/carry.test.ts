import assert from "node:assert/strict";
import { inspect } from "node:util";
import { defineStrategy, gbm, type SessionOptions } from "../../../src/index";
import { apart, everythingOf, lab, leaveNothing, newFile } from "../../api/labs";

/** Two years of days, on which a leveraged portfolio moves enough to be called. */
const feed = gbm(
  { A: { price: 100, drift: -0.4, volatility: 0.6 }, B: { price: 50, drift: 0.4, volatility: 0.5 } },
  { seed: "carry", interval: "1d", bars: 400 },
);

/** Borrows money and shares, and never lets go by itself. */
const borrower = defineStrategy({
  name: "borrower",
  state: () => ({ bars: 0 }),
  onBars({ state, rebalanceTo }) {
    if (state.bars++ % 60 === 0) rebalanceTo({ A: 1.2, B: -0.7 });
  },
});

const options = {
  name: "a",
  ...{ leverage: 2, shorting: true, maintenanceMargin: { long: 0.4 } },
  ...{ borrowRate: { B: 0.05 }, cashRate: 0.02, marginRate: 0.06, dayCount: 360 },
} satisfies SessionOptions;

/** A rate that is no plain data. */
const rising = (time: number, symbol: string) => (symbol === "B" ? 0.01 + time / 1e15 : 0);

describe("a session that borrows", () => {
  afterEach(leaveNothing);

  it("shows the same when it is opened again, its cash to the last bit", async () => {
    const file = newFile();
    const opened = await lab(file);
    const session = await opened.run(feed, borrower, options);
    const [shown, card] = [everythingOf(session), inspect(session)];
    const rows = session.cashRows();
    const kinds = new Set(rows.map(({ kind }) => kind));
    assert.deepEqual([...kinds].sort(), ["borrow", "deposit", "fill", "interest", "marginInterest"]);
    assert.equal(rows.at(-1)?.balance, session.snapshotRows().at(-1)?.cash);
    const { values } = await opened.query("SELECT kind, symbol, amount, cause FROM paper_cash ORDER BY number");
    assert.deepEqual(
      values,
      rows.map(({ kind, symbol = null, amount, cause }) => [kind, symbol, amount, cause]),
    );
    const calls = session.eventRows().flatMap((event) => (event.kind === "marginCall" ? [event.sequence] : []));
    assert.ok(calls.length > 0);
    assert.deepEqual((await opened.query("SELECT sequence FROM paper_margin_calls")).values.flat(), calls);
    assert.match(card, /Carry +interest earned [\d.,]+, /);
    assert.match(card, /borrow paid [\d.,]+/);
    assert.match(card, new RegExp(`Margin calls +${calls.length}, the last at \\d{4}-\\d\\d-\\d\\d`));
    await opened.close();
    const again = await (await apart(file)).session("a");
    assert.deepEqual(everythingOf(again), shown);
    assert.equal(inspect(again), card);
  });

  it("goes on in another process from any step, as if it had never stopped", async () => {
    const whole = await (await lab()).run(feed, borrower, { ...options, borrowRate: rising });
    for (const steps of [1, 90, 260]) {
      const file = newFile();
      const opened = await lab(file);
      await (await opened.createSession(feed, borrower, { ...options, borrowRate: rising })).step(steps);
      await opened.close();
      const resumed = await (await apart(file)).session("a", { strategy: borrower, borrowRate: rising });
      await resumed.run();
      assert.deepEqual(everythingOf(resumed), everythingOf(whole));
    }
  });

  it("needs a function of its own to go on, and says so", async () => {
    const file = newFile();
    const opened = await lab(file);
    await (await opened.createSession(feed, borrower, { ...options, borrowRate: rising })).step(5);
    await opened.close();
    await assert.rejects((await apart(file)).session("a", { strategy: borrower }), {
      code: "INVALID_OPTION",
      message: "Expected borrowRate to be given to lab.session, because it is a function, was undefined",
    });
  });

  it("is another session if a rate differs, and the same if all are the same", async () => {
    const opened = await lab();
    const one = await opened.createSession(feed, borrower, options);
    assert.equal(await opened.createSession(feed, borrower, { ...options, borrowRate: { B: 0.05 } }), one);
    for (const changed of [{ borrowRate: { B: 0.06 } }, { borrowRate: rising }, { leverage: 3 }, { cashRate: 0.03 }])
      assert.notEqual((await opened.createSession(feed, borrower, { ...options, ...changed })).name, "a");
    const first = await opened.createSession(feed, borrower, { ...options, name: "f", borrowRate: rising });
    const twice = (time: number, symbol: string) => 2 * rising(time, symbol);
    const other = await opened.createSession(feed, borrower, { ...options, name: "f", borrowRate: twice });
    assert.deepEqual([first.name, other.name], ["f", "f #2"]);
  });

  it("is FAILED by a function that answers no rate, which is named", async () => {
    const opened = await lab();
    const session = await opened.createSession(feed, borrower, { ...options, borrowRate: () => 50 });
    await assert.rejects(session.run(), {
      code: "MODEL_FAILED",
      message:
        "The function borrowRate failed at 2020-01-02 (B): Expected its answer to be a yearly fraction from 0 to 10, such as 0.03 for 3 %, was 50",
    });
  });

  it("says that a leverage cannot be used in full", async () => {
    const opened = await lab();
    const session = await opened.createSession(feed, borrower, { ...options, leverage: 3, shorting: false });
    assert.deepEqual(session.core.warnings, [
      "Of a leverage of 3, long positions can only use 2.5 before they are called, as they require 0.4 of their value; a maintenanceMargin of 0.3333 or less lets them use all of it",
    ]);
  });

  it("may not name a symbol that the feed does not have, nor misspell a side", async () => {
    const opened = await lab();
    await assert.rejects(opened.run(feed, borrower, { ...options, borrowRate: { Bb: 0.05 } }), {
      code: "UNKNOWN_SYMBOL",
      message: /Bb.*Did you mean "B"/,
    });
    const misspelled = { maintenanceMargin: { longs: 0.3 } } as SessionOptions;
    await assert.rejects(opened.run(feed, borrower, misspelled), {
      code: "UNKNOWN_OPTION",
      message: /"longs".*Did you mean "long"/,
    });
  });
});

import assert from "node:assert/strict";
import { defineStrategy, replay, type SessionOptions, sample } from "../../../src/index";
import { runToEnd } from "../../../src/run/headless";
import { prepareSession } from "../../../src/session/plan/plan";
import { apple, closeAll, lab, leaveNothing, newFile } from "../../api/labs";
import { bars } from "../../support/bars";

const buysOnce = defineStrategy({
  name: "buys once",
  onBar: ({ bar, position, buy }) => void (bar.symbol === "A" && position().quantity === 0 && buy("A", 200)),
});
const options = { initialCapital: 10_000, leverage: 2 } as const;

describe("a session that has lost everything", () => {
  afterEach(leaveNothing);

  it("ends as BANKRUPT with its feed where nothing can be closed: stored, paced and run again", async () => {
    const path = newFile();
    const rows = [...bars("A", [100, 100, 40]), ...bars("B", [10, 10, 10, 10, 10, 10, 10, 10])];
    const feed = replay(rows, { calendar: "always", interval: "1d" });
    const session = await (await lab(path)).run(feed, buysOnce, { ...options, name: "lost" });
    assert.deepEqual([session.state, session.endReason, session.steps], ["COMPLETED", "BANKRUPT", 8]);
    assert.equal(session.equityRows().at(-1)?.equity, -2_000);
    assert.equal(session.orderRows()[1].reason, "END_OF_FEED");
    const { fingerprint } = session;
    await closeAll();
    const stored = await (await lab(path)).session("lost");
    assert.deepEqual([stored.endReason, stored.fingerprint], ["BANKRUPT", fingerprint]);
    const { config, material } = prepareSession(feed.source, buysOnce as never, options as SessionOptions<never>);
    const again = await runToEnd(config, material);
    assert.deepEqual([again.endReason, again.fingerprint], ["BANKRUPT", fingerprint]);
    const paced = await (await lab()).run(feed, buysOnce, { ...options, pace: { speed: 1e9 } });
    assert.deepEqual([paced.endReason, paced.fingerprint], ["BANKRUPT", fingerprint]);
  });

  it("has no active return where it has no return", async () => {
    const rows = [...bars("A", [100, 100, 40, 40, 40]), ...bars("B", [10, 10, 10, 11, 12])];
    const feed = replay(rows, { calendar: "always", interval: "1d" });
    const session = await (await lab()).run(feed, buysOnce, { ...options, symbols: ["A"], benchmark: "B" });
    assert.deepEqual(
      session.relativeRows().map(({ growth, activeReturn }) => [growth, activeReturn]),
      [
        [0, null],
        [0, 0],
        [-1.2, -1.2],
        [-1.2, null],
      ],
    );
  });

  it("waits while it is HALTED by hand, and goes on in another lab as in one", async () => {
    const path = newFile();
    const feed = replay(bars("A", [100, 100, 40, 60, 60, 55, 50]), { calendar: "always", interval: "1d" });
    const created = await (await lab(path)).createSession(feed, buysOnce, { ...options, name: "halted" });
    await created.step(2);
    await created.setTradingState("HALTED");
    await created.step(2);
    assert.equal(created.orderRows().length, 1);
    await closeAll();
    const resumed = await (await lab(path)).createSession(feed, buysOnce, { ...options, name: "halted" });
    await assert.rejects(resumed.close("A"), { code: "INVALID_STATE", message: /fell to zero/ });
    await resumed.setTradingState("ACTIVE");
    await resumed.run();
    const [, { price, quantity, tag }] = resumed.fillRows();
    assert.deepEqual([price, quantity, tag, resumed.endReason], [55, 200, "liquidation", "BANKRUPT"]);
    const { config, material } = prepareSession(feed.source, buysOnce as never, options as SessionOptions<never>);
    const again = await runToEnd(config, { ...material, inputs: resumed.inputRows() });
    assert.equal(again.fingerprint, resumed.fingerprint);
  });
});

describe("a halt of one date", () => {
  afterEach(leaveNothing);

  it("leaves an order at the close of that day to fill on the next", async () => {
    const feed = sample("us-daily", { from: "2014-01-06", to: "2014-01-17" });
    const strategy = defineStrategy({
      name: "buys first",
      state: () => ({ isDone: false }),
      onBar({ state, buy }) {
        if (!state.isDone) buy("AAPL", 1);
        state.isDone = true;
      },
    });
    const halts = [{ symbol: "AAPL", from: "2014-01-06", to: "2014-01-06" }];
    const once = { ...apple, halts };
    const session = await (await lab()).run(feed, strategy, once);
    const [first] = session.fillRows();
    assert.equal(first.price, 77.760002);
    assert.equal(new Date(first.time).toISOString().slice(0, 10), "2014-01-07");
  });
});

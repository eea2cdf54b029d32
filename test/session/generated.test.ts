import assert from "node:assert/strict";
import fc from "fast-check";
import { apart, lab, leaveNothing, newFile } from "../api/labs";
import { cases } from "../support/cases";
import { feeds, options, sameShown, wild } from "./wild";

describe("any session of any strategy on any feed", () => {
  afterEach(leaveNothing);

  it("shows the same in memory, in a file and read again, whenever it is paused, and ends as in one go", async () => {
    const cuts = fc.array(fc.tuple(fc.integer({ min: 1, max: 60 }), fc.boolean()), { minLength: 1, maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(feeds, options, cuts, async (feed, given, plan) => {
        const path = newFile();
        const memory = await lab();
        let opened = await lab(path);
        let session = await opened.createSession(feed, wild, { ...given, name: "a" });
        const twin = await memory.createSession(feed, wild, { ...given, name: "a" });
        for (const [steps, reopens] of plan) {
          if (session.state === "COMPLETED") break;
          await session.step(steps);
          await twin.step(steps);
          sameShown(session, twin);
          if (!reopens) continue;
          await opened.close();
          opened = await lab(path);
          session = await opened.session("a", { strategy: wild, feed });
          sameShown(session, twin);
        }
        await session.run();
        const whole = await (await lab()).run(feed, wild, { ...given, name: "a" });
        sameShown(session, whole);
        await opened.close();
        sameShown(await (await apart(path)).session("a"), whole);
      }),
      { numRuns: cases(6) },
    );
  });

  it("adds up: profits of trades, of what is open, and the commissions of that are what the equity has changed by", async () => {
    await fc.assert(
      fc.asyncProperty(feeds, options, async (feed, given) => {
        const session = await (await lab()).run(feed, wild, given);
        const trades = sumOf(session.tradeRows(), ({ netPnl }) => netPnl);
        const closed = sumOf(session.tradeRows(), (trade) => trade.entryCommission + trade.exitCommission);
        const open = sumOf(session.positionRows(), ({ unrealizedPnl }) => unrealizedPnl);
        const paid = sumOf(session.fillRows(), ({ commission }) => commission);
        const initial = given.initialCapital as number;
        const change = (session.equityRows().at(-1)?.equity ?? Number.NaN) - initial;
        assert.ok(Math.abs(trades + open - (paid - closed) - change) < 1e-9 * initial);
      }),
      { numRuns: cases(20) },
    );
  });
});

function sumOf<Item>(items: readonly Item[], value: (item: Item) => number): number {
  return items.reduce((sum, item) => sum + value(item), 0);
}

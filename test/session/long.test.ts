import assert from "node:assert/strict";
import { inspect } from "node:util";
import { defineStrategy, gbm, openLab } from "../../src/index";
import { engineTerms } from "../../src/run/terms";

describe("a session on a long feed", () => {
  const idle = defineStrategy({ name: "idle", onBar() {} });
  const feedOf = (bars: number) => gbm({ A: {} }, { bars, interval: "1s", extremes: false });

  it("keeps the newest million bars for `history`, unless it is told, and its card says so", async () => {
    const lab = await openLab(":memory:");
    const long = await lab.createSession(feedOf(10_000_001), idle, { name: "long" });
    await long.step(3);
    assert.match(inspect(long), /History +the newest 1,000,000 bars of each symbol; historyBars says otherwise/);
    const told = await lab.createSession(feedOf(10_000_001), idle, { name: "told", historyBars: 2_000_000 });
    const short = await lab.createSession(feedOf(10_000_000), idle, { name: "short" });
    for (const session of [told, short]) assert.doesNotMatch(inspect(session), /History/);
    const configs = await lab.query("SELECT config FROM paper_sessions ORDER BY id");
    const kept = (configs.values as string[][]).map(([config]) => engineTerms(JSON.parse(config)).historyBars);
    assert.deepEqual(kept, [1_000_000, 2_000_000, Infinity]);
  });
});

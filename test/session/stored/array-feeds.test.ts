import assert from "node:assert/strict";
import { replay } from "../../../src/index";
import { apart, apple, everythingOf, lab, leaveNothing, newFile, year } from "../../api/labs";
import { eventful } from "../../api/strategies";
import { runProgram } from "../../support/built-program";

const bars = [...year.bars()];
const arrays = () => replay(bars, { calendar: "XNYS", interval: "1d" });

describe("a session on a feed that was made in memory", () => {
  afterEach(leaveNothing);

  it("goes on in another process, killed or not, to the same end, and draws its prices", async () => {
    const whole = await (await lab()).run(arrays(), eventful, { ...apple, name: "a" });
    for (const died of [true, false]) {
      const path = newFile();
      const { signal, status } = await runProgram("session/processes/array-feed", path, died ? "die" : "end");
      assert.deepEqual([signal, status], died ? ["SIGKILL", null] : [null, 0]);
      const session = await (await apart(path)).session("a", { strategy: eventful });
      assert.deepEqual([session.state, session.steps], ["PAUSED", 100]);
      await session.run();
      assert.deepEqual(everythingOf(session), everythingOf(whole));
      assert.deepEqual(session.plotPrice("AAPL"), whole.plotPrice("AAPL"));
    }
  });

  it("is read with its prices, from a frame and from a part of a feed too", async () => {
    for (const feed of [arrays(), replay(year.toFrame()), arrays().slice("2013-07-01", "2013-12-31")]) {
      const path = newFile();
      const opened = await lab(path);
      const live = await opened.run(feed, eventful, { ...apple, name: "a" });
      const reader = await apart(path);
      const read = await reader.session("a");
      assert.notEqual(read, live);
      assert.deepEqual(read.plotPrice("AAPL"), live.plotPrice("AAPL"));
      const stored = await reader.query("SELECT sum(rows) FROM paper_bars");
      assert.deepEqual(stored.values, [[feed.length]]);
    }
  });

  it("takes no bars of another feed", async () => {
    const path = newFile();
    const opened = await lab(path);
    const session = await opened.createSession(arrays(), eventful, { ...apple, name: "a" });
    await session.step(10);
    await opened.close();
    const other = lab(path).then((again) => again.session("a", { strategy: eventful, feed: year.slice("2013-06-03") }));
    await assert.rejects(other, { code: "RECOVERY_MISMATCH" });
  });

  it("leaves no bars when it is deleted or replaced", async () => {
    const opened = await lab(newFile());
    const count = async () => (await opened.query("SELECT count(DISTINCT sha256) FROM paper_bars")).values[0];
    for (const feed of [arrays(), arrays(), arrays().slice("2013-07-01")])
      await opened.run(feed, eventful, { ...apple, name: "a", ifExists: "replace" });
    assert.deepEqual(await count(), [1]);
    await opened.deleteSession("a");
    assert.deepEqual(await count(), [0]);
  });

  it("shows its bars to queries also in a lab that keeps objects only", async () => {
    const opened = await lab();
    await opened.run(arrays(), eventful, apple);
    await opened.run(year, eventful, apple);
    assert.deepEqual((await opened.query("SELECT sum(rows) FROM paper_bars")).values, [[bars.length]]);
  });
});

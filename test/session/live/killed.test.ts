import assert from "node:assert/strict";
import { live } from "../../../src/index";
import { everythingOf, lab, leaveNothing, newFile } from "../../api/labs";
import { eventful } from "../../api/strategies";
import { barOf, barsOf, streamOf } from "../../feeds/live/stream";
import { runProgram } from "../../support/built-program";

const options = { name: "BTC", interval: "1m" };

/** Runs the session "live" in a process that dies after a bar. Returns the lab's file. */
async function killed(bar: number): Promise<string> {
  const path = newFile();
  const { signal, stderr } = await runProgram("session/processes/die-live", path, String(bar));
  assert.equal(signal, "SIGKILL", stderr);
  return path;
}

describe("a session on a live feed whose process was killed", () => {
  afterEach(leaveNothing);

  for (const bar of [1, 20, 450]) {
    it(`after bar ${bar} has every bar that its strategy saw, and goes on behind a gap, bit for bit`, async () => {
      const path = await killed(bar);
      const opened = await lab(path);
      const { values } = await opened.query("SELECT sum(rows) FROM paper_live_bars");
      const [[stored]] = values as number[][];
      assert.ok(stored >= bar, `${stored} stored`);
      const feed = live(() => streamOf(barsOf(6000, 6100)), options);
      const session =
        bar === 20
          ? await opened.createSession(feed, eventful, { name: "live" })
          : await opened.session("live", { strategy: eventful, feed });
      assert.ok(session.steps <= bar);
      await session.run();
      assert.deepEqual([session.state, session.steps], ["COMPLETED", stored + 100]);
      assert.deepEqual([...session.feed().bars()], [...barsOf(0, stored), ...barsOf(6000, 6100)]);
      const [gap, end] = session.feedEventRows();
      assert.deepEqual([gap.kind, gap.time, end.kind], ["gap", barOf(6000).time, "ended"]);
      const again = await (await lab()).run(session.feed(), eventful, { name: "live" });
      assert.equal(again.fingerprint, session.fingerprint);
      assert.deepEqual(everythingOf(again), everythingOf(session));
      // And so it is stored.
      await opened.close();
      const read = await (await lab(path)).session("live");
      assert.deepEqual(everythingOf(read), everythingOf(session));
      assert.deepEqual(read.feedEventRows(), session.feedEventRows());
      assert.deepEqual([...read.feed().bars()], [...session.feed().bars()]);
      assert.equal(read.reason, "the source ended");
    });
  }

  it("needs its feed to go on, and can be stopped without bars of it", async () => {
    const opened = await lab(await killed(300));
    await assert.rejects(opened.session("live", { strategy: eventful }), {
      code: "EMPTY_DATA",
      message: 'Expected feed "BTC" to be given, because its bars come live. Give it with lab.session(name, { feed })',
    });
    const other = live(() => streamOf([]), { ...options, name: "ETH" });
    await assert.rejects(opened.session("live", { strategy: eventful, feed: other }), { code: "RECOVERY_MISMATCH" });
    let begun = 0;
    const feed = live(() => {
      begun++;
      return streamOf([]);
    }, options);
    const session = await opened.session("live", { strategy: eventful, feed });
    await session.stop();
    assert.deepEqual([session.endReason, begun], ["STOPPED", 0]);
  });
});

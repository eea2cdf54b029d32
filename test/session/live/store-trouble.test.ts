import assert from "node:assert/strict";
import { Lab } from "../../../src/api/lab";
import { LabFile } from "../../../src/api/lab-file";
import { live } from "../../../src/index";
import { openConnection } from "../../../src/store/sqlite/connection";
import { openStore } from "../../../src/store/store";
import { lab, leaveNothing, newFile } from "../../api/labs";
import { eventful } from "../../api/strategies";
import { barsOf, until, Wire } from "../../feeds/live/stream";

describe("a store that cannot take live bars", () => {
  afterEach(leaveNothing);

  it("leaves their session PAUSED before the strategy sees them; they are stored later, and none is lost", async () => {
    const path = newFile();
    const opened = new Lab(path, new LabFile(await openStore(path, { busyTimeout: 20 })));
    const wire = new Wire();
    const feed = live(wire, { name: "BTC", interval: "1m" });
    const session = await opened.createSession(feed, eventful, { name: "a" });
    wire.send(...barsOf(0, 30));
    await session.start();
    await until(() => session.steps === 30);
    await session.pause();
    const other = await openConnection(path, "write", 1000);
    await other.execute("BEGIN IMMEDIATE");
    const seen: number[] = [];
    session.on("bar", ({ time }) => seen.push(time));
    wire.send(...barsOf(30, 50));
    await assert.rejects(session.run(), { code: "STORE_LOCKED" });
    assert.deepEqual([session.state, session.steps, seen], ["PAUSED", 30, []]);
    await other.execute("ROLLBACK");
    await other.close();
    wire.send(...barsOf(50, 60));
    wire.end();
    await session.run();
    assert.deepEqual([session.state, session.steps], ["COMPLETED", 60]);
    assert.deepEqual([...session.feed().bars()], barsOf(0, 60));
    const again = await (await lab()).run(session.feed(), eventful, { name: "a" });
    assert.equal(again.fingerprint, session.fingerprint);
    await opened.close();
    const read = await (await lab(path)).session("a");
    assert.deepEqual([read.fingerprint, [...read.feed().bars()]], [session.fingerprint, barsOf(0, 60)]);
  });
});

import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout } from "node:timers/promises";
import { followElsewhere } from "../../../src/views/live/board";
import { glanceAt } from "../../../src/views/live/view";
import { apart, leaveNothing, newFile } from "../../api/labs";
import { builtProgram } from "../../support/built-program";

describe("watching a session that another process runs", () => {
  let path: string;
  let other: ChildProcess;

  before(async () => {
    path = newFile();
    other = spawn(process.execPath, [await builtProgram("session/processes/hold"), path], {
      stdio: ["pipe", "pipe", "inherit"],
    });
    await once(other.stdout!, "data");
  });

  after(async () => {
    if (other.exitCode === null) other.kill("SIGKILL");
    await leaveNothing();
  });

  it("moves with what that one stores, says whose it is, and ends when it comes to rest there", async () => {
    const session = await (await apart(path)).session("held");
    const { core } = session;
    const first = session.steps;
    // Without a notebook, it shows nothing and moves all the same.
    const beside = await (await apart(path)).session("held");
    beside.watch();
    const states = new Set<string>();
    const seen: { at: number; steps: number }[] = [];
    await new Promise<void>((resolve) => {
      followElsewhere(core, () => {
        seen.push({ at: performance.now(), steps: session.steps });
        states.add(glanceAt(core).state);
        if (session.steps > first && other.exitCode === null && !other.stdin!.writableEnded) other.stdin!.end("end");
        if (other.exitCode !== null && session.state === "PAUSED") resolve();
      });
    });
    assert.ok(session.steps > first);
    assert.ok(states.has("RUNNING in another process"));
    assert.equal(session.state, "PAUSED");
    assert.equal(session.equityRows().length, session.steps + 1);
    assert.equal(glanceAt(core).state, "PAUSED");
    for (let look = 1; look < seen.length; look++) {
      assert.ok(seen[look].steps >= seen[look - 1].steps);
      assert.ok(seen[look].at - seen[look - 1].at >= 990, "once a second at most");
    }
    while (beside.state !== "PAUSED") await setTimeout(100);
    assert.deepEqual([beside.steps, beside.metrics()], [session.steps, session.metrics()]);
    const again = await (await apart(path)).session("held");
    assert.deepEqual([again.steps, again.fingerprint], [session.steps, session.fingerprint]);
    assert.deepEqual(again.metrics(), session.metrics());
  }).timeout(60_000);
});

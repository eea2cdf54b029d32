import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import type { Lab } from "../../src/index";
import { apart, lab, leaveNothing, newFile } from "../api/labs";
import { builtProgram } from "../support/built-program";
import { asCell } from "../support/notebook-cell";
import { slowRuns, slowSweep } from "./slow";

/** Resolves once some runs of the only sweep of a lab are stored. */
async function someDone(lab: Lab): Promise<void> {
  for (let done = 0; done === 0; await sleep(20)) {
    const { values } = await lab.query("SELECT done FROM paper_sweeps");
    done = Number((values as number[][])[0]?.[0] ?? 0);
  }
}

describe("a sweep that is broken off", function () {
  this.timeout(120_000);
  afterEach(leaveNothing);

  it("by kill -9 goes on: what was stored is not run again, and all results are those of one that never died", async () => {
    const path = newFile();
    const child = spawn(process.execPath, [await builtProgram("sweep/processes/slow-sweep"), path]);
    let stored = 0;
    for await (const line of createInterface(child.stdout)) {
      stored = Number(line);
      if (stored >= slowRuns / 8) break;
    }
    child.kill("SIGKILL");
    await once(child, "exit");
    assert.ok(stored < slowRuns, `${stored} of ${slowRuns} were done`);
    const opened = await lab(path);
    const before = await opened.sweep("slow");
    const kept = before.results.states.filter((state) => state === 1).length;
    assert.ok(before.state === "PAUSED" && kept >= stored && kept < slowRuns, `${before.state}, ${kept}, ${stored}`);
    const whole = await slowSweep(opened);
    assert.deepEqual([whole.name, whole.state, whole.executed], ["slow", "COMPLETED", slowRuns - kept]);
    const other = await slowSweep(await lab());
    assert.deepEqual([...whole.metric("finalEquity")], [...other.metric("finalEquity")]);
    for (let run = 0; run < slowRuns; run++) assert.equal(whole.fingerprint(run), other.fingerprint(run));
    assert.equal((await opened.trials()).shape[0], slowRuns);
    const again = await (await apart(path)).sweep("slow");
    assert.deepEqual([...again.metric("finalEquity")], [...whole.metric("finalEquity")]);
  });

  it("by an interrupt of its cell is PAUSED, says so, and goes on with the next run of the cell", async () => {
    const opened = await lab(newFile());
    const { settled } = await asCell((cell) => {
      const sweeping = slowSweep(opened);
      void someDone(opened).then(() => cell.interrupt());
      return sweeping;
    });
    assert.equal(settled.status, "rejected");
    const { code, message } = (settled as PromiseRejectedResult).reason;
    assert.equal(code, "INTERRUPTED");
    const done = Number(
      /^Sweep "slow" was interrupted and is PAUSED after (\d+) of 400 runs, which are kept\./.exec(message)?.[1],
    );
    assert.ok(done > 0 && done < slowRuns, message);
    const whole = await slowSweep(opened);
    assert.deepEqual([whole.state, whole.executed], ["COMPLETED", slowRuns - done]);
  });

  it("by the end of its lab is PAUSED and stored", async () => {
    const path = newFile();
    const opened = await lab(path);
    const running = slowSweep(opened);
    await someDone(opened);
    await opened.close();
    const sweep = await running;
    const again = await (await lab(path)).sweep("slow");
    assert.deepEqual([again.state, [...again.results.states]], ["PAUSED", [...sweep.results.states]]);
  });

  it("is SWEEP_IN_USE for everybody else while it runs", async () => {
    const path = newFile();
    const end = new AbortController();
    const opened = await lab(path);
    const running = slowSweep(opened, end.signal);
    await someDone(opened);
    await assert.rejects(slowSweep(opened), { code: "SWEEP_IN_USE" });
    const other = await apart(path);
    assert.equal((await other.sweep("slow")).state, "RUNNING");
    await assert.rejects(slowSweep(other), {
      code: "SWEEP_IN_USE",
      message: /^Sweep "slow" is run by another process/,
    });
    await assert.rejects(other.deleteSweep("slow"), { code: "SWEEP_IN_USE" });
    end.abort();
    assert.equal((await running).state, "PAUSED");
  });
});

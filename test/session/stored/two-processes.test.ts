import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout } from "node:timers/promises";
import { apart, apple, lab, leaveNothing, newFile, year } from "../../api/labs";
import { crossover } from "../../api/strategies";
import { builtProgram } from "../../support/built-program";

const inUse = {
  code: "SESSION_IN_USE",
  message:
    'Session "held" is RUNNING or PAUSED in another process. Wait until it ends, stop it there, or close its lab there',
};

describe("a session that another process runs", () => {
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

  it("can be read here, as far as it was committed", async () => {
    const session = await (await apart(path)).session("held");
    assert.ok(session.steps >= 30 && session.equityRows().length === session.steps + 1);
  });

  it("cannot be run here, neither by its name and strategy nor by its cell", async () => {
    const opened = await lab(path);
    for (const reopen of [
      () => opened.session("held", { strategy: crossover }),
      () => opened.createSession(year, crossover, { ...apple, name: "held", pace: { updatesPerSecond: 20 } }),
    ]) {
      const session = await reopen();
      assert.equal(session.name, "held");
      await assert.rejects(session.run(), inUse);
      await assert.rejects(session.stop(), inUse);
    }
  });

  it("is not said to need a pause first, which cannot be had here", async () => {
    const opened = await apart(path);
    let session = await opened.session("held");
    // It is RUNNING in the file once it has committed there again.
    for (; session.state !== "RUNNING"; session = await opened.session("held")) await setTimeout(100);
    for (const move of [() => session.step(), () => session.resume(), () => session.pause(), () => session.stop()])
      await assert.rejects(move(), inUse);
  });

  it("cannot be deleted here", async () => {
    await assert.rejects((await apart(path)).deleteSession("held"), inUse);
  });

  it("goes on here once it was paused there", async () => {
    const opened = await lab(path);
    const before = await opened.session("held", { strategy: crossover });
    other.stdin!.end("end");
    await once(other, "exit");
    const session = await opened.session("held", { strategy: crossover });
    assert.equal(session.state, "PAUSED");
    assert.ok(session.steps > before.steps);
    await session.stop();
    const same = await (await lab()).createSession(year, crossover, apple);
    await same.step(session.steps);
    await same.stop();
    assert.equal(session.fingerprint, same.fingerprint);
  });
});

describe("two processes with one file", () => {
  afterEach(leaveNothing);

  it("see what the other has made, and do not give a name twice", async () => {
    const path = newFile();
    const [one, two] = [await apart(path), await apart(path)];
    await one.run(year, crossover, { ...apple, name: "a" });
    assert.deepEqual((await two.sessions()).column("name").values, ["a"]);
    assert.equal((await two.run(year, crossover, { ...apple, name: "a", params: { fast: 7 } })).name, "a #2");
    assert.deepEqual((await one.sessions()).column("name").values, ["a", "a #2"]);
  });

  it("see that the other has stopped a session, which moves it no step", async () => {
    const path = newFile();
    const [one, two] = [await apart(path), await apart(path)];
    const paused = await one.createSession(year, crossover, { ...apple, name: "a" });
    await paused.step(50);
    await paused.core.releaseLock();
    const stopped = await two.session("a", { strategy: crossover });
    await stopped.stop();
    assert.equal(stopped.fingerprint, paused.fingerprint);
    await assert.rejects(paused.run(), { code: "INVALID_STATE", message: /has gone on elsewhere/ });
    assert.equal((await one.session("a")).state, "COMPLETED");
  });

  it("do not both go on with a session: the one that is behind reads it again", async () => {
    const path = newFile();
    const [one, two] = [await apart(path), await apart(path)];
    const made = await one.createSession(year, crossover, { ...apple, name: "a" });
    const finished = await two.run(year, crossover, { ...apple, name: "a" });
    const message = 'Session "a" has gone on elsewhere since it was opened here. Open it again with lab.session("a")';
    await assert.rejects(made.run(), { code: "INVALID_STATE", message });
    const again = await one.session("a");
    assert.deepEqual([again.state, again.fingerprint], ["COMPLETED", finished.fingerprint]);
    const cell = await one.run(year, crossover, { ...apple, name: "a" });
    assert.deepEqual([cell.id, cell.fingerprint], [1, finished.fingerprint]);
  });

  it("notice when the other has deleted a session", async () => {
    const path = newFile();
    const [one, two] = [await apart(path), await apart(path)];
    const made = await one.createSession(year, crossover, { ...apple, name: "a" });
    await two.deleteSession("a");
    const message = 'Session "a" was deleted. Create a new one';
    await assert.rejects(made.run(), { code: "UNKNOWN_SESSION", message });
    await assert.rejects(one.session("a"), { code: "UNKNOWN_SESSION" });
  });
});

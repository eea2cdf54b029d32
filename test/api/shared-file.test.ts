import assert from "node:assert/strict";
import { mkdirSync, rmSync, symlinkSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { inspect } from "node:util";
import { runProgram } from "../support/built-program";
import { apart, apple, lab, leaveNothing, newFile, year } from "./labs";
import { crossover } from "./strategies";

const inUse = { code: "SESSION_IN_USE" };
const named = { ...apple, name: "a" } as const;
const slow = { ...named, pace: { updatesPerSecond: 30 } } as const;

describe("a file that is opened again in the same process", () => {
  afterEach(leaveNothing);

  it("has the same sessions: a PAUSED one goes on, though its first lab is lost", async () => {
    const path = newFile();
    const first = await (await lab(path)).createSession(year, crossover, named);
    await first.step(40);
    const cell = await (await lab(path)).createSession(year, crossover, named);
    assert.equal(cell, first);
    await (await lab(path)).run(year, crossover, named);
    const alone = await (await lab()).run(year, crossover, named);
    assert.deepEqual([first.state, first.fingerprint], ["COMPLETED", alone.fingerprint]);
    assert.equal(await (await lab(path)).session("a"), first);
  });

  it("has the session that runs: start() does nothing to it, run() waits for it, the card says so", async () => {
    const path = newFile();
    const first = await (await lab(path)).createSession(year, crossover, slow);
    await first.start();
    const again = await lab(path);
    assert.match(inspect(again), /\n {2}Sessions +1 \(1 RUNNING\)\n[\s\S]*\n {2}a +RUNNING/);
    const cell = await again.createSession(year, crossover, slow);
    await cell.start();
    assert.deepEqual([cell === first, cell.state], [true, "RUNNING"]);
    const waits = cell.run();
    await first.stop();
    assert.equal((await waits).endReason, "STOPPED");
  });

  it("can delete and replace what another of its labs made", async () => {
    const path = newFile();
    const [one, two] = [await lab(path), await lab(path)];
    const made = await one.createSession(year, crossover, named);
    await made.step(5);
    const replacing = await two.createSession(year, crossover, { ...named, ifExists: "replace" });
    assert.deepEqual([replacing.name, replacing.steps], ["a", 0]);
    await replacing.start();
    await assert.rejects(one.deleteSession("a"), { code: "INVALID_STATE", message: /is RUNNING .* Stop it first$/ });
    await replacing.stop();
    await one.deleteSession("a");
    await assert.rejects(made.run(), { code: "UNKNOWN_SESSION" });
    assert.match(inspect(two), /Sessions +none/);
  });

  it("is known by whatever path, also when it is opened twice at once and did not exist", async () => {
    const path = newFile();
    const link = join(dirname(path), "link");
    mkdirSync(join(dirname(path), "folder"));
    symlinkSync("lab.db", link);
    const paths = [path, relative(process.cwd(), path), link, join(dirname(path), "folder", "..", "lab.db")];
    const labs = await Promise.all(paths.map((each) => lab(each)));
    const made = await Promise.all(labs.map((each) => each.createSession(year, crossover, named)));
    assert.equal(new Set(made).size, 1);
    assert.deepEqual(
      labs.map((each) => each.path),
      paths,
    );
  });

  it("shows what other processes have made of it since, and lets go of what they took further", async () => {
    const path = newFile();
    const first = await lab(path);
    const old = await first.createSession(year, crossover, named);
    await first.createSession(year, crossover, { ...apple, name: "gone" });
    const other = await apart(path);
    const done = await other.run(year, crossover, named);
    await other.deleteSession("gone");
    await other.createSession(year, crossover, { ...apple, name: "b" });
    const again = await lab(path);
    assert.match(
      inspect(again),
      /\n {2}Sessions +2 \(1 COMPLETED, 1 CREATED\)\n[\s\S]*\n {2}a +COMPLETED [^\n]*\n {2}b +CREATED/,
    );
    const cell = await again.run(year, crossover, named);
    assert.deepEqual([cell.state, cell.fingerprint], ["COMPLETED", done.fingerprint]);
    await assert.rejects(old.run(), { code: "INVALID_STATE", message: /has gone on elsewhere/ });
  });

  it("is another one where it was deleted and made anew, and in memory each is its own", async () => {
    const path = newFile();
    const first = await lab(path);
    await first.createSession(year, crossover, named);
    for (const end of ["", "-wal", "-shm"]) rmSync(path + end, { force: true });
    assert.match(inspect(await lab(path)), /Sessions +none/);
    await (await lab()).createSession(year, crossover, named);
    assert.match(inspect(await lab()), /Sessions +none/);
  });

  it("is opened anew once it can be written, if it could only be read", async () => {
    const { stdout } = await runProgram("api/processes/rights", newFile());
    assert.deepEqual(JSON.parse(stdout), {
      refused: "STORE_READ_ONLY",
      sharedRefused: "STORE_READ_ONLY",
      steps: 10,
      stillReads: ["a"],
    });
  });
});

describe("the close of one lab of a file", () => {
  afterEach(leaveNothing);

  it("pauses what it made or went on with, for other processes to have, and leaves the rest alone", async () => {
    const path = newFile();
    const [lost, closed] = [await lab(path), await lab(path)];
    const background = await lost.createSession(year, crossover, slow);
    const other = await lost.createSession(year, crossover, { ...slow, name: "other" });
    for (const session of [background, other]) await session.start();
    await closed.createSession(year, crossover, slow);
    assert.equal(await closed.session("other"), other);
    await closed.close();
    assert.deepEqual([background.state, other.state], ["PAUSED", "RUNNING"]);
    await assert.rejects(closed.sessions(), { code: "LAB_CLOSED" });
    assert.equal((await lost.sessions()).shape[0], 2);
    const elsewhere = await apart(path);
    await assert.rejects(elsewhere.deleteSession("other"), inUse);
    await (await elsewhere.session("a", { strategy: crossover })).step();
  });

  it("lets a session go on in the lab that is left, which closes the file", async () => {
    const path = newFile();
    const [left, closed] = [await lab(path), await lab(path)];
    const session = await closed.createSession(year, crossover, named);
    await session.step(10);
    await closed.close();
    await closed.close();
    await session.step(10);
    await left.close();
    await assert.rejects(session.run(), { code: "LAB_CLOSED", message: /^Lab .* is closed/ });
    const again = await (await lab(path)).session("a", { strategy: crossover });
    assert.deepEqual([again === session, again.state, again.steps], [false, "PAUSED", 20]);
  });

  it("may be under way while the file is opened again", async () => {
    const path = newFile();
    const first = await lab(path);
    const session = await first.createSession(year, crossover, slow);
    await session.start();
    const closing = first.close();
    const cell = await (await lab(path)).createSession(year, crossover, slow);
    await closing;
    assert.deepEqual([session.state, cell.state, cell === session], ["PAUSED", "PAUSED", false]);
    await cell.stop();
  });
});

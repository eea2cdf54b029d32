import assert from "node:assert/strict";
import { renameSync } from "node:fs";
import { inspect } from "node:util";
import { apart, cell, closeAll, everythingOf, lab, leaveNothing, newFile } from "../../api/labs";
import { eventful } from "../../api/strategies";
import { runProgram } from "../../support/built-program";

// Of a session that has ended, long lists are read when somebody looks at them.
describe("a stored session that has ended", () => {
  afterEach(leaveNothing);

  /** A file with the session a, what that shows, and its card. */
  async function stored() {
    const path = newFile();
    const session = await (await lab(path)).run(...cell("a"));
    const shown = everythingOf(session);
    const card = inspect(session);
    await closeAll();
    return { path, shown, card };
  }

  it("shows everything as when it ran, in whatever order it is looked at", async () => {
    const { path, shown, card } = await stored();
    const opened = await apart(path);
    assert.equal(inspect(await opened.session("a")), card);
    const session = await opened.session("a");
    const keys = ["records", "trades", "snapshots", "fills", "equity", "logs", "events", "orders"];
    for (const key of keys) {
      const rows = `${key === "equity" ? key : key.slice(0, -1)}Rows` as "tradeRows";
      assert.deepEqual(session[rows](), (shown.rows as Readonly<Record<string, unknown>>)[key], key);
    }
    assert.deepEqual(everythingOf(session), shown);
  });

  it("shows everything after its lab was closed", async () => {
    const { path, shown } = await stored();
    const session = await (await apart(path)).session("a");
    await closeAll();
    assert.deepEqual(everythingOf(session), shown);
  });

  it("keeps everything when it is deleted or replaced here", async () => {
    for (const remove of ["delete", "replace"] as const) {
      const { path, shown } = await stored();
      const opened = await apart(path);
      const session = await opened.session("a");
      if (remove === "delete") await opened.deleteSession("a");
      else await opened.createSession(cell("a")[0], eventful, { ...cell("a")[2], ifExists: "replace" });
      assert.deepEqual(everythingOf(session), shown);
    }
  });

  it("says so when it was deleted elsewhere before it was looked at, and keeps what was", async () => {
    const { path } = await stored();
    const session = await (await apart(path)).session("a");
    const fills = session.fillRows();
    await (await apart(path)).deleteSession("a");
    const message = /^Session \d+ was deleted by another process before .* What it tried is still in lab\.trials\(\)$/;
    assert.throws(() => session.tradeRows(), { name: "PaperLabError", code: "UNKNOWN_SESSION", message });
    assert.deepEqual(session.fillRows(), fills);
  });

  it("is compared by what was read of all together, and shows the same as when it was read one by one", async () => {
    const { path, shown } = await stored();
    await (await apart(path)).run(cell("a")[0], eventful, { ...cell("a")[2], name: "b", seed: 2 });
    await closeAll();
    const opened = await apart(path);
    const sessions = [await opened.session("a"), await opened.session("b")];
    const { store } = sessions[0].core.record;
    await store.readAhead([...sessions.map(({ id }) => id), 99]);
    await (await apart(path)).deleteSession("a");
    // What metrics need is there, and the rest is not.
    assert.deepEqual(sessions[0].fillRows(), (shown.rows as { fills: unknown }).fills);
    assert.deepEqual({ ...sessions[0].metrics() }, shown.metrics);
    assert.throws(() => sessions[0].orderRows(), { code: "UNKNOWN_SESSION" });
    // Of what was deleted nothing is read.
    await store.readAhead(sessions.map(({ id }) => id));
    const comparison = await opened.compare(sessions, { draws: 0 });
    assert.equal(comparison.metrics().shape[1], 3);
  });

  it("says so when its file was moved away before it was looked at", async () => {
    const { path } = await stored();
    const session = await (await apart(path)).session("a");
    renameSync(path, `${path}.moved`);
    assert.throws(() => session.tradeRows(), { name: "PaperLabError", code: "STORE_FAILED" });
    renameSync(`${path}.moved`, path);
    assert.ok(session.tradeRows().length > 0);
  });

  it("is shown by another process, while this one has the file open", async () => {
    const { path, shown } = await stored();
    const here = await (await lab(path)).session("a");
    const { stdout, stderr } = await runProgram("session/processes/show", path, "a");
    assert.equal(stderr, "");
    assert.deepEqual(JSON.parse(stdout), JSON.parse(JSON.stringify([shown])));
    assert.deepEqual(everythingOf(here), shown);
  });

  it("is found by its cell and by its strategy, and can be run again to be checked", async () => {
    const { path, shown } = await stored();
    const opened = await lab(path);
    const read = await opened.session("a");
    assert.equal(read.fingerprint, shown.fingerprint);
    const again = await opened.run(...cell("a"));
    assert.deepEqual(everythingOf(again), shown);
    const given = await opened.session("a", { strategy: eventful });
    assert.ok((await opened.realism(given)).steps.length > 1);
    assert.deepEqual([everythingOf(read), everythingOf(given)], [shown, shown]);
  });

  it("is read whole when it has not ended, and goes on as if nothing had been", async () => {
    const path = newFile();
    const session = await (await lab(path)).createSession(...cell("a"));
    await session.step(90);
    const half = everythingOf(session);
    await closeAll();
    const opened = await apart(path);
    const paused = await opened.session("a");
    assert.deepEqual(everythingOf(paused), half);
    const whole = await (await opened.session("a", { strategy: eventful })).run();
    const direct = await (await lab()).run(...cell("a"));
    assert.deepEqual(everythingOf(whole), everythingOf(direct));
    assert.deepEqual(everythingOf(paused), half);
    const ended = await opened.session("a");
    assert.deepEqual(everythingOf(ended), everythingOf(direct));
  });
});

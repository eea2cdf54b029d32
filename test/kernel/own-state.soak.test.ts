import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { executed, KernelClient, type KernelMessage } from "../support/kernel-client";

const opens = (
  at: string,
) => `import { defineStrategy, openLab, sample } from "paperlab"; const lab = await openLab("${at}");
const feed = sample("us-daily", { from: "2013-05-13", to: "2018-05-11" });`;
const hook = (count: string) =>
  `const st = defineStrategy({ name: "st", onBar({ bar, orderTargetWeight }) { orderTargetWeight(bar.symbol, ${count} % 20 < 10 ? 1 : 0); } });`;
/** Where a strategy counts its bars, as a researcher may write it: the cells before that of the session. */
const places: Record<string, string[]> = {
  "a let beside it": [`let held = 0; ${hook("++held")}`],
  "a let in a helper's cell": ["let held = 0; function count() { return ++held; }", hook("count()")],
  "a let of its own cell, counted in another": ["let held = 0;", "const count = () => ++held;", hook("count()")],
  "a list in a helper's cell": ["const bars: number[] = []; const count = () => bars.push(1);", hook("count()")],
  "a Map at the top of a cell": [
    'let seen = new Map<string, number>(); const count = () => seen.set("n", (seen.get("n") ?? 0) + 1).get("n")!;',
    hook("count()"),
  ],
  "an object of a class": [
    `class Counter { n = 0; next() { return ++this.n; } } let counter = new Counter();`,
    hook("counter.next()"),
  ],
  "a list beside it, and a let": [
    `let held = 0; const bars: number[] = []; ${hook("(bars.push(1), held = bars.length)")}`,
  ],
  "a closure": ["const counter = () => { let n = 0; return () => ++n; }; const count = counter();", hook("count()")],
};
const create = (name: string, pace = "") =>
  `const s = await lab.createSession(feed, st, { name: "${name}", symbols: ["AAPL"]${pace} });`;
const slow = ", pace: { updatesPerSecond: 200 }";
const result = "`${s.name} ${s.state} ${s.fingerprint}`";

describe("a session whose strategy keeps state in variables of cells", function () {
  this.timeout(180_000);
  const folder = mkdtempSync(join(tmpdir(), "paperlab-state-"));
  let kernel: KernelClient;
  before(async () => {
    kernel = await KernelClient.start({ cwd: folder });
  });
  after(async () => {
    await kernel.close();
    rmSync(folder, { recursive: true, force: true });
  });
  let count = 0;

  async function ran(...cells: readonly string[]) {
    let last = { text: undefined as unknown, stderr: "" };
    for (const cell of cells) {
      const came = await kernel.execute(cell);
      assert.equal(came.traceback, "", cell);
      last = { text: came.text, stderr: last.stderr + came.stderr };
    }
    return last;
  }

  /** What an uninterrupted run gives. */
  async function whole(cells: readonly string[]): Promise<string> {
    const { text } = await ran(...cells, `${create(`whole ${count++}`)} await s.run(); s.fingerprint`);
    return String(text).slice(1, -1);
  }

  /** Runs a session's cell, and interrupts it once the session has taken steps. */
  async function interrupted(code: string): Promise<string> {
    const id = await kernel.send("shell", "execute_request", { code });
    const shows = ({ parent, type, content }: KernelMessage) =>
      parent === id && type.endsWith("display_data") && /[1-9]\d steps/.test(String(content.data["text/plain"]));
    await kernel.until(() => kernel.published.some(shows));
    await kernel.request("control", "interrupt_request", {});
    return executed(await kernel.outcome(id)).traceback;
  }

  for (const [where, at] of [
    ["in memory", ":memory:"],
    ["in a file", "lab.db"],
  ] as const) {
    const names = where === "in a file" ? Object.keys(places) : ["a let beside it", "a Map at the top of a cell"];
    for (const place of names) {
      const cells = places[place];
      it(`goes on as if nothing had happened when all cells are run again: ${place}, ${where}`, async () => {
        await ran(opens(at));
        const expected = await whole(cells);
        const name = `session ${count++}`;
        await ran(...cells);
        assert.match(await interrupted(`${create(name, slow)} await s.run();`), /was interrupted and is PAUSED after/);
        // A lab in memory would be another one.
        if (at !== ":memory:") await ran(opens(at));
        const { text, stderr } = await ran(...cells, `${create(name)} await s.run(); ${result}`);
        assert.deepEqual([text, stderr], [`'${name} COMPLETED ${expected}'`, ""]);
      });
    }
  }

  for (const [how, rests] of [
    ["pause()", `await s.start(); await new Promise((resolve) => setTimeout(resolve, 100)); await s.pause();`],
    ["step()", "await s.step(33);"],
  ]) {
    it(`goes on with state that belongs to it after ${how}, by whatever call`, async () => {
      const cells = places["a let beside it"];
      await ran(opens("lab.db"));
      const expected = await whole(cells);
      const name = `session ${count++}`;
      await ran(...cells, `${create(name, slow)} ${rests}`);
      const { text, stderr } = await ran(...cells, `s.setPace("max"); await s.step(5); await s.run(); ${result}`);
      assert.deepEqual([text, stderr], [`'${name} COMPLETED ${expected}'`, ""]);
    });
  }

  it("says what was changed where it cannot have its own state again", async () => {
    const name = `session ${count++}`;
    await ran(opens("lab.db"), ...places["a let beside it"], `${create(name)} await s.step(33);`);
    const { stderr } = await ran("let held = 7;", "await s.step(1);");
    assert.match(
      stderr,
      /"session \d+": held: 7, was 33\. This was changed while it was PAUSED, and it goes on with it/,
    );
  });

  it("says what was changed before it first ran", async () => {
    await ran(opens("lab.db"), ...places["a let beside it"], create(`session ${count++}`));
    const { stderr } = await ran("held = 7;", "await s.step(1);");
    assert.match(stderr, /It begins with what was changed after it was created: held: 7, was 0/);
  });

  const start = (name: string) => `${create(name, slow)} await s.start(); s.name + " " + s.state`;

  for (const place of ["a let beside it", "a list in a helper's cell", "a list beside it, and a let"]) {
    it(`runs in the background as one session, whatever is run again: ${place}`, async () => {
      const cells = places[place];
      await ran(opens("lab.db"));
      const expected = await whole(cells);
      const name = `session ${count++}`;
      for (let round = 0; round < 3; round++) {
        const wait = "await new Promise((resolve) => setTimeout(resolve, 150));";
        const { text } = await ran(opens("lab.db"), ...cells, wait, start(name), wait);
        assert.equal(text, undefined);
        assert.equal((await ran("s.name + ' ' + s.state")).text, `'${name} RUNNING'`);
      }
      const { text } = await ran(`s.setPace("max"); await s.run(); ${result}`);
      assert.equal(text, `'${name} COMPLETED ${expected}'`);
      assert.equal(
        (await ran(`(await lab.query("SELECT * FROM paper_sessions WHERE name LIKE '${name}%'")).shape[0]`)).text,
        "1",
      );
    });
  }

  it("does not wait in one cell that declares it anew and waits for it", async () => {
    const name = `session ${count++}`;
    const all = [opens("lab.db"), ...places["a let beside it"], start(name)].join("\n");
    assert.equal((await ran(all)).text, `'${name} RUNNING'`);
    const again = `${all}; s.setPace("max"); await s.run(); s.state`;
    assert.equal((await ran(again)).text, "'COMPLETED'");
  });

  it("in the background is PAUSED, and says so on the cell, where a cell changes its helper", async () => {
    const [helper, strategy] = places["a let in a helper's cell"];
    const name = `session ${count++}`;
    await ran(opens("lab.db"), helper, strategy, start(name));
    const { stderr } = await ran(helper.replace("++held", "held += 2"));
    assert.match(stderr, /It is PAUSED, because a cell has changed what its strategy reads: helper count: changed/);
    assert.equal((await ran("s.state")).text, "'PAUSED'");
    assert.match((await ran(strategy, start(name))).stderr, /this is another one \(helper count: changed/);
    await ran("await s.stop()");
  });

  it("says on the cell that two of them share what they change", async () => {
    const name = `session ${count++}`;
    await ran(opens("lab.db"), ...places["a let beside it"], start(name));
    const { stderr } = await ran(
      `const other = ${start(`${name} b`).slice("const s = ".length).split(";")[0]}; await other.start(); await new Promise((resolve) => setTimeout(resolve, 400));`,
    );
    assert.match(
      stderr,
      new RegExp(
        `Sessions "${name}", "${name} b" run at the same time and use the same held, which changes\\. No result is its own`,
      ),
    );
    await ran("await s.stop(); await other.stop();");
  });
});

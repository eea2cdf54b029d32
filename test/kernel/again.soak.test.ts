import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { executed, KernelClient, type KernelMessage } from "../support/kernel-client";

/** The cells of a notebook, as a researcher has them. */
const cells = {
  imports: `import { openLab, sample, defineStrategy, sma } from "paperlab"; import { scale } from "./lib/scale";
const lab = await openLab("lab.db"); const feed = sample("us-daily", { from: "2013-05-13", to: "2018-05-11" });`,
  value: "let limit = 0.5; const rules = [(n: number) => n > limit];",
  helper: `function signal(c: Float64Array, n: number) {
  const m = sma(c, n);
  return m === undefined ? 0 : rules.every((rule) => rule(c[c.length - 1] / m)) ? scale(1) : 0;
}`,
  strategy: `const above = defineStrategy({ name: "above", params: { n: 20 }, onBar({ bar, history, params, orderTargetWeight }) {
  orderTargetWeight(bar.symbol, signal(history().close, params.n));
} });`,
  run: 'const live = await lab.run(feed, above, { name: "live", symbols: ["AAPL"], pace: { updatesPerSecond: 20 } });',
  background: `const behind = await lab.createSession(feed, above, { name: "behind", symbols: ["AAPL"], pace: { updatesPerSecond: 20 } });
await behind.start(); behind.watch(); \`\${behind.name} \${behind.state} \${behind.steps > 0}\``,
};
/** The modules beside it. */
const files = {
  inner: "export let factor = 1;",
  scale: 'import { factor } from "./inner"; export const scale = (n: number) => n * factor;',
};

type Name = keyof typeof cells;

describe("a notebook whose strategy has helpers", function () {
  // Each starts several kernels.
  this.timeout(180_000);
  const folder = mkdtempSync(join(tmpdir(), "paperlab-again-"));
  let kernel: KernelClient | undefined;
  after(() => rmSync(folder, { recursive: true, force: true }));
  afterEach(async () => {
    await kernel?.close();
    kernel = undefined;
    for (const name of ["lab.db", "lab.db-wal", "lab.db-shm"]) rmSync(join(folder, name), { force: true });
  });

  const opened = () => kernel as KernelClient;

  /** Starts a kernel anew and runs cells in it. */
  async function restarted(...names: Name[]): Promise<void> {
    await kernel?.shutDown(true);
    await kernel?.close();
    kernel = await KernelClient.start({ cwd: folder });
    for (const name of names) await ran(cells[name]);
  }

  async function ran(code: string) {
    const came = await opened().execute(code);
    assert.equal(came.traceback, "");
    return came;
  }

  const stepsIn = (text: string) => Number(/(\d+) steps/.exec(text.replaceAll(",", ""))?.[1] ?? 0);

  /** Resolves once a cell shows a session that has taken more than some steps. */
  async function shownWith(id: string, more: number): Promise<void> {
    const shows = (text: unknown) => stepsIn(String(text)) > more;
    const isShown = ({ parent, type, content }: KernelMessage) =>
      parent === id && type.endsWith("display_data") && shows(content.data["text/plain"]);
    await opened().until(() => opened().published.some(isShown));
  }

  /** Runs the session's cell, and interrupts it once the session has taken more than some steps. */
  async function interrupted(more: number) {
    const id = await opened().send("shell", "execute_request", { code: cells.run });
    await shownWith(id, more);
    await opened().request("control", "interrupt_request", {});
    const { traceback, stderr } = executed(await opened().outcome(id));
    const [, name, steps] = /Session "(.*)" was interrupted and is PAUSED after (\d+) steps/.exec(traceback) ?? [];
    return { name, steps: Number(steps), stderr };
  }

  beforeEach(() => {
    mkdirSync(join(folder, "lib"), { recursive: true });
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, "lib", `${name}.ts`), text);
  });

  it("goes on with its session after an interrupt and a restart, in whatever order its cells ran, and says nothing", async () => {
    await restarted("imports", "value", "helper", "strategy");
    const first = await interrupted(0);
    const second = await interrupted(first.steps);
    await restarted("imports", "value", "value", "helper", "strategy", "helper", "strategy");
    const third = await interrupted(second.steps);
    const all = [first, second, third];
    assert.deepEqual(
      all.map(({ name }) => name),
      ["live", "live", "live"],
    );
    assert.ok(first.steps < second.steps && second.steps < third.steps);
    assert.deepEqual(
      all.map(({ stderr }) => stderr),
      ["", "", ""],
    );
  });

  it("goes on after an interrupt when all its cells are run again, the one that opens the lab too", async () => {
    const names = ["imports", "value", "helper", "strategy"] as const;
    await restarted(...names);
    const first = await interrupted(0);
    for (const name of names) await ran(cells[name]);
    const second = await interrupted(first.steps);
    await restarted(...names);
    for (const name of names) await ran(cells[name]);
    const third = await interrupted(second.steps);
    for (const { name, stderr } of [first, second, third]) assert.deepEqual([name, stderr], ["live", ""]);
    assert.ok(first.steps < second.steps && second.steps < third.steps);
    await ran(cells.imports);
    assert.equal((await ran("await lab.deleteSession('live'); (await lab.sessions()).shape[0]")).text, "0");
  });

  it("has its background session still when all its cells are run again, and pauses it with its lab", async () => {
    const names = ["imports", "value", "helper", "strategy"] as const;
    const code = `const bg = await lab.createSession(feed, above, { name: "bg", symbols: ["AAPL"], pace: { updatesPerSecond: 20 } });
bg.start(); bg.state`;
    await restarted(...names);
    for (let round = 0; round < 3; round++) {
      for (const name of names) await ran(cells[name]);
      assert.equal((await ran(code)).text, "'RUNNING'");
      assert.match(String((await ran("lab")).text), /Sessions +1 \(1 RUNNING\)\n[\s\S]*\n +bg +RUNNING/);
    }
    const { text, stderr } = await ran("await lab.close(); bg.state");
    assert.deepEqual([text, stderr], ["'PAUSED'", ""]);
    await restarted(...names);
    const after = await ran(`${code}; \`\${bg.state} \${bg.steps > 0}\``);
    assert.deepEqual([after.text, after.stderr], ["'RUNNING true'", ""]);
    const failures = opened().published.filter(({ type }) => type === "error");
    assert.deepEqual(failures, []);
  });

  it("goes on also where the strategy shows something with what every cell has", async () => {
    await restarted("imports");
    await ran(`const told = defineStrategy({ name: "told", onStop() { display("over"); clearOutput(); } });`);
    const create = 'const one = await lab.createSession(feed, told, { name: "told", symbols: ["AAPL"] }); one.name';
    const [first, second] = [await ran(create), await ran(create)];
    assert.deepEqual([first.text, second.text, first.stderr, second.stderr], ["'told'", "'told'", "", ""]);
  });

  it("makes another session where a helper, a value or a module has changed, and says which", async () => {
    await restarted("imports", "value", "helper", "strategy");
    const create = 'const made = await lab.createSession(feed, above, { name: "made", symbols: ["AAPL"] }); made.name';
    assert.equal((await ran(create)).text, "'made'");
    const changes: [cell: string, name: string, says: string][] = [
      [cells.helper.replace("? 0 :", "? 1 :"), "made #2", "helper signal: changed"],
      [cells.value.replace("0.5", "0.9"), "made #3", "limit: 0.9, was 0.5"],
      [cells.value.replace("n > limit", "n >= limit"), "made #4", "helper rules[0]: changed"],
    ];
    for (const [cell, name, says] of changes) {
      await ran(cell);
      const { text, stderr } = await ran(create);
      assert.equal(text, `'${name}'`);
      assert.ok(stderr.endsWith(` stays as it is; this is another one (${says})\n`), stderr);
    }
    await restarted("imports", "value", "helper", "strategy");
    assert.equal((await ran(create)).text, "'made'");
    writeFileSync(join(folder, "lib/inner.ts"), "export let factor = 2;");
    await restarted("imports", "value", "helper", "strategy");
    const { text, stderr } = await ran(create);
    assert.equal(text, "'made #5'");
    assert.match(stderr, /factor: 2, was 1/);
  });

  it("lets a background session go on when all its cells are run again, after a restart and without one", async () => {
    const names = ["imports", "value", "helper", "strategy"] as const;
    await restarted(...names);
    const code = cells.background;
    const id = await opened().send("shell", "execute_request", { code });
    await shownWith(id, 0);
    await ran(code);
    await restarted(...names);
    assert.equal((await ran(code)).text, "'behind RUNNING true'");
    assert.equal((await ran("(await lab.sessions()).shape[0]")).text, "1");
  });
});

import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { KernelClient } from "../support/kernel-client";

const opens = (
  at: string,
) => `import { defineStrategy, openLab, sample } from "paperlab"; const lab = await openLab("${at}");
const feed = sample("us-daily", { from: "2013-05-13", to: "2018-05-11" });
const wait = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));`;
const counter = "const counter = () => { let n = 0; return () => ++n; }; const count = counter();";
/** The same where everything can be put back, also what a variable of cells leads to. */
const putBack: typeof places = {
  "a number": ["let held = 0;", "++held", "held"],
  "a text": ['let held = "";', '(held += "x").length', "held.length"],
  "an object": ["let held = { n: 0 };", "++held.n", "held.n"],
  "a constant object in another": ["const held = { a: { n: 0 } };", "++held.a.n", "held.a.n"],
  "an object in a list": ["let held = [{ n: 0 }];", "++held[0].n", "held[0].n"],
  "an object in a closure": [
    "const maker = () => { const box = { n: 0 }; return { next: () => ++box.n, box }; }; const held = maker();",
    "held.next()",
    "held.box.n",
  ],
  "a static field": ["class Held { static n = 0; static next() { return ++Held.n; } }", "Held.next()", "Held.n"],
  "a function's own field": [
    "function held() { return ++(held as any).n; } (held as any).n = 0;",
    "held()",
    "(held as any).n",
  ],
  "an object of a module": ['import { box } from "./box";', "++box.n", "box.n"],
};
/** The same where it cannot: what it is called, how it is read. */
const named: Record<string, readonly [set: string, count: string, name: string]> = {
  "a variable in a closure": [counter, "count()", "n"],
  "a getter over one": [
    "const maker = () => { let n = 0; return { get next() { return ++n; } }; }; const held = maker();",
    "held.next",
    "n",
  ],
  "a variable of a module": ['import { count } from "./count";', "count()", "n"],
};
/** Where a strategy counts its bars: the cell that sets this anew, how it is counted, and how it is read. */
const places: Record<string, readonly [set: string, count: string, read: string]> = {
  "a number": ["let held = 0;", "++held", "held"],
  "a list": ["let held: number[] = [];", "held.push(bar.close)", "held.length"],
  "a Map in an object": [
    "let held = { seen: new Map<string, number>() };",
    '(held.seen.set("n", (held.seen.get("n") ?? 0) + 1), held.seen.get("n")!)',
    'held.seen.get("n") ?? 0',
  ],
};
const modules = {
  "count.ts": "let n = 0; export const count = () => ++n;",
  "box.ts": "export const box = { n: 0 };",
};
const hook = (count: string, more = "") =>
  `const st = defineStrategy({ name: "st", onBar({ bar, orderTargetWeight }) { orderTargetWeight(bar.symbol, ${count} % 37 < 17${more} ? 1 : 0); } });`;
const create = (name: string, pace = "") =>
  `const ${name} = await lab.createSession(feed, st, { name: "${name}", symbols: ["AAPL"]${pace} });`;
const start = (name: string) =>
  `${create(name, ", pace: { updatesPerSecond: 200 }")} await ${name}.start(); await wait(300);`;
const run = (name: string) => `${create(name)} await ${name}.run();`;

describe("sessions that share a variable of cells", function () {
  this.timeout(120_000);
  const folder = mkdtempSync(join(tmpdir(), "paperlab-shared-"));
  let kernel: KernelClient;
  before(async () => {
    kernel = await KernelClient.start({ cwd: folder });
  });
  after(async () => {
    await kernel.close();
    rmSync(folder, { recursive: true, force: true });
  });
  let count = 0;
  beforeEach(() => said(opens(`lab ${count++}.db`)));

  /** Runs cells, and returns what the last one writes. */
  async function said(...cells: readonly string[]): Promise<string> {
    let text = "";
    for (const cell of cells) {
      const { traceback, stderr } = await kernel.execute(cell);
      assert.equal(traceback, "", cell);
      text = stderr;
    }
    return text;
  }
  const shownOf = async (code: string) => String((await kernel.execute(code)).text);

  for (const [what, [set, count, read]] of Object.entries(places)) {
    it(`find it as a cell has set it, where they cannot go on with it: ${what}`, async () => {
      const st = hook(count);
      await said(set, st, run("whole"));
      const expected = await shownOf("whole.fingerprint");
      await said(set, st, start("a"), start("b"));
      const text = await said(set);
      assert.match(text, /session "a": It is PAUSED, and cannot go on: when its first \d+ steps were run again, they/);
      // It began with what the other one had left.
      assert.match(text, /session "b": It is PAUSED, because .*\. Its cell makes another session now$/m);
      assert.equal(text.split("\n").length, 3, text);
      assert.match(text, /Make it again under another name, with a strategy that keeps its state in state: \(\) =>/);
      assert.equal(await shownOf(read), "0");
      await said(st, run("fresh"));
      assert.deepEqual([await shownOf("fresh.fingerprint"), await said("fresh.name")], [expected, ""]);
      // The cell of one of them cannot go on with it either, and says so.
      const again = await kernel.execute(`${set}\n${st}`);
      assert.equal(again.traceback, "");
      const { traceback } = await kernel.execute(run("a"));
      assert.match(traceback, /Session "a" cannot go on: [\s\S]*Make it again under another name/);
      assert.equal(await shownOf(`\`\${a.name} \${${read}}\``), "'a 0'");
    });
  }

  /** Runs a cell that sets something anew. A module is another one first, so that it is loaded again. */
  const setAnew = (set: string) => {
    for (const [name, text] of Object.entries(modules)) writeFileSync(join(folder, name), `// ${count++}\n${text}`);
    return said(set);
  };

  for (const [how, starts] of [
    ["one cell", () => [`${start("a")} ${start("b")}`]],
    ["two cells", () => [start("a"), start("b")]],
  ] as const) {
    for (const [what, [set, counted, read]] of Object.entries(putBack)) {
      it(`leave it as a cell has set it, where ${how} began them: ${what}`, async () => {
        await setAnew(set);
        await said(hook(counted), ...starts());
        const text = await setAnew(set);
        assert.match(text, /session "a": It is PAUSED[\s\S]*session "b": It is PAUSED/);
        assert.match(text, /state: \(\) => \(\{ \.\.\. \}\)/);
        assert.equal(await shownOf(read), "0");
        assert.equal(await said(hook(counted), create("fresh")), "");
      });
    }

    for (const [what, [set, counted, name]] of Object.entries(named)) {
      it(`say once what they cannot put back, and so does whoever begins with it, where ${how} began them: ${what}`, async () => {
        await setAnew(set);
        await said(hook(counted), ...starts());
        const text = await setAnew(set);
        const lines = text.split("\n").filter((line) => line.includes("run again in vain, which may have changed"));
        assert.equal(lines.length, 1, text);
        assert.match(lines[0], new RegExp(`changed .*\\b${name}\\b.*its state: \\(\\) => `));
        if (name === "n")
          assert.match(await said(hook(counted), create("fresh")), /begins with n as session "a" left it/);
      });
    }
  }

  for (const [what, [set, counted, name]] of Object.entries(named)) {
    if (name !== "n") continue;
    it(`say which one has left it after it ran its steps again: ${what}`, async () => {
      await setAnew(set);
      await said(hook(counted), `${create("again")} await again.step(30);`);
      await setAnew(set);
      assert.equal(await said(hook(counted), run("again")), "");
      assert.match(await said(run("next")), /begins with n as session "again" left it\. .*its state: \(\) => /);
    });
  }

  it("stay refused, whatever another session or a cell makes of it", async () => {
    await said("let held = 0;", hook("++held"), start("a"), start("b"));
    assert.match(await said("let held = 0;"), /session "a": It is PAUSED, and cannot go on/);
    for (const between of ["", run("c"), "held = 7;", "await a.run().catch(() => undefined);"]) {
      await said(between);
      assert.match((await kernel.execute("await a.run();")).traceback, /RECOVERY_MISMATCH/, between);
      assert.equal(await shownOf("a.state"), "'PAUSED'", between);
    }
  });

  it("finds it as a cell has set it, where a strategy is not deterministic", async () => {
    const cells = ["let held = 0;", hook("++held", " && Date.now() > 0 && Math.random() < 0.5")];
    await said(...cells, `${create("chance")} await chance.step(200);`);
    await said(...cells);
    const { traceback } = await kernel.execute(run("chance"));
    assert.match(traceback, /RECOVERY_MISMATCH|cannot go on/);
    assert.equal(await shownOf("held"), "0");
  });

  it("say which one has left it, on every cell that begins with that", async () => {
    const cells = ["let held = 0;", hook("++held")];
    const left = (name: string) => new RegExp(`begins with held as session "${name}" left it`);
    assert.equal(await said(...cells, run("one")), "");
    assert.match(await said(run("two")), left("one"));
    assert.match(await said(run("more")), left("two"));
    assert.equal(await said(...cells, run("three")), "");
    const text = await said(run("four"));
    assert.match(text, left("three"));
    assert.equal(text.split("\n").filter((line) => line !== "").length, 1);
    assert.doesNotMatch(await shownOf("String(four.core.warnings)"), /"one"|"two"|"more"/);
  });

  it("say nothing where nothing is wrong: one in the background, and all cells run again", async () => {
    const cells = ["let held = 0;", hook("++held"), start("calm")];
    await said(...cells);
    for (let round = 0; round < 2; round++) for (const cell of cells) assert.equal(await said(cell), "", cell);
    await said("await calm.stop()");
  });

  it("say it in one line for all of them", async () => {
    const names = ["c", "d", "e", "f", "g", "h"];
    const all = names.map((name) => create(name, ", pace: { updatesPerSecond: 200 }")).join("\n");
    const text = await said(
      "let held = 0;",
      hook("++held"),
      `${all}\nfor (const one of [${names}]) await one.start();\nawait wait(800);`,
    );
    const sessions = names.map((name) => `"${name}"`).join(", ");
    assert.match(
      text,
      new RegExp(`^paperlab: session "h": Sessions ${sessions} run at the same time and use the same held`),
    );
    assert.equal(text.split("\n").length, 2, text);
    assert.equal(await said(`await Promise.all([${names}].map((one) => one.stop()));`), "");
  });
});

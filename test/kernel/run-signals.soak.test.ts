import assert from "node:assert/strict";
import { execFileSync, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { root } from "../house/reading/source";

const cellOf = (source: string) => ({ cell_type: "code", metadata: {}, source, outputs: [], execution_count: null });
const metadata = { kernelspec: { name: "paperlab", display_name: "paperlab" } };
const bin = join(root, "dist/kernel/bin.js");

describe("a notebook that paperlab runs", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "paperlab-run-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  for (const signal of ["SIGINT", "SIGTERM"]) {
    it(`ends at the next cell, and is written, when ${signal} comes between two cells`, () => {
      const cells = [
        'import { openLab } from "paperlab"; const lab = await openLab("a.db"); 1',
        'console.log("never")',
        "3",
      ].map(cellOf);
      const file = join(folder, "a.ipynb");
      writeFileSync(file, JSON.stringify({ cells, metadata, nbformat: 4, nbformat_minor: 5 }));
      // Outputs are handed out between a cell and the next.
      const program = `const { runNotebook } = require(${JSON.stringify(join(root, "dist/kernel/notebook/run"))});
        const onOutput = () => process.emit(${JSON.stringify(signal)});
        runNotebook("a.ipynb", { onOutput }).then((failed) => { console.log(JSON.stringify(failed)); process.exit(); });`;
      const text = execFileSync(process.execPath, ["-e", program], { cwd: folder, encoding: "utf8" });
      assert.deepEqual(JSON.parse(text), {
        number: 2,
        traceback: ["The notebook was interrupted before this cell"],
      });
      const written = JSON.parse(readFileSync(file, "utf8")).cells;
      assert.deepEqual([written[0].execution_count, written[1].outputs], [1, []]);
      assert.deepEqual(readdirSync(folder).sort(), ["a.db", "a.ipynb"]);
    });
  }

  it("does not begin a cell when SIGINT came between two cells, and nothing had heard it yet", () => {
    const file = join(folder, "a.ipynb");
    const cells = ["1", 'require("node:fs").writeFileSync("begun", "")', "3"].map(cellOf);
    writeFileSync(file, JSON.stringify({ cells, metadata, nbformat: 4, nbformat_minor: 5 }));
    // Sent for real, it waits for the next turn of the event loop.
    const program = `const { runNotebook } = require(${JSON.stringify(join(root, "dist/kernel/notebook/run"))});
      let sent = false;
      const onOutput = () => { if (!sent) process.kill(process.pid, "SIGINT"); sent = true; };
      runNotebook("a.ipynb", { onOutput }).then(({ number }) => { console.log(number); process.exit(); });`;
    const text = execFileSync(process.execPath, ["-e", program], { cwd: folder, encoding: "utf8" });
    assert.equal(text, "2\n");
    assert.deepEqual(readdirSync(folder), ["a.ipynb"]);
  });

  // Since Node 24 only the main thread is told of signals: a loop there is not ended.
  const isTold = Number.parseInt(process.versions.node, 10) < 24;
  const loops = {
    "a loop": "while (true) {}",
    "a loop after an await": "await 1; while (true) {}",
    "a loop of an imported file": 'import { forever } from "./forever"; await 1; forever();',
  };
  for (const signal of isTold ? (["SIGTERM", "SIGHUP"] as const) : []) {
    for (const [what, loop] of Object.entries(loops)) {
      it(`ends ${what} at ${signal}, and is written`, async () => {
        writeFileSync(join(folder, "forever.ts"), "export function forever() {\n  for (;;) {}\n}\n");
        const source = `require("node:fs").writeFileSync("began", ""); ${loop}`;
        const cells = ["const kept = 1;", source, "kept"].map(cellOf);
        writeFileSync(join(folder, "a.ipynb"), JSON.stringify({ cells, metadata, nbformat: 4, nbformat_minor: 5 }));
        const args = [bin, "run", "a.ipynb", "-o", "out.ipynb", "--allow-errors"];
        const run = spawn(process.execPath, args, { cwd: folder, stdio: "ignore" });
        const ended = once(run, "exit");
        while (!existsSync(join(folder, "began"))) await wait(50);
        await wait(100);
        run.kill(signal);
        assert.deepEqual(await ended, [0, null]);
        const [, broken, last] = JSON.parse(readFileSync(join(folder, "out.ipynb"), "utf8")).cells;
        assert.equal(broken.outputs.at(-1).ename, "Interrupted");
        assert.deepEqual(last.outputs, []);
      });
    }
  }
});

describe("a notebook that paperlab runs, with a cell that awaits what nothing can settle", () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "paperlab-run-"));
  });
  after(() => rmSync(folder, { recursive: true }));

  const strategy = `import { defineStrategy, openLab, sample } from "paperlab";
    const lab = await openLab(); const feed = sample("us-daily"); const pause = () => new Promise<void>(() => {});`;
  const waits = {
    "a promise": "await new Promise(() => {})",
    "an event": 'await require("node:events").once(new (require("node:events"))(), "x")',
    "a timer that keeps nothing alive": "await new Promise((resolve) => setTimeout(resolve, 1e6).unref())",
    "the state of a paused session": `${strategy} const session = await lab.createSession(feed, {
        name: "s", onBar: () => {} }); await session.step(); await new Promise((end) => session.on("state", end));`,
    "a strategy": `${strategy} await lab.run(feed, { name: "s", onBar: pause });`,
  };
  for (const [what, source] of Object.entries(waits)) {
    it(`says so if it is ${what}`, () => {
      const cells = ["1 + 1", `const kept = 5; console.log("before"); ${source}`, "kept"].map(cellOf);
      writeFileSync(join(folder, "a.ipynb"), JSON.stringify({ cells, metadata, nbformat: 4, nbformat_minor: 5 }));
      const run = (...more: string[]) => {
        const { status, stdout, stderr } = spawnSync(
          process.execPath,
          [bin, "run", "a.ipynb", "-o", "out.ipynb", ...more],
          {
            cwd: folder,
            encoding: "utf8",
          },
        );
        const written = JSON.parse(readFileSync(join(folder, "out.ipynb"), "utf8")).cells;
        return { status, stdout, stderr, outputs: written.map(({ outputs }: { outputs: object[] }) => outputs) };
      };
      const { status, stdout, stderr, outputs } = run();
      assert.match(stdout, /before\n[\s\S]*nothing is left that could settle it/);
      assert.deepEqual([status, stderr], [1, "Cell 2 of a.ipynb failed\n"]);
      const error = outputs[1].find(({ output_type }: { output_type: string }) => output_type === "error");
      assert.match(error.evalue, /nothing is left that could settle it/);
      const allowed = run("--allow-errors");
      assert.deepEqual([allowed.status, allowed.outputs[2][0].data["text/plain"]], [0, ["5"]]);
    });
  }

  it("counts the cells of the notebook as it is, without one that parameters add", () => {
    const folder = mkdtempSync(join(tmpdir(), "paperlab-number-"));
    try {
      const run = (name: string, ...more: string[]) => {
        const args = [bin, "run", name, "-o", `out-${name}`, ...more];
        const { stderr } = spawnSync(process.execPath, args, { cwd: folder, encoding: "utf8" });
        const { cells } = JSON.parse(readFileSync(join(folder, `out-${name}`), "utf8"));
        return [stderr, cells.map(({ execution_count: count }: { execution_count: number | null }) => count)];
      };
      const cells = ["let fast = 5;", 'throw new Error("wrong")'].map((source) => cellOf(source));
      writeFileSync(join(folder, "a.ipynb"), JSON.stringify({ cells, metadata: {}, nbformat: 4, nbformat_minor: 5 }));
      assert.deepEqual(run("a.ipynb"), ["Cell 2 of a.ipynb failed\n", [1, 2]]);
      assert.deepEqual(run("a.ipynb", "-p", "n=oops"), ["Cell 2 of a.ipynb failed\n", [null, 1, 2]]);
      // The cell of an earlier run is one of the notebook's.
      assert.deepEqual(run("out-a.ipynb", "-p", "n=1"), ["Cell 3 of out-a.ipynb failed\n", [1, 2, 3]]);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

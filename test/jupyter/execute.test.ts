import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { root } from "../house/reading/source";
import { notebookOf, outputTexts, run, runJupyter } from "../support/jupyter";
import { program, withoutColors } from "../support/kernel-client";

const failing = ["const a = 1;\na", '\nthrow new RangeError("of the second")', "a + 1"];

/** Cells of every kind, with what a notebook file holds of them. */
const kinds: readonly (readonly [cell: string, outputs: readonly string[]])[] = [
  [failing[0], ["1"]],
  [failing[1], ["RangeError: of the second"]],
  [failing[2], ["2"]],
  ["const rows = [1, 2];\nrows", ["[ 1, 2 ]"]],
  ['console.log("a");\nconsole.error("b"); console.log("c")', ["a\n", "b\n", "c\n"]],
  ["rows.length", ["2"]],
  // Output that is taken back.
  ['console.log("a"); clearOutput(); console.log("b")', ["b\n"]],
  ['console.log("a"); clearOutput({ wait: true });', ["a\n"]],
  ['display("a"); clearOutput({ wait: true }); display("b"); "c"', ["b", "'c'"]],
  [
    `import { newDisplay } from "tslab"; const place = newDisplay(); place.text("a");
     clearOutput(); console.log("b"); place.text("late");`,
    ["b\n"],
  ],
  ['import { openLab, sample, defineStrategy, sma } from "paperlab";', []],
  ["sma([1, 2, 3], 2)", ["2.5"]],
];
// A display that is updated.
const paced = `const lab = await openLab(":memory:");
  const hold = defineStrategy({ name: "hold", onBar: ({ bar, orderTargetWeight }) => orderTargetWeight(bar.symbol, 1) });
  const feed = sample("us-daily", { from: "2013-05-13", to: "2014-05-30" });
  await lab.run(feed, hold, { symbols: ["AAPL"], name: "live", pace: { updatesPerSecond: 300 } })`;

const command = (...args: string[]) => run(process.execPath, [program, ...args]);
const paperlab = (...args: string[]) => command("run", ...args);

for (const [where, execute] of [
  ["in nbclient", (path: string) => runJupyter("jupyter", ["execute", "--inplace", "--allow-errors", path])],
  ["without Jupyter", (path: string) => paperlab(path, "--allow-errors")],
] as const)
  describe(`a notebook ${where}`, () => {
    let texts: string[][];
    before(async () => {
      const { path } = notebookOf([...kinds.map(([cell]) => cell), paced]);
      const { code, output } = await execute(path);
      assert.equal(code, 0, output);
      texts = outputTexts(path);
    });

    for (const [at, [cell, outputs]] of kinds.entries())
      it(`is executed on paperlab's kernel, and goes on behind a cell that fails: ${JSON.stringify(cell)}`, () => {
        assert.deepEqual(texts[at], outputs);
      });

    it("holds only the last picture of a display that was updated", () => {
      const [card, ...more] = texts[kinds.length];
      assert.match(card, /^Session live {2}\(COMPLETED/);
      assert.deepEqual(more, []);
    });
  });

describe("a notebook in papermill", () => {
  it("is executed up to a cell that fails, and fails with that cell's own line", async () => {
    const { path, folder } = notebookOf(failing);
    const out = join(folder, "out.ipynb");
    const { code, output } = await runJupyter("papermill", [path, out], folder);
    assert.notEqual(code, 0);
    assert.match(withoutColors(output), /PapermillExecutionError[\s\S]*RangeError: of the second\n\ncell 2, line 2\n/);
    assert.deepEqual(outputTexts(out), [["1"], ["RangeError: of the second"], []]);
  });
});

describe("paperlab run", () => {
  it("is written whatever its values hold", async () => {
    const values = [
      "{ big: 10n, at: new Date(0) }",
      "(() => { const loop: any = {}; loop.loop = loop; return loop; })()",
      "{ toJSON() { throw new Error('no'); } }",
      "{ get bad() { throw new Error('no'); } }",
      "[() => 1, Symbol('s')]",
    ];
    const own = (value: string) =>
      `({ [Symbol.for("Jupyter.display")]: { "application/json": ${value}, "text/plain": "own" } })`;
    const drawn = (value: string) => `({ data: [{ y: [1], meta: ${value} }], layout: {} })`;
    const cells = [...values.map(own), ...values.map(drawn), "6 * 7"];
    const { path } = notebookOf(cells);
    const { code, output } = await paperlab(path);
    assert.equal(code, 0, output);
    const texts = outputTexts(path);
    assert.deepEqual(
      texts.map(([text]) => text),
      [...values.map(() => "own"), ...values.map(() => "Figure: 1 trace\n  scatter"), "42"],
    );
    assert.deepEqual(
      texts.map((all) => all.length),
      [1, 2, 2, 2, 2, 1, 2, 2, 2, 2, 1],
    );
    assert.match(texts[1][1], /^Left out of application\/json, .*: loop \(a cycle\)\.\n$/);
    const valid = await runJupyter("python", ["-c", `import nbformat; nbformat.validate(nbformat.read("${path}", 4))`]);
    assert.equal(valid.code, 0, valid.output);
  });

  it("takes parameters: JSON or text, behind the cell with their defaults", async () => {
    const defaults = { source: "let fast = 10;\nlet name = 'none';", metadata: { tags: ["parameters"] } };
    const { path, folder } = notebookOf([defaults, "[fast, name]"]);
    const out = join(folder, "out.ipynb");
    const { code, output } = await paperlab(path, "-o", out, "-p", "fast=5", "-p", "name=a=b c");
    assert.equal(code, 0, output);
    assert.deepEqual(outputTexts(out), [[], [], ["[ 5, 'a=b c' ]"]]);
    // Run again, it has one cell of parameters still.
    assert.equal((await paperlab(out, "-p", "fast=7")).code, 0);
    assert.deepEqual(outputTexts(out), [[], [], ["[ 7, 'none' ]"]]);
  });

  it("stops at a cell that fails, with everything so far in the file", async () => {
    const { path } = notebookOf(failing);
    const { code, output } = await paperlab(path);
    assert.equal(code, 1);
    assert.match(withoutColors(output), /RangeError: of the second[\s\S]*Cell 2 of .*notebook\.ipynb failed/);
    assert.deepEqual(outputTexts(path), [["1"], ["RangeError: of the second"], []]);
  });

  it("says what is wrong with a command", async () => {
    assert.match(
      (await paperlab("missing.ipynb")).output,
      /^Expected missing\.ipynb to be a notebook, there is no such file/,
    );
    const { path } = notebookOf(["1"]);
    assert.match(
      (await paperlab(path, "-o", "no/such/out.ipynb")).output,
      /^Expected no\/such\/out\.ipynb to be in an existing folder/,
    );
    assert.match((await paperlab(dirname(path))).output, /^Expected .* to be a notebook, was a folder/);
    assert.match((await paperlab(path, "-o", dirname(path))).output, /^Expected .* to be a file, was a folder/);
    const { code, output } = await command("kernel", "start", join(root, "package.json"));
    assert.equal(code, 1);
    assert.match(output, /^Expected .*package\.json to be a Jupyter connection file, but it has no transport\n*$/);
    assert.match((await command("kernel", "start", "no.json")).output, /^Expected no\.json to be .*, was not: ENOENT/);
    assert.match((await paperlab()).output, /^Expected the path of one notebook\n\npaperlab \d/);
    assert.match((await paperlab("x.ipynb", "-p", "5x")).output, /^Expected a parameter as name=value, was "5x"/);
    assert.match((await paperlab("--fast", "x.ipynb")).output, /--fast[\s\S]*paperlab run/);
    assert.match((await paperlab(join(root, "README.md"))).output, /README\.md to be a notebook, was not JSON/);
    assert.match((await paperlab(join(root, "package.json"))).output, /package\.json to be a notebook of nbformat 4/);
  });
});

describe("paperlab kernel install", () => {
  it("copies the kernel, the extension and the template to where Jupyter finds them, and nbclient stops at a cell that fails", async () => {
    const folder = mkdtempSync(join(tmpdir(), "paperlab-prefix-"));
    for (const _ of [1, 2]) {
      const { code, output } = await run(process.execPath, [program, "kernel", "install", "--prefix", folder]);
      assert.equal(code, 0, output);
    }
    const data = join(folder, "share", "jupyter");
    const { argv } = JSON.parse(readFileSync(join(data, "kernels/paperlab/kernel.json"), "utf8"));
    assert.ok(argv.slice(0, 2).every((path: string) => existsSync(path)));
    const { jupyterEnvironment, inVenv } = await import("../support/jupyter").then(({ jupyter }) => jupyter());
    const env = { ...process.env, ...jupyterEnvironment(), JUPYTER_PATH: data };
    // A cell that fails ends the notebook, with its line named.
    const { path } = notebookOf(failing);
    const { code, output } = await run(inVenv("jupyter"), ["execute", "--inplace", path], { env });
    assert.notEqual(code, 0);
    assert.match(withoutColors(output), /RangeError: of the second\n\ncell 2, line 2\n/);
    const listed = await run(inVenv("jupyter"), ["labextension", "list"], { env });
    assert.match(listed.output, /@paperlab\/figures v\d+\.\d+\.\d+ .*enabled.*OK/);
  });

  it("says what is wrong with a command", async () => {
    const { code, output } = await run(process.execPath, [program, "kernel", "install", "--user", "--sys-prefix"]);
    assert.equal(code, 1);
    assert.match(output, /^Expected one of --user, --sys-prefix and --prefix/);
  });
});

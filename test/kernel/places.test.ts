import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { KernelClient } from "../support/kernel-client";

const idiom = `
import { createRequire } from "node:module";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
const __filename = fileURLToPath(import.meta.url);
const __dirname = dirname(__filename);
const require = createRequire(import.meta.url);`;

describe("the place of a cell and of a file that it imports", () => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "paperlab places ")));
  const helper = join(folder, "helpers", "place.ts");
  let kernel: KernelClient;
  before(async () => {
    mkdirSync(join(folder, "helpers"));
    mkdirSync(join(folder, "elsewhere"));
    mkdirSync(join(folder, "node_modules", "tool"), { recursive: true });
    writeFileSync(join(folder, "node_modules", "tool", "index.js"), "module.exports = 'a tool';");
    writeFileSync(
      helper,
      "export const place = [__dirname, __filename, import.meta.dirname, import.meta.filename, import.meta.url];\n" +
        "export const near = () => import.meta.resolve('./near.csv');\n" +
        "export const failing = () => { throw new Error('here'); };",
    );
    writeFileSync(join(folder, "helpers", "modern.ts"), `${idiom}\nexport const place = [__dirname, require("tool")];`);
    writeFileSync(join(folder, "helpers", "unseen.ts"), "module.exports = [__filename, import.meta.url];");
    kernel = await KernelClient.start({ cwd: folder });
  });
  after(async () => {
    await kernel.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const printed = async (code: string) => {
    const { stdout, traceback } = await kernel.execute(`console.log(JSON.stringify(${code}))`);
    assert.equal(traceback, "");
    return JSON.parse(stdout);
  };

  it("is the notebook's folder in a cell, wherever the process is", async () => {
    await kernel.execute("process.chdir('elsewhere')");
    const file = join(folder, "cell.ts");
    assert.deepEqual(await printed("[__dirname, __filename]"), [folder, file]);
    assert.deepEqual(await printed("[import.meta.dirname, import.meta.filename, import.meta.url]"), [
      folder,
      file,
      pathToFileURL(file).href,
    ]);
    await kernel.execute("process.chdir('..')");
  });

  it("is known in functions, in cells that await, and with a variable called `meta`", async () => {
    await kernel.execute("const meta = 1; const place = () => [__dirname, import.meta.dirname];");
    assert.deepEqual(await printed("place()"), [folder, folder]);
    assert.deepEqual(await printed("[await 1, import.meta.dirname, meta]"), [1, folder, 1]);
  });

  it("resolves imports as Node does, packages as `require` does", async () => {
    assert.deepEqual(
      await printed("['./a.csv', '../b.csv', 'fs', 'node:os', 'https://x.org/a'].map((id) => import.meta.resolve(id))"),
      [join(folder, "a.csv"), join(folder, "..", "b.csv")]
        .map((file) => pathToFileURL(file).href)
        .concat("node:fs", "node:os", "https://x.org/a"),
    );
    assert.equal(
      await printed("import.meta.resolve('tool')"),
      pathToFileURL(join(folder, "node_modules/tool/index.js")).href,
    );
    assert.match((await kernel.execute("import.meta.resolve('nothing')")).traceback, /Cannot find module 'nothing'/);
  });

  it("is the file's own in a file that a cell imports", async () => {
    await kernel.execute('import { failing, near, place as placeOfFile } from "./helpers/place.ts";');
    const url = pathToFileURL(helper).href;
    const own = join(folder, "helpers");
    assert.deepEqual(await printed("placeOfFile"), [own, helper, own, helper, url]);
    assert.equal(await printed("near()"), pathToFileURL(join(own, "near.csv")).href);
    const unseen = join(own, "unseen.ts");
    assert.deepEqual(await printed('require("./helpers/unseen.ts")'), [unseen, pathToFileURL(unseen).href]);
  });

  it("has the lines of the file in stacks", async () => {
    const { stdout } = await kernel.execute("try { failing() } catch (error) { console.log((error as Error).stack) }");
    const line = Number(/place\.ts:(\d+):\d+\)?\n {4}at cell/.exec(stdout)?.[1]);
    assert.equal(readFileSync(helper, "utf8").split("\n")[line - 1].includes("new Error"), true, stdout);
  });

  it("is the same when a strategy reads it again", async () => {
    const run = `import { openLab, sample, defineStrategy } from "paperlab";
      const lab = await openLab(":memory:");
      const known = defineStrategy({ name: "known", onBar() { console.log(__dirname, import.meta.url); } });
      const feed = sample("us-daily", { from: "2018-05-10" });
      const session = await lab.run(feed, known, { name: "known", symbols: ["AAPL"] });`;
    const { stdout, stderr, traceback } = await kernel.execute(run);
    assert.equal(stderr + traceback, "");
    assert.match(stdout, /cell\.ts/);
    const again = 'console.log((await lab.run(feed, known, { name: "known", symbols: ["AAPL"] })).name)';
    assert.equal((await kernel.execute(again)).stdout, "known\n");
  });

  it("may be declared as in an ES module, in cells and in files", async () => {
    assert.deepEqual(await printed('(await import("./helpers/modern.ts")).place'), [join(folder, "helpers"), "a tool"]);
    const { traceback } = await kernel.execute(`${idiom}\nconsole.log(require("tool"), __dirname);`);
    assert.equal(traceback, "");
    assert.deepEqual(await printed('[__dirname, require("tool")]'), [folder, "a tool"]);
    assert.equal((await kernel.execute(`${idiom}\nrequire("tool")`)).text, "'a tool'");
  });
});

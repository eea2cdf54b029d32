import assert from "node:assert/strict";
import { join } from "node:path";
import { threadBeside } from "../src/thread";

describe("a thread", () => {
  const { PAPERLAB_THREADS: before } = process.env;
  afterEach(() => {
    if (before === undefined) delete process.env.PAPERLAB_THREADS;
    else process.env.PAPERLAB_THREADS = before;
  });

  const source = join(__dirname, "../src/sweep/threads/pool.ts");

  it("of the built package is the entry beside a module, with no options of Node", () => {
    const file = join("dist", "sweep", "threads", "entry.js");
    assert.deepEqual(threadBeside(join("dist", "sweep", "threads", "pool.js")), { file, execArgv: [] });
  });

  it("of the sources is the one that was made of them, in the folder that the environment names", () => {
    process.env.PAPERLAB_THREADS = "made";
    const file = join("made", "sweep", "threads", "entry.js");
    assert.deepEqual(threadBeside(source), { file, execArgv: [] });
  });

  it("of the sources compiles what it loads, if none was made", () => {
    delete process.env.PAPERLAB_THREADS;
    const { file, execArgv } = threadBeside(source);
    assert.equal(file, join(__dirname, "../src/sweep/threads/entry.ts"));
    assert.deepEqual(execArgv, ["--require", require.resolve("tsx/cjs")]);
  });
});

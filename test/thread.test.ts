import assert from "node:assert/strict";
import { join } from "node:path";
import { threadIn } from "../src/thread";

describe("a thread", () => {
  const { PAPERLAB_THREADS: before } = process.env;
  afterEach(() => {
    if (before === undefined) delete process.env.PAPERLAB_THREADS;
    else process.env.PAPERLAB_THREADS = before;
  });

  const folder = join(__dirname, "../src/sweep/threads");

  it("of the built package is the entry of its folder, with no options of Node", () => {
    assert.deepEqual(threadIn("threads", ".js"), { file: join("threads", "entry.js"), execArgv: [] });
  });

  it("of the sources is the one that was made of them, in the folder that the environment names", () => {
    process.env.PAPERLAB_THREADS = "made";
    assert.deepEqual(threadIn(folder), { file: join("made", "sweep", "threads", "entry.js"), execArgv: [] });
  });

  it("of the sources compiles what it loads, if none was made", () => {
    delete process.env.PAPERLAB_THREADS;
    const { file, execArgv } = threadIn(folder);
    assert.equal(file, join(folder, "entry.ts"));
    assert.deepEqual(execArgv, ["--require", require.resolve("tsx/cjs")]);
  });
});

import assert from "node:assert/strict";
import { KernelClient } from "../support/kernel-client";

describe("a heap that fills up", () => {
  let kernel: KernelClient;
  before(async () => {
    kernel = await KernelClient.start({ env: { NODE_OPTIONS: "--max-old-space-size=1000" } });
  });
  after(() => kernel.close());

  it("is announced, and the loop that fills it is broken before the kernel ends", async () => {
    const { stderr, reply } = await kernel.execute(
      "const hoard: number[][] = []; while (true) hoard.push(new Array(1000).fill(Math.random()));",
    );
    assert.match(
      stderr,
      /^The heap is nearly full \(0\.\d of 1\.\d GB\), so what runs is interrupted\. Keep less in memory/,
    );
    assert.equal(reply.content.ename, "Interrupted");
    assert.equal((await kernel.execute("hoard.length > 1000")).text, "true");
    assert.equal((await kernel.execute("hoard.length = 0; 1 + 1")).text, "2");
  });

  it("is announced, and what fills it is broken behind an await too", async () => {
    const { stderr, reply } = await kernel.execute(
      "const more: number[][] = []; const fill = () => { while (true) more.push(new Array(1000).fill(Math.random())); };\nawait null; fill();",
    );
    assert.match(stderr, /^The heap is nearly full/);
    assert.equal(reply.content.ename, "Interrupted");
    assert.equal((await kernel.execute("more.length = 0; 1 + 1")).text, "2");
  });
});

import assert from "node:assert/strict";
import { copyFileSync, mkdtempSync, readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openLab } from "../../src/index";
import { KernelClient, type KernelMessage } from "../support/kernel-client";
import { fewNodeTypes } from "../support/node-types";

const strategies = `
import { openLab, sample, defineStrategy } from "paperlab";
const feed = sample("us-daily", { from: "2013-05-13", to: "2018-05-11" });
const hold = defineStrategy({ name: "hold", onBar: ({ bar, orderTargetWeight }) => orderTargetWeight(bar.symbol, 1) });
const slow = { symbols: ["AAPL"], pace: { updatesPerSecond: 200 } };`;

describe("a kernel that ends", () => {
  for (const [how, end] of [
    ["by a shutdown", (kernel: KernelClient) => kernel.shutDown()],
    ["by a restart", (kernel: KernelClient) => kernel.shutDown(true)],
    ["by SIGTERM", (kernel: KernelClient) => terminated(kernel)],
  ] as const) {
    it(`${how} leaves its sessions PAUSED, and the file alone whole`, async () => {
      const folder = mkdtempSync(join(tmpdir(), "paperlab-end-"));
      fewNodeTypes(folder);
      const kernel = await KernelClient.start({ cwd: folder });
      try {
        await kernel.execute(strategies);
        await kernel.execute(`const lab = await openLab("lab.db");
          const behind = await lab.createSession(feed, hold, { ...slow, name: "behind" });
          await behind.start();`);
        // One that a cell waits for is no other.
        const code = 'await lab.run(feed, hold, { ...slow, name: "awaited" })';
        const id = await kernel.send("shell", "execute_request", { code });
        const updated = ({ parent, type, content }: KernelMessage) =>
          parent === id && type === "update_display_data" && /[1-9][\d,]* steps\b/.test(content.data["text/plain"]);
        await kernel.until(() => kernel.published.some(updated));
        assert.equal(await end(kernel), 0);
      } finally {
        await kernel.close();
      }
      const beside = readdirSync(folder).filter((name) => name.startsWith("lab.db"));
      assert.deepEqual(beside, ["lab.db"]);
      copyFileSync(join(folder, "lab.db"), join(folder, "copy.db"));
      const lab = await openLab(join(folder, "copy.db"));
      for (const name of ["behind", "awaited"]) {
        const session = await lab.session(name);
        assert.equal(session.state, "PAUSED", name);
        assert.ok(session.steps > 0, `${name}: ${session.steps} steps`);
      }
      await lab.close();
    });
  }
});

async function terminated(kernel: KernelClient): Promise<number | null> {
  const ended = new Promise<number | null>((resolve) => kernel.process.once("exit", resolve));
  kernel.process.kill("SIGTERM");
  return ended;
}

// A thread that takes runs: it is sent a plan and shared columns of bars, and sends back what came of it.
import { parentPort } from "node:worker_threads";
import type { BarColumns } from "../../src/core/market/bar";
import { runToEnd } from "../../src/run/headless";
import type { RunPlan } from "../../src/run/plan";
import { eventful } from "../api/strategies";

/** What the thread is sent. */
export interface Asked {
  readonly plan: RunPlan;
  readonly columns: BarColumns;
}

parentPort?.on("message", async ({ plan, columns }: Asked) => {
  const material = { strategy: eventful, blocks: () => [columns].values() };
  parentPort?.postMessage(await runToEnd(plan, material));
});

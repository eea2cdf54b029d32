// Runs a sweep of 400 runs in a file, each of some milliseconds; says so when it has begun to be stored.
import { setTimeout as sleep } from "node:timers/promises";
import { openLab } from "../../../src/index";
import { slowSweep } from "../slow";

async function main(path: string): Promise<void> {
  const lab = await openLab(path);
  const over = slowSweep(lab);
  for (;;) {
    const frame = await lab.query("SELECT done FROM paper_sweeps").catch(() => undefined);
    const done = Number((frame?.values as number[][] | undefined)?.[0]?.[0] ?? 0);
    if (done > 0) process.stdout.write(`${done}\n`);
    if ((await Promise.race([over, sleep(50)])) !== undefined) break;
  }
  await lab.close();
}

void main(process.argv[2]);

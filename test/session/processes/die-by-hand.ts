// Runs the session "killed" with a pace in the lab of the first argument, trades it by hand again and again, writes the
// number of each request that was stored, and dies without a word in the middle of that, after those of the second argument.
import { writeSync } from "node:fs";
import { openLab } from "../../../src/index";
import { cell } from "../../api/labs";

async function main([path, count]: string[]): Promise<void> {
  const lab = await openLab(path);
  const session = await lab.createSession(...cell("killed", { updatesPerSecond: 130 }));
  await session.start();
  await session.pause();
  if (session.steps === 0) await session.step();
  await session.start();
  for (let asked = 1; asked <= Number(count); asked++) {
    await (asked % 3 === 0 ? session.close() : session.buy("AAPL", asked, { tag: `request ${asked}` }));
    writeSync(1, `${asked}\n`);
    await new Promise((resolve) => setTimeout(resolve, asked % 5));
  }
  void session.buy("AAPL", 1);
  setTimeout(() => process.kill(process.pid, "SIGKILL"), Number(count) % 3);
}

main(process.argv.slice(2));

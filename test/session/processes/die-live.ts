// Runs the session "live" on a live feed in the lab of the first argument, and dies without a word after a bar, whatever
// is stored of it by then: that of the second argument, counted from 1.
import { live, openLab } from "../../../src/index";
import { eventful } from "../../api/strategies";
import { barsOf } from "../../feeds/live/stream";

async function* slowly() {
  for (const bar of barsOf(0, 5000)) {
    yield bar;
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
}

async function main([path, bar]: string[]): Promise<void> {
  const lab = await openLab(path);
  const feed = live(slowly, { name: "BTC", interval: "1m" });
  const session = await lab.createSession(feed, eventful, { name: "live" });
  session.on("bar", () => session.steps >= Number(bar) && process.kill(process.pid, "SIGKILL"));
  await session.run();
}

main(process.argv.slice(2));

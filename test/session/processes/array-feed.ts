// Runs the session "a" on an array of bars to step 100 in the lab of the first argument, and then dies without a word, or
// ends in order.
import { openLab, replay } from "../../../src/index";
import { apple, year } from "../../api/labs";
import { eventful } from "../../api/strategies";

async function main([path, how]: string[]): Promise<void> {
  const lab = await openLab(path);
  const feed = replay([...year.bars()], { calendar: "XNYS", interval: "1d" });
  const session = await lab.createSession(feed, eventful, { ...apple, name: "a" });
  await session.step(100);
  if (how === "die") process.kill(process.pid, "SIGKILL");
  await lab.close();
}

void main(process.argv.slice(2));

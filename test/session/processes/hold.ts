// Runs the session "held" slowly in the lab of the first argument, says "ready" once it has committed, and goes on until
// it is told to end.
import { openLab } from "../../../src/index";
import { apple, year } from "../../api/labs";
import { crossover } from "../../api/strategies";

async function main(path: string): Promise<void> {
  const lab = await openLab(path);
  const session = await lab.createSession(year, crossover, { ...apple, name: "held", pace: { updatesPerSecond: 20 } });
  await session.step(30);
  await session.resume();
  process.stdout.write("ready");
  process.stdin.once("data", () => lab.close());
}

main(process.argv[2]);

// Runs the session "killed" in the lab of the first argument and dies without a word: "step" after a commit at step 100,
// while it runs on, "pace" as soon as a slow run has committed by itself.
import { openLab } from "../../../src/index";
import { cell } from "../../api/labs";

async function main([path, when]: string[]): Promise<void> {
  const lab = await openLab(path);
  const session = await lab.createSession(...cell("killed", when === "pace" ? { updatesPerSecond: 40 } : "max"));
  const die = () => process.kill(process.pid, "SIGKILL");
  if (when === "step") {
    await session.step(100);
    session.on("bar", () => session.steps > 180 && die());
    await session.run();
  }
  await session.start();
  const committed = async () => (await lab.query("SELECT cursor FROM paper_sessions")).values[0] as number[];
  while ((await committed())[0] === 0) await new Promise((resolve) => setTimeout(resolve, 20));
  die();
}

main(process.argv.slice(2));

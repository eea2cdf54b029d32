// Runs the session "killed" of orders of every kind in the lab of the first argument, commits it at step 300 and dies
// while it runs on.
import { openLab } from "../../../src/index";
import { everything, feed, thin } from "../orders/everything";

async function main([path]: string[]): Promise<void> {
  const lab = await openLab(path);
  const session = await lab.createSession(feed, everything, { ...thin, name: "killed" });
  await session.step(300);
  session.on("bar", () => session.steps > 420 && process.kill(process.pid, "SIGKILL"));
  await session.run();
}

main(process.argv.slice(2));

// Tries a lab as a user without the right to write it, and writes what happened as JSON: <file>.
import { openLab } from "../../../src/index";
import { apple, year } from "../labs";
import { crossover } from "../strategies";

async function main(path: string): Promise<void> {
  await (await openLab(path)).close(); // everything is loaded before the rights are given up
  if (process.getuid?.() === 0) process.setuid?.(65534);
  const code = (error: { code?: string }) => error.code;
  const lab = await openLab(path);
  const session = await lab.session("a", { strategy: crossover });
  const told = {
    names: (await lab.sessions()).column("name").values,
    steps: session.steps,
    created: await lab.createSession(year, crossover, apple).catch(code),
    ran: await session.run().catch(code),
    deleted: await lab.deleteSession("a").catch(code),
    state: session.state,
  };
  await lab.close();
  process.stdout.write(JSON.stringify(told));
}

main(process.argv[2]);

// Opens a lab of a folder that cannot be written, and again once it can, and writes what happened as JSON: <file>.
import { chmodSync, chownSync } from "node:fs";
import { dirname } from "node:path";
import { openLab } from "../../../src/index";
import { apple, year } from "../labs";
import { crossover } from "../strategies";

const options = { ...apple, name: "a" };

async function main(path: string): Promise<void> {
  const made = await openLab(path); // everything is loaded before the rights are given up
  await made.createSession(year, crossover, options);
  await made.close();
  const folder = dirname(path);
  if (process.getuid?.() === 0) {
    for (const one of [folder, path]) chownSync(one, 65534, 65534);
    process.setuid?.(65534);
  }
  chmodSync(folder, 0o555);
  const code = (error: { code?: string }) => error.code;
  const reading = await openLab(path);
  const refused = await reading.deleteSession("a").catch(code);
  const sharedRefused = await openLab(path).then((shared) => shared.deleteSession("a").catch(code));
  chmodSync(folder, 0o755);
  const writing = await openLab(path);
  const session = await writing.createSession(year, crossover, options);
  await session.step(10);
  const stillReads = (await reading.sessions()).column("name").values;
  await writing.close();
  process.stdout.write(JSON.stringify({ refused, sharedRefused, steps: session.steps, stillReads }));
}

main(process.argv[2]);

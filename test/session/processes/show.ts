// Opens the lab in the first argument and writes everything that the sessions named in the others show, as JSON.
import { openLab } from "../../../src/index";
import { everythingOf } from "../../api/labs";

async function main([path, ...names]: string[]): Promise<void> {
  const lab = await openLab(path);
  const shown: unknown[] = [];
  for (const name of names) shown.push(everythingOf(await lab.session(name)));
  await lab.close();
  process.stdout.write(JSON.stringify(shown));
}

main(process.argv.slice(2));

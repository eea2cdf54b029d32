import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "./build.mjs";
import { keep } from "./command.mjs";
import { install } from "./install.mjs";
import { prepareJupyter } from "./jupyter.mjs";
import { inProject } from "./paths.mjs";
import { step } from "./progress.mjs";

/** Makes the checkout ready to run: packages, then the build. Takes a moment if nothing changed. */
export async function prepare(steps) {
  await step(`1/${steps} Installing packages`, install);
  await step(`2/${steps} Building`, build);
  makePlaceForPackages(inProject("notebooks"));
}

/** Makes a folder the place for the packages of a user's notebooks. Otherwise npm would change the project's. */
export function makePlaceForPackages(folder) {
  const file = join(folder, "package.json");
  const description = "Packages of your own notebooks: npm install <name> in this folder";
  if (!existsSync(file)) writeFileSync(file, `${JSON.stringify({ private: true, description }, null, 2)}\n`);
}

/**
 * `prepare`, and Jupyter meanwhile, as both wait for the network. Returns `{ missing }` with the reason if this machine
 * cannot have Jupyter.
 */
export async function prepareAll(steps) {
  const stop = new AbortController();
  const jupyter = prepareJupyter(stop.signal);
  // Whatever happens to it is said in its own step.
  jupyter.catch(() => {});
  try {
    await prepare(steps);
  } catch (error) {
    stop.abort();
    throw error;
  }
  let missing;
  await step(`3/${steps} Preparing JupyterLab in .venv, begun with the first step`, async () => {
    const result = await jupyter;
    missing = reason(result);
    return missing === undefined ? result : "not possible here";
  });
  return { missing };
}

function reason({ missing, log } = {}) {
  return log === undefined ? missing : `${missing}\n${keep(log.name, log.output)}`;
}

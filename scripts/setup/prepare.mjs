import { build } from "./build.mjs";
import { install } from "./install.mjs";
import { prepareJupyter } from "./jupyter.mjs";
import { step } from "./progress.mjs";

/** Makes the checkout ready to run: packages, then the build. Takes a moment when nothing changed. */
export async function prepare(steps) {
  await step(`1/${steps} Installing packages`, install);
  await step(`2/${steps} Building`, build);
}

/** `prepare`, then Jupyter. Returns `{ missing }` with the reason where there can be no Jupyter on this machine. */
export async function prepareAll(steps) {
  await prepare(steps);
  let missing;
  await step(`3/${steps} Preparing JupyterLab in .venv`, async () => {
    const result = await prepareJupyter();
    missing = result?.missing;
    return missing === undefined ? result : "not possible here";
  });
  return { missing };
}

import { mkdirSync } from "node:fs";
import { createRequire } from "node:module";
import { keep, run, show } from "./command.mjs";
import { inVenv, jupyterEnvironment } from "./jupyter.mjs";
import { inProject } from "./paths.mjs";
import { Problem } from "./problem.mjs";

const notebook = "notebooks/01-quickstart.ipynb";
const executed = "lab/01-quickstart.ipynb";

/** Runs the quickstart notebook, in Jupyter if it is there, and prints the results. */
export async function runQuickstart({ missing }) {
  mkdirSync(inProject("lab"), { recursive: true });
  if (missing !== undefined) return runWithoutJupyter(missing);
  const args = ["nbconvert", "--execute", "--to", "notebook", "--output-dir", "lab", notebook];
  const { code, output } = await run(inVenv("jupyter"), args, { env: jupyterEnvironment() });
  if (code !== 0) throw new Problem(`The quickstart notebook failed.\n\n${keep("quickstart", output)}`);
  printOutputs();
  console.log(`\nWith its outputs it is ${executed}; its sessions are kept in notebooks/research.db.`);
  console.log("Open it in JupyterLab:  npm run lab");
  return 0;
}

async function runWithoutJupyter(missing) {
  const code = await show(process.execPath, ["dist/kernel/bin.js", "run", notebook, "-o", executed]);
  if (code !== 0) return code;
  console.log(`\nWith its outputs it is ${executed}; its sessions are kept in notebooks/research.db.`);
  console.log(`It ran without Jupyter. ${missing}`);
  console.log("With it, npm start prepares JupyterLab, and npm run lab opens it.");
  return 0;
}

function printOutputs() {
  const require = createRequire(import.meta.url);
  const { readNotebook } = require("../../dist/kernel/notebook/notebook.js");
  const { outputText } = require("../../dist/kernel/notebook/run.js");
  for (const { outputs = [] } of readNotebook(inProject(executed)).cells) {
    for (const output of outputs) process.stdout.write(outputText(output));
  }
}

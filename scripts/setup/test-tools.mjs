import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { run } from "./command.mjs";
import { hasJupyter, inVenv } from "./jupyter.mjs";
import { inProject } from "./paths.mjs";
import { digest } from "./stamp.mjs";

const requirements = "test/jupyter/requirements.txt";
const stamp = inProject(".venv", "paperlab-test-stamp");

const browsers = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

/** Path of a Chromium on this machine, from `PAPERLAB_CHROMIUM` or the usual places; `undefined` if there is none. */
export function chromium() {
  return [process.env.PAPERLAB_CHROMIUM, ...browsers].find((path) => path && existsSync(path));
}

/**
 * Prepares what tests with Jupyter and a browser need. Returns the tests that cannot run here, each with what is
 * missing.
 */
export async function missingTools() {
  if (!hasJupyter()) return withoutPython("Jupyter (see npm start)");
  const wanted = digest([requirements]);
  if (!existsSync(stamp) || readFileSync(stamp, "utf8") !== wanted) {
    const pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r", requirements];
    const { code } = await run(inVenv("python"), pip);
    if (code !== 0) return withoutPython(`what ${requirements} names (pip failed)`);
    writeFileSync(stamp, wanted);
  }
  if (chromium() !== undefined) return [];
  const missing =
    "Chromium (on Debian and Ubuntu: sudo apt-get install chromium; elsewhere name it in PAPERLAB_CHROMIUM)";
  return ["lab", "figures"].map((name) => ({ tests: `test/jupyter/${name}.test.ts`, missing }));
}

function withoutPython(missing) {
  return ["test/jupyter/**", "test/sweep/search/optuna.test.ts"].map((tests) => ({ tests, missing }));
}

import { spawnSync } from "node:child_process";
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
 * Prepares what tests need beside Node. Returns the tests that cannot run here, each with what is missing; `isAllowed`: it
 * may be missing where CI is set.
 */
export async function missingTools() {
  return [...(await missingJupyter()), ...missingRedis()];
}

async function missingJupyter() {
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
  return [{ tests: "test/jupyter/browser/**", missing }];
}

function withoutPython(missing) {
  return ["test/jupyter/**", "test/sweep/search/optuna.long.test.ts"].map((tests) => ({ tests, missing }));
}

function missingRedis() {
  const asked = { "redis-server": "--version", openssl: "version" };
  const missing = Object.keys(asked).filter((program) => !answers(program, asked[program]));
  if (missing.length > 0) {
    const names = missing.join(" and ");
    const how = `on Debian and Ubuntu: sudo apt-get install ${missing.join(" ")}`;
    return [{ tests: "test/sweep/queue/**", missing: `${names} (${how})` }];
  }
  if (canMakeHosts()) return [];
  const right = "the right to make network namespaces (ip netns, as the machine's administrator)";
  return [{ tests: "test/sweep/queue/hosts.long.test.ts", missing: right, isAllowed: true }];
}

function canMakeHosts() {
  const name = `plt${process.pid}`;
  const made = [answers("ip", "netns", "add", name), answers("ip", "link", "add", name, "type", "bridge")];
  answers("ip", "netns", "del", name);
  answers("ip", "link", "del", name);
  return made.every(Boolean);
}

function answers(program, ...args) {
  return spawnSync(program, args).status === 0;
}

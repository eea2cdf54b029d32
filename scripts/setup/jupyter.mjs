import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { run } from "./command.mjs";
import { inProject } from "./paths.mjs";
import { digest } from "./stamp.mjs";

const venv = inProject(".venv");
const programs = join(venv, process.platform === "win32" ? "Scripts" : "bin");
const requirements = "kernel/requirements.txt";
// Kept in the environment, so that both are deleted together.
const stamp = join(venv, "paperlab-stamp");
const placeFile = "paperlab-place";
const oldest = [3, 10];

/** Absolute path of a program of the environment. */
export function inVenv(name) {
  return join(programs, process.platform === "win32" ? `${name}.exe` : name);
}

/** Whether the environment with Jupyter exists and is up to date. */
export function hasJupyter() {
  return existsSync(stamp) && readFileSync(stamp, "utf8") === wantedStamp() && existsSync(inVenv("jupyter"));
}

/**
 * The environment variables with which Jupyter finds paperlab's kernel, extension and template, and the kernel finds
 * this Node.
 */
export function jupyterEnvironment() {
  const { PATH = "", JUPYTER_PATH } = process.env;
  const path = inProject("kernel", "jupyter");
  return {
    JUPYTER_PATH: JUPYTER_PATH ? `${path}${delimiter}${JUPYTER_PATH}` : path,
    PATH: [dirname(process.execPath), programs, PATH].join(delimiter),
  };
}

/**
 * Whether an environment was made in its present folder. Its programs contain the path of that folder. In a copied or
 * moved project they would run the old ones, or nothing.
 */
export function isMadeHere(folder) {
  const file = join(folder, placeFile);
  return existsSync(file) && readFileSync(file, "utf8") === folder;
}

/**
 * Makes `.venv` with JupyterLab, unless it exists, or until an AbortSignal ends it. Returns "up to date" if there was
 * nothing to do, or, if this machine cannot have it, `{ missing, log }`: one sentence, and the `name` and `output` of the
 * command that failed, if one did.
 */
export async function prepareJupyter(signal) {
  if (hasJupyter()) return "up to date";
  const python = findPython();
  if (python.missing !== undefined) return python;
  if (!existsSync(inVenv("python")) || !isMadeHere(venv)) {
    rmSync(venv, { recursive: true, force: true });
    const made = await run(python.program, ["-m", "venv", ".venv"], { signal });
    if (made.code !== 0) {
      rmSync(venv, { recursive: true, force: true });
      const log = { name: "venv", output: made.output };
      return { missing: `Python's venv module does not work here. ${venvCure}`, log };
    }
    writeFileSync(join(venv, placeFile), venv);
  }
  const pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r", requirements];
  const { code, output } = await run(inVenv("python"), pip, { signal });
  if (code !== 0) return { missing: "pip could not install JupyterLab.", log: { name: "pip", output } };
  writeSettings();
  writeFileSync(stamp, wantedStamp());
}

function wantedStamp() {
  return `${digest([requirements, "scripts/setup/jupyter.mjs"])} ${venv}`;
}

const venvCure = "On Debian and Ubuntu: sudo apt-get install python3-venv";

function findPython() {
  const version = "import sys; print(*sys.version_info[:2])";
  for (const program of ["python3", "python"]) {
    const { status, stdout } = spawnSync(program, ["-c", version], { encoding: "utf8" });
    if (status !== 0) continue;
    const [major, minor] = stdout.trim().split(" ").map(Number);
    if (major > oldest[0] || (major === oldest[0] && minor >= oldest[1])) return { program };
    return { missing: `JupyterLab needs Python ${oldest.join(".")} or newer, ${program} is ${major}.${minor}.` };
  }
  return {
    missing: `There is no python3 on the path. On Debian and Ubuntu: sudo apt-get install python3 python3-venv`,
  };
}

// Turns off the question about news and the check for updates.
function writeSettings() {
  const folder = join(venv, "share", "jupyter", "lab", "settings");
  mkdirSync(folder, { recursive: true });
  const notification = { fetchNews: "false", checkForUpdates: false };
  const settings = { "@jupyterlab/apputils-extension:notification": notification };
  writeFileSync(join(folder, "overrides.json"), `${JSON.stringify(settings, null, 2)}\n`);
}

import { spawnSync } from "node:child_process";
import { accessSync, constants, existsSync, realpathSync } from "node:fs";
import { isBuiltin } from "node:module";
import { delimiter, dirname, join } from "node:path";
import { Problem } from "./problem.mjs";

const tools = [
  { name: "a C++ compiler (g++ or clang++)", programs: ["c++", "g++", "clang++"], variable: "CXX" },
  { name: "make", programs: ["make", "gmake"], variable: "MAKE" },
  { name: "python3", programs: ["python3", "python"], variable: "PYTHON" },
];

/** How to get the tools that compile sqlite3, as lines to be shown. */
export const compilerCure = [
  "Install what is missing and run the same command again:",
  "  Debian, Ubuntu   sudo apt-get install build-essential python3",
  "  Fedora           sudo dnf install gcc-c++ make python3",
  "  macOS            xcode-select --install",
].join("\n");

/** How to get Node's headers if the distribution packages them separately, as lines to be shown. */
export const headersCure = [
  "Install them and run the same command again:",
  "  Debian, Ubuntu   sudo apt-get install libnode-dev",
  "  Fedora           sudo dnf install nodejs-devel",
  "  elsewhere        a Node from https://nodejs.org or nvm carries them",
].join("\n");

/** Names of the tools that compiling sqlite3 needs and this machine lacks. Empty if that cannot be determined. */
export function missingTools() {
  if (process.platform === "win32") return [];
  // On macOS, cc and make may be placeholders that only offer to install the real ones.
  if (process.platform === "darwin" && spawnSync("xcode-select", ["-p"]).status !== 0)
    return ["Xcode's command line tools"];
  return tools
    .filter(({ programs, variable }) => !process.env[variable] && !programs.some(onPath))
    .map((tool) => tool.name);
}

function onPath(program) {
  return (process.env.PATH ?? "").split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/** Throws a `Problem` if the only way to SQLite is to compile sqlite3, and the tools for that are missing. */
export async function checkCompiler() {
  if (isBuiltin("node:sqlite")) return;
  const missing = missingTools();
  if (missing.length === 0 || (await prebuiltMayBeFetched())) return;
  throw new Problem(
    `The package sqlite3 has to be compiled here (its ready-made binary cannot be reached), and this is missing: ${missing.join(", ")}.\nNode 22.13 and later have an SQLite of their own and do without. ${compilerCure}`,
  );
}

async function prebuiltMayBeFetched() {
  const { npm_config_sqlite3_binary_host, npm_config_https_proxy, HTTPS_PROXY, https_proxy } = process.env;
  // With a mirror or a proxy, this check cannot tell. The installation will.
  if (npm_config_sqlite3_binary_host || npm_config_https_proxy || HTTPS_PROXY || https_proxy) return true;
  try {
    await fetch("https://github.com", { method: "HEAD", signal: AbortSignal.timeout(5000) });
    return true;
  } catch {
    return false;
  }
}

/**
 * The environment in which node-gyp finds this machine's headers of Node, if there are any. Otherwise it downloads
 * them. Headers of another Node in /usr work too: sqlite3 uses only Node-API, which is the same in all of them.
 */
export function compilerEnvironment() {
  const own = dirname(dirname(realpathSync(process.execPath)));
  const prefix = [own, "/usr"].find((folder) => existsSync(join(folder, "include", "node", "common.gypi")));
  return prefix === undefined ? {} : { npm_config_nodedir: prefix };
}

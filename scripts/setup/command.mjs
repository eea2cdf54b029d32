import { spawn } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { basename, dirname, relative } from "node:path";
import { inProject, root } from "./paths.mjs";
import { Problem } from "./problem.mjs";

// Empty lines, stacks, and node-gyp's information about itself.
const noise =
  /^(npm (error|ERR!))?\s*(gyp (info|http)\b.*|gyp ERR! (stack\s+at|System|command|cwd|node|not ok|\$npm).*|at\s.*)?$/;
const interrupted = new Set(["SIGINT", "SIGTERM", "SIGHUP"]);

/**
 * Runs a program without input, in the project's folder or in `cwd`, until an AbortSignal ends it, and collects its
 * output. Resolves to `{ code, output }`. Throws a `Problem` if the program does not exist or was interrupted.
 */
export function run(program, args, { env = {}, cwd = root, signal } = {}) {
  const child = start(program, args, { env, cwd, signal, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (text) => (output += text));
  return ended(child, program).then((code) => ({ code, output }));
}

/** Runs a program in the project's folder with this process's terminal. Resolves to its exit code. */
export function show(program, args, { env = {} } = {}) {
  return ended(start(program, args, { env, cwd: root, stdio: "inherit" }), program);
}

function start(program, args, { env, cwd, signal, stdio }) {
  // On Windows npm is a script, which only a shell can start.
  const shell = process.platform === "win32" && program === "npm";
  return spawn(program, args, { cwd, env: { ...process.env, ...env }, signal, stdio, shell });
}

function ended(child, program) {
  return new Promise((resolve, reject) => {
    child.on("error", (error) => reject(new Problem(`Cannot run ${program}: ${error.message}`)));
    child.on("close", (code, signal) => {
      if (interrupted.has(signal)) reject(new Problem("Interrupted. Run the same command again to go on.", 130));
      else resolve(code ?? 1);
    });
  });
}

/** The program and first arguments that start npm: the npm that runs this script, otherwise the one on the path. */
export function npm() {
  const path = process.env.npm_execpath;
  return path !== undefined && basename(path) === "npm-cli.js" ? [process.execPath, path] : ["npm"];
}

/** Keeps the output of a failed command in a file. Returns its last informative lines, to be shown. */
export function keep(name, output) {
  const file = inProject("node_modules", ".paperlab", `${name}.log`);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, output);
  const last = output.split("\n").filter((line) => !noise.test(line));
  return [`The last lines of its output (all of it is in ${relative(root, file)}):`, ...last.slice(-12)].join("\n  ");
}

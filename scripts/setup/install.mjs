import { existsSync, readFileSync } from "node:fs";
import { isBuiltin } from "node:module";
import { keep, npm, run } from "./command.mjs";
import { checkCompiler, compilerCure, compilerEnvironment, missingTools } from "./compiler.mjs";
import { diagnose } from "./diagnose.mjs";
import { inProject } from "./paths.mjs";
import { Problem } from "./problem.mjs";
import { digest, isDone, setDone } from "./stamp.mjs";

/** Installs what the lock file says, unless that was done already. Returns "up to date" if there was nothing to do. */
export async function install() {
  const wanted = digest(["package-lock.json"], `${process.platform}-${process.arch}`);
  if (isDone("installed", wanted)) return "up to date";
  if (holdsTheLock() && (await sqliteError()) === undefined) {
    setDone("installed", wanted);
    return "up to date";
  }
  await checkCompiler();
  await installFromLock();
  setDone("installed", wanted);
}

/** Whether node_modules, after an `npm ci` by hand, holds exactly what the lock file says. */
function holdsTheLock() {
  const [locked, found] = ["package-lock.json", "node_modules/.package-lock.json"].map(packagesOf);
  const versions = (packages) => Object.entries(packages).map(([path, { version }]) => `${path}@${version}`);
  const present = new Set(versions(found));
  const required = Object.fromEntries(
    Object.entries(locked).filter(([path, { optional }]) => path !== "" && !optional),
  );
  return versions(required).every((entry) => present.has(entry));
}

function packagesOf(path) {
  if (!existsSync(inProject(path))) return {};
  return JSON.parse(readFileSync(inProject(path), "utf8")).packages ?? {};
}

async function installFromLock() {
  const [program, ...first] = npm();
  const { code, output } = await run(
    program,
    [...first, "ci", "--include=dev", "--no-audit", "--no-fund", "--prefer-offline"],
    {
      env: {
        ...compilerEnvironment(),
        // That of SQLite's own builds. What sqlite3 is compiled with by default takes half as long again.
        CFLAGS: process.env.CFLAGS ?? "-O2",
        // npm would retry for minutes. This is three more tries within about ten seconds.
        npm_config_fetch_retries: "3",
        npm_config_fetch_retry_mintimeout: "1000",
        npm_config_fetch_retry_maxtimeout: "5000",
      },
    },
  );
  if (code !== 0) throw new Problem(`${diagnose(output)}\n\n${keep("install", output)}`);
  const error = await sqliteError();
  if (error !== undefined)
    throw new Problem(
      `The package sqlite3 does not load here (${error}), and Node has an SQLite of its own from 22.13 on.\n${sqliteCure()}`,
    );
}

function sqliteCure() {
  const missing = missingTools();
  if (missing.length > 0) return `To compile it, this is missing: ${missing.join(", ")}.\n${compilerCure}`;
  const variables = Object.entries(compilerEnvironment()).map(([name, value]) => `${name}=${value} `);
  const command = existsSync(inProject("node_modules", "sqlite3"))
    ? "npm rebuild sqlite3"
    : "npm install --no-save sqlite3";
  return `Build it here from its source: ${variables.join("")}npm_config_build_from_source=true ${command} --ignore-scripts=false`;
}

/**
 * Says why there is no SQLite: Node does not have its own, and the binary of sqlite3 is missing or made for another
 * system. `undefined` if there is one.
 */
async function sqliteError() {
  if (isBuiltin("node:sqlite")) return undefined;
  const load = 'try { require("sqlite3") } catch (error) { console.log(error.message); process.exit(1) }';
  const { code, output } = await run(process.execPath, ["-e", load]);
  return code === 0 ? undefined : output.split("\n")[0];
}

// `npm test`: runs mocha over the given files (default: all but the long tests and the soak tests; `--long`: the long ones
// too), and ends with one line of counts.
import "./setup/check-node.mjs";
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { isBuiltin } from "node:module";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { buildThreads } from "./programs.mjs";
import { run, show } from "./setup/command.mjs";
import { inProject, root } from "./setup/paths.mjs";
import { main, Problem } from "./setup/problem.mjs";
import { missingTools } from "./setup/test-tools.mjs";

// Many tests wait, for servers, browsers and workers, so one part more runs at a time than there are processors, at most
// four. The longest begin first, and none is so long that the others end well before it.
const kernel = ["test/kernel/**/*.test.ts"];
const jupyter = ["test/jupyter/**/*.test.ts"];
const house = ["test/house/**/*.test.ts"];
const sweeps = ["test/sweep/**/*.test.ts"];
const shown = ["test/{analysis,api,output,views}/**/*.test.ts"];
const stored = ["test/session/{by-hand,life,processes,stored}/**/*.test.ts"];
const sessions = ["test/session/**/*.test.ts"];
// Tested again with Node's own SQLite.
const store = ["test/store/**/*.test.ts"];
// They need a browser, whole notebooks, the packed package or another compiler, kill what runs, or take long.
const long = "test/**/*.long.test.ts";
// They start dozens of kernels, have tens of thousands of cases, compile the project again, or try laws on ten times as many.
const soak = "test/**/*.soak.test.ts";
const atATime = Math.min(4, availableParallelism() + 1);

await main(async () => {
  const given = process.argv.slice(2).filter((name) => name !== "--long");
  const withLong = process.argv.includes("--long");
  const missing = given.length > 0 ? [] : await missingTools();
  for (const { tests, missing: what } of missing) console.log(`Left out, for want of ${what}: ${tests}`);
  if (process.env.CI && missing.some(({ isAllowed }) => !isAllowed))
    throw new Problem("Nothing may be left out where CI is set.");
  const ignored = missing.map(({ tests }) => tests);
  if (given.length === 0) {
    console.log(`Left to npm run test:soak: ${soak}`);
    ignored.push(soak);
    if (!withLong) console.log(`Left to npm test -- --long: ${long}`);
    if (!withLong) ignored.push(long);
  }
  const folder = mkdtempSync(join(madeFolder(), "test-"));
  const threads = await buildThreads(root, folder);
  const mocha = (name, files, without = []) => runMocha(files, [...ignored, ...without], join(folder, name), threads);
  const part = (name, files, { without = [], env = {} } = {}) => ({
    name: `the tests of ${name}`,
    start: () => mocha(name, files, without)(run, env),
  });
  try {
    if (given.length > 0) return conclude([{ name: "the tests given", ...(await mocha("given", given)(show)) }]);
    const apart = [...kernel, ...jupyter, ...sweeps, ...shown, ...sessions, ...store, ...house];
    const parts = [
      part("Jupyter", jupyter),
      part("the kernel", kernel),
      part("what is shown", shown),
      part("sweeps", sweeps),
      part("sessions", sessions, { without: stored }),
      part("all else", settings().spec, { without: apart }),
      part("stored sessions", stored),
      part("the store", store),
      part("the house", house),
    ];
    if (isBuiltin("node:sqlite"))
      parts.push(part("the store on node:sqlite", store, { env: { PAPERLAB_SQLITE: "node" } }));
    else console.log("The store is tested on sqlite3 alone: this Node has no node:sqlite.");
    return conclude(await someAtATime(parts));
  } finally {
    rmSync(folder, { recursive: true });
  }
});

/** Runs the parts, and shows each as a whole when it has ended, so that their lines do not mix. */
async function someAtATime(parts) {
  const left = [...parts];
  const ended = [];
  const runNext = async () => {
    for (let part = left.shift(); part !== undefined; part = left.shift()) {
      console.log(`Running ${part.name} ...`);
      const result = await part.start();
      process.stdout.write(result.output);
      ended.push({ name: part.name, ...result });
    }
  };
  await Promise.all(Array.from({ length: atATime }, runNext));
  return ended;
}

// In the project, so that its packages are found.
function madeFolder() {
  const folder = inProject("node_modules", ".paperlab");
  mkdirSync(folder, { recursive: true });
  return folder;
}

function settings() {
  return JSON.parse(readFileSync(inProject(".mocharc.json"), "utf8"));
}

/**
 * Returns a function that runs mocha over files with `run` or `show`, and resolves to its exit code, output and
 * counts.
 */
function runMocha(files, ignored, countsFile, threads) {
  const reporter = inProject("test", "support", "mocha-counts.cjs");
  const strict = ["--forbid-only", "--forbid-pending", "--no-config", `--timeout=${settings().timeout}`];
  const without = ignored.map((pattern) => `--ignore=${pattern}`);
  const mocha = ["--import", "tsx", "node_modules/mocha/bin/_mocha", "--reporter", reporter, ...strict];
  return async (start, more = {}) => {
    const env = { PAPERLAB_TEST_COUNTS: countsFile, ...threads, ...more };
    const ended = await start(process.execPath, [...mocha, ...without, ...files], { env });
    const { code, output } = typeof ended === "number" ? { code: ended, output: "" } : ended;
    return { code, output, counts: countsIn(countsFile) };
  };
}

function countsIn(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return undefined;
  }
}

/** Prints what failed and the counts, and returns the exit code. */
function conclude(parts) {
  const failed = parts.flatMap(failedIn);
  const passed = parts.reduce((sum, { counts }) => sum + (counts?.passed ?? 0), 0);
  if (failed.length > 0) console.log(`  Failed:\n${failed.map((title) => `  - ${title}\n`).join("")}`);
  if (parts.length > 1) console.log(`  All together: ${passed} passing\n`);
  console.log(`${passed} passed, ${failed.length} failed`);
  return failed.length > 0 ? 1 : 0;
}

/** What failed in a part: one thing at least if it did not come to its end, had no tests, or has an exit code. */
function failedIn({ name, code, counts }) {
  if (counts === undefined) return [`${name} did not run to their end: the reason is above`];
  if (counts.passed + counts.failed.length === 0) return [`${name}: no tests were found`];
  return code !== 0 && counts.failed.length === 0 ? [`${name} ended with code ${code}`] : counts.failed;
}

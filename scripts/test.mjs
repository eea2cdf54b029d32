// `npm test`: runs mocha over the given files (default: those of .mocharc.json) and ends with one line that counts.
import "./setup/check-node.mjs";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { show } from "./setup/command.mjs";
import { inProject } from "./setup/paths.mjs";
import { main, Problem } from "./setup/problem.mjs";
import { missingTools } from "./setup/test-tools.mjs";

await main(async () => {
  const given = process.argv.slice(2);
  const leftOut = given.length > 0 ? [] : await missingTools();
  for (const { tests, missing } of leftOut) console.log(`Left out, for want of ${missing}: ${tests}`);
  if (leftOut.length > 0 && process.env.CI) throw new Problem("Nothing may be left out where CI is set.");
  const folder = mkdtempSync(join(tmpdir(), "paperlab-test-"));
  const file = join(folder, "counts.json");
  try {
    const code = await runMocha(
      given,
      leftOut.map(({ tests }) => tests),
      file,
    );
    return conclude(code, countsIn(file));
  } finally {
    rmSync(folder, { recursive: true });
  }
});

function runMocha(files, ignored, countsFile) {
  const { spec, timeout } = JSON.parse(readFileSync(inProject(".mocharc.json"), "utf8"));
  const reporter = inProject("test", "support", "mocha-counts.cjs");
  const strict = ["--forbid-only", "--forbid-pending", "--no-config", `--timeout=${timeout}`];
  return show(
    process.execPath,
    [
      "--import",
      "tsx",
      "node_modules/mocha/bin/_mocha",
      "--reporter",
      reporter,
      ...strict,
      ...ignored.map((pattern) => `--ignore=${pattern}`),
      ...(files.length > 0 ? files : spec),
    ],
    { env: { PAPERLAB_TEST_COUNTS: countsFile } },
  );
}

function countsIn(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return undefined;
  }
}

/** Prints the last line and returns the exit code; a run that did not reach its end counts as a failure of its own. */
function conclude(code, counts) {
  if (counts === undefined) console.log("\n  The tests did not run to their end: the reason is above.\n");
  else if (counts.passed + counts.failed === 0) console.log("\n  No tests were found.\n");
  const { passed, failed } = counts ?? { passed: 0, failed: 1 };
  const broken = code !== 0 || failed > 0 || passed === 0;
  console.log(`${passed} passed, ${broken ? Math.max(1, failed) : 0} failed`);
  return broken ? 1 : 0;
}

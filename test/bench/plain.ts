// Runs a measure in a process that has neither the compiler of tests nor what that keeps of each file: what is measured there is
// paperlab alone.
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

const root = dirname(dirname(__dirname));

/** Runs a measure of this folder with the options of this process that are about memory, and returns what it prints. */
export function inPlainProcess(file: string, given: readonly string[]): string {
  // Not loaded by the measure, whose program has this file too.
  const { buildSync } = require("esbuild") as typeof import("esbuild");
  const folder = mkdtempSync(join(tmpdir(), "paperlab-bench-"));
  const outfile = join(folder, "measure.cjs");
  try {
    buildSync({
      ...{ entryPoints: [file], outfile, bundle: true, platform: "node", target: "node20" },
      packages: "external",
      // It loads the package as it is built, and runs the files of this folder.
      external: [root],
      define: { __dirname: JSON.stringify(dirname(file)) },
      logLevel: "warning",
    });
    const flags = process.execArgv.filter((flag) => flag === "--expose-gc");
    return execFileSync(process.execPath, [...flags, outfile, ...given], { encoding: "utf8" });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

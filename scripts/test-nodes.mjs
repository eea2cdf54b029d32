// `npm run test:nodes`: tests what depends on the running Node under the newest release of each version that paperlab
// supports. The programs come from the npm package `node`.
import "./setup/check-node.mjs";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { keep, npm, run, show } from "./setup/command.mjs";
import { main, Problem } from "./setup/problem.mjs";

const stores = ["test/store/sqlite/drivers.test.ts", "test/store/one-file.test.ts"];
// What cells are compiled to depends on the versions between which Node learned something: the newest has it all.
const testsOf = { 22: stores, 24: [...stores, "test/kernel/language.test.ts"] };

await main(async () => {
  const folder = mkdtempSync(join(tmpdir(), "paperlab-nodes-"));
  try {
    let failed = 0;
    for (const [version, tests] of Object.entries(testsOf)) {
      const node = await nodeOf(version, folder);
      const { output } = await run(node, ["--version"]);
      console.log(`\nNode ${output.trim()}, with its own SQLite:`);
      const mocha = ["--import", "tsx", "node_modules/mocha/bin/_mocha", "--no-config", "--timeout=60000", ...tests];
      failed += await show(node, mocha, { env: { PAPERLAB_SQLITE: "node" } });
    }
    return failed > 0 ? 1 : 0;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

/** Installs a version of Node in a folder and returns the path of its program. */
async function nodeOf(version, folder) {
  const place = join(folder, version);
  const [program, ...first] = npm();
  const args = ["install", "--prefix", place, "--no-save", "--ignore-scripts=false", `node@${version}`];
  const { code, output } = await run(program, [...first, ...args]);
  if (code !== 0) throw new Problem(`Node ${version} could not be installed.\n\n${keep("node", output)}`);
  return join(place, "node_modules", "node", "bin", "node");
}

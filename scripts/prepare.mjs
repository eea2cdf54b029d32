// Runs before `npm test` and `npm pack`: installs and builds what is missing. `--jupyter` also prepares JupyterLab, if
// that is possible.
import "./setup/check-node.mjs";

const { main } = await import("./setup/problem.mjs");
const { prepare, prepareAll } = await import("./setup/prepare.mjs");

await main(async () => {
  if (!process.argv.includes("--jupyter")) return prepare(2);
  const { missing } = await prepareAll(3);
  if (missing !== undefined) console.log(missing);
});

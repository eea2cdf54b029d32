// `npm start`: installs, builds, prepares Jupyter, and runs the quickstart notebook. Until the packages are installed,
// it uses only Node itself.
import "./setup/check-node.mjs";

const { main } = await import("./setup/problem.mjs");
const { prepareAll } = await import("./setup/prepare.mjs");
const { runQuickstart } = await import("./setup/quickstart.mjs");

await main(async () => {
  const jupyter = await prepareAll(4);
  console.log("4/4 Running notebooks/01-quickstart.ipynb\n");
  return runQuickstart(jupyter);
});

// `npm start`: installs, builds and runs the quickstart. Uses nothing but Node itself until the packages are there.
import "./setup/check-node.mjs";

const { main } = await import("./setup/problem.mjs");
const { show } = await import("./setup/command.mjs");
const { prepare } = await import("./setup/prepare.mjs");

await main(async () => {
  await prepare(3);
  console.log("3/3 Running the quickstart\n");
  return show(process.execPath, ["scripts/quickstart.mjs"]);
});

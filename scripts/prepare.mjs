// Runs before `npm test` and `npm pack`: installs and builds what is missing.
import "./setup/check-node.mjs";

const { main } = await import("./setup/problem.mjs");
const { prepare } = await import("./setup/prepare.mjs");

await main(() => prepare(2));

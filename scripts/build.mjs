// `npm run build`: compiles src/ to dist/ and bundles vendor/.
import "./setup/check-node.mjs";

const { main } = await import("./setup/problem.mjs");
const { build } = await import("./setup/build.mjs");
const { step } = await import("./setup/progress.mjs");

await main(() => step("Building", build));

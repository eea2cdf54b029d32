// Draws docs/equity.svg, the picture in the README, from the sessions that `npm start` has kept.
import { writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

const require = createRequire(import.meta.url);
const { openLab } = require("..");
const { stillSvg } = require("../dist/output/still/still");
const inProject = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));

const lab = await openLab(inProject("notebooks/research.db"));
const baseline = await lab.session("baseline");
writeFileSync(inProject("docs/equity.svg"), `${stillSvg(baseline.plotEquity())}\n`);
await lab.close();

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { tryManyCases } from "./support/cases";

tryManyCases();

const files = readdirSync(__dirname, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".test.ts") && !file.endsWith(".soak.test.ts"))
  .map((file) => join(__dirname, file))
  .filter((file) => readFileSync(file, "utf8").includes('/support/cases"'));

describe("laws, with ten times as many cases", function () {
  this.timeout(600_000);
  for (const file of files) require(file);
});

import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";

/** The files of golden values: inputs, and what they must give. */
export type GoldenName = "fills" | "metrics" | "trades" | "sharpe_inference" | "comparison";

/**
 * Reads golden values from the folder that the variable PAPERLAB_GOLDEN names, by default fixtures/golden. So other cases of
 * the same form can be put to the same tests.
 */
export function readGolden<Golden>(name: GoldenName): Golden {
  const named = process.env.PAPERLAB_GOLDEN;
  const folder = named === undefined || named === "" ? join(__dirname, "../../fixtures/golden") : resolve(named);
  return JSON.parse(readFileSync(join(folder, `${name}.json`), "utf8"));
}

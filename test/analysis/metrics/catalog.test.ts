import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { metricCatalog } from "../../../src/analysis/metrics/catalog";
import { metricsOf } from "../../../src/api/metrics-of";

function rowsOfPage(): string[][] {
  const page = readFileSync(join(__dirname, "../../../docs/metrics.md"), "utf8");
  const [table] = page.slice(page.indexOf("| key |")).split("\n\n");
  return table
    .trim()
    .split("\n")
    .slice(2)
    .map((line) => line.slice(2, -2).split(" | "));
}

describe("the catalog of metrics", () => {
  it("is what docs/metrics.md says, row by row, and the page is what the catalog says", () => {
    const rows = metricCatalog.map(({ key, title, unit, better, formula }) => [
      `\`${key}\``,
      title,
      unit,
      better,
      formula,
    ]);
    assert.deepEqual(rowsOfPage(), rows);
  });

  it("has the keys of every result, in their order", () => {
    const keys = Object.keys(metricsOf({ returns: [0.01, -0.01], periodsPerYear: 252 }));
    assert.deepEqual(
      metricCatalog.map(({ key }) => key),
      keys,
    );
  });

  it("has titles that are told apart", () => {
    assert.equal(new Set(metricCatalog.map(({ title }) => title)).size, metricCatalog.length);
  });
});

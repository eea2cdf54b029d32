import assert from "node:assert/strict";
import { readPage, tableUnder } from "./reading/markdown";
import { readSources } from "./reading/source";
import { cycles } from "./rules/cycles";
import { undocumented } from "./rules/documentation";
import { layerFindings } from "./rules/layers";
import { unregistered } from "./rules/registries";
import { additions } from "./where-it-goes/additions";
import { changedSources, changesOf, runIn } from "./where-it-goes/scratch";

// All of them at once: what works together works alone.
const program = `
import { copyFileSync } from "node:fs";
import { inspect } from "node:util";
import * as paperlab from "./src/index";

const buying = paperlab.defineStrategy({
  name: "buying",
  onBar({ bar, buy, position }) {
    if (position(bar.symbol).quantity === 0) buy(bar.symbol, 1);
  },
});

function codeOf(work: () => unknown): string | undefined {
  try {
    work();
  } catch (error) {
    if (error instanceof paperlab.PaperLabError) return error.code;
  }
  return undefined;
}

async function main(): Promise<void> {
  const lab = await paperlab.openLab(":memory:");
  const feed = paperlab.sample("us-daily", { from: "2018-01-02", to: "2018-03-01" });
  const ran = await lab.run(feed, buying, { symbols: ["AAPL"] });
  const results: Record<string, unknown> = {};
${additions.map(({ row, tried }) => `  results[${JSON.stringify(row)}] = ${tried};`).join("\n")}
  console.log(JSON.stringify(results));
  await lab.close();
}

void main();
`;

describe("what CONTRIBUTING.md says of where things go", function () {
  // It runs all of src, whatever else the machine does.
  this.timeout(300_000);
  const sources = readSources();
  const all = changesOf(additions);

  it("is tried for every row", () => {
    const rows = tableUnder(readPage("CONTRIBUTING.md"), "Where does it go?").map(([row]) => row);
    const tried = additions.map(({ row }) => row);
    assert.deepEqual(rows.sort(), tried.sort());
  });

  it("leaves nothing that is not registered", () => {
    assert.deepEqual(unregistered(sources), []);
    assert.deepEqual(unregistered(changedSources(sources, all)), []);
  });

  describe("works, all of it at once:", () => {
    let results: Record<string, unknown>;
    before(() => {
      results = JSON.parse(runIn(all, program));
    });
    for (const { row, result } of additions) it(row, () => assert.deepEqual(results[row], result));
  });

  it("keeps the rules of the rooms", () => {
    const changed = changedSources(sources, all);
    assert.deepEqual([...changed.flatMap(layerFindings), ...changed.flatMap(undocumented), ...cycles(changed)], []);
  });
});

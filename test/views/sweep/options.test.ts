import assert from "node:assert/strict";
import { inspect } from "node:util";
import { commissionBps, latencyBars, maxPositionWeight, noShorting, slippageBps } from "../../../src/index";
import { apple, lab, leaveNothing, year } from "../../api/labs";
import { crossover } from "../../api/strategies";

describe("a sweep of many options", () => {
  afterEach(leaveNothing);

  const all = [
    { cashRate: 0.9 },
    { commission: commissionBps(50) },
    { slippage: slippageBps(90) },
    { closeAtEnd: true },
  ];

  it("names of each run those that it has", async () => {
    const list = [...all, { latency: latencyBars(3), minimumTrade: 0.5 }];
    const sweep = await (await lab()).sweep(year, crossover, { ...apple, name: "costs", list, rank: "totalReturn" });
    assert.deepEqual(sweep.best().options, { cashRate: 0.9 });
    const { title } = sweep.heatmap("options.commission", "options.slippage").layout as { title: { text: string } };
    assert.match(
      title.text.replaceAll("<br>", " "),
      /by options\.commission and options\.slippage, options\.cashRate 0\.9 as in the best run$/,
    );
    assert.match(inspect(sweep), /^ {2}Best in sample +Total return [\d.]+ % at options\.cashRate 0\.9$/m);
  });

  it("tells a list without rules from one that is missing", async () => {
    const two = [maxPositionWeight(0.5), noShorting()];
    const list = [{ risk: [] }, { risk: two }, { risk: two.slice(0, 1) }, { cashRate: 0.5 }];
    const sweep = await (await lab()).sweep(year, crossover, { ...apple, name: "rules", list, rank: "totalReturn" });
    assert.match(
      inspect(sweep),
      /options\.risk \[\], \[maxPositionWeight\(0\.5\), noShorting\], \[maxPositionWeight\(0\.5\)\], none/,
    );
    assert.deepEqual(
      sweep.tableRows({ order: "plan" }).map((row) => row["options.risk"]),
      ["[]", "[maxPositionWeight(0.5), noShorting]", "[maxPositionWeight(0.5)]", null],
    );
  });

  it("names all of a few", async () => {
    const list = [{}, { cashRate: 0.9 }, { commission: commissionBps(50) }];
    const sweep = await (await lab()).sweep(year, crossover, { ...apple, name: "few", list, rank: "totalReturn" });
    const { title } = sweep.heatmap("options.commission").layout as { title: { text: string } };
    assert.match(title.text.replaceAll("<br>", " "), /by options\.commission and options\.cashRate$/);
  });
});

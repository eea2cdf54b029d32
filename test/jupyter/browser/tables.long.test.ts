import assert from "node:assert/strict";
import type { Locator, Page } from "playwright-core";
import { notebookOf } from "../../support/jupyter";
import { Lab, patience, picture, runAll } from "../../support/jupyter-lab";

const cells = [
  `import { openLab, sample, defineStrategy, sma, commissionBps } from "paperlab";
const lab = await openLab("many.db");
const feed = sample("us-daily", { from: "2013-05-13", to: "2018-05-11" });
const smaCross = defineStrategy({
  name: "sma-cross",
  params: { fast: 10, slow: 30 },
  onBar({ bar, history, params, orderTargetWeight }) {
    const fast = sma(history(bar.symbol).close, params.fast);
    const slow = sma(history(bar.symbol).close, params.slow);
    if (fast !== undefined && slow !== undefined) orderTargetWeight(bar.symbol, fast > slow ? 1 : 0);
  },
});
const options = { symbols: ["AAPL"], benchmark: "SPX", commission: commissionBps(1) };`,
  `for (const fast of [3, 5, 8, 10, 12, 15])
  for (const slow of [20, 30, 40, 60, 100])
    await lab.run(feed, smaCross, { name: \`sma-\${fast}-\${slow}\`, ...options, params: { fast, slow } });`,
  `const names = (await lab.sessions()).name.values as string[];
const comparison = await lab.compare(names, { rank: "sharpe" });
comparison`,
  "comparison.sessions()",
  `await lab.sessions({ where: "params.fast < 10 and maxDrawdown > -0.2", orderBy: "-sharpe", limit: 5 })`,
  `const first = await lab.session("sma-3-20");\nfirst.trades()`,
  "first.roundTrips()",
];

describe("wide tables in JupyterLab, 1,280 pixels wide", function () {
  this.timeout(3 * patience);
  let lab: Lab;
  let page: Page;
  before(async () => {
    lab = await Lab.of(notebookOf(cells).folder);
    page = await lab.open("notebook.ipynb", 3200);
    await runAll(page);
    await picture(page, "wide-tables");
  });

  const outputOf = (cell: number) => page.locator(".jp-CodeCell").nth(cell).locator(".jp-OutputArea-output").last();

  /** The headings of a table that are seen whole before it is scrolled, without what a narrow one breaks them at. */
  const seenIn = (output: Locator): Promise<string[]> =>
    output
      .locator("div:has(> table thead)")
      .last()
      .evaluate((place) => {
        const right = Math.min(place.getBoundingClientRect().right, document.documentElement.clientWidth);
        return [...place.querySelectorAll("th")]
          .filter((head) => head.getBoundingClientRect().right <= right + 1)
          .map((head) => head.textContent ?? "");
      });

  it("of thirty sessions show who leads, by which params and how, and each curve", async () => {
    assert.deepEqual(await seenIn(outputOf(2)), [
      ...["rank", "session", "curve", "sharpe", "params.fast", "params.slow"],
      ...["totalReturn", "cagr", "maxDrawdown", "trades"],
    ]);
    const curve = await outputOf(2).locator("td:has-text('█')").first().boundingBox();
    assert.ok(curve !== null && curve.x + curve.width < 1240, JSON.stringify(curve));
  });

  it("of compared and of listed sessions have what tells them apart before what all have in common", async () => {
    const until = (common: string, seen: readonly string[]) =>
      seen.slice(0, seen.includes(common) ? seen.indexOf(common) : undefined);
    const compared = until("strategy", await seenIn(outputOf(3)));
    for (const column of ["rank", "name", "params.fast", "params.slow", "totalReturn", "sharpe", "maxDrawdown"])
      assert.ok(compared.includes(column), `${column} of ${compared}`);
    const listed = until("symbols", await seenIn(outputOf(4)));
    for (const column of ["name", "totalReturn", "sharpe", "maxDrawdown", "params.fast", "params.slow"])
      assert.ok(listed.includes(column), `${column} of ${listed}`);
  });

  it("of trades and round trips have their excursions in sight", async () => {
    for (const cell of [5, 6]) {
      const seen = await seenIn(outputOf(cell));
      for (const column of ["exitDate", "netPnl", "returnOnEntry", "adverseExcursion", "favorableExcursion"])
        assert.ok(seen.includes(column), `${column} of ${seen}`);
    }
  });

  it("find the ones that are sought among thirty", async () => {
    const names = outputOf(4).locator("tbody tr td:first-child");
    assert.match((await names.first().textContent()) ?? "", /^sma-[358]-\d+$/);
  });
});

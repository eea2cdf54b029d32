import assert from "node:assert/strict";
import { copyFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { root } from "../../house/reading/source";
import { notebookOf } from "../../support/jupyter";
import { choose, countOf, idle, Lab, patience, picture, runAll } from "../../support/jupyter-lab";

// Each run takes a quarter of a second, so that the card is seen to fill.
const cells = [
  `import { openLab, sample, defineStrategy, range, threads } from "paperlab";
const lab = await openLab("sweeps-live.db");
const feed = sample("us-daily", { from: "2016-05-13", to: "2018-05-11" });
const slow = defineStrategy({
  name: "slow",
  params: { fast: 3, slow: 20 },
  onBar({ bar, history, params, orderTargetWeight }) {
    const { close, length } = history(bar.symbol);
    for (const until = performance.now() + 0.5; performance.now() < until; );
    if (length < params.slow) return;
    orderTargetWeight(bar.symbol, close[length - params.fast] < close[length - params.slow] ? 1 : 0);
  },
});`,
  `const grid = await lab.sweep(feed, slow, {
  name: "filling", symbols: ["AAPL"], grid: { fast: range(2, 16, 2), slow: range(20, 60, 10) }, on: threads({ count: 2 }),
});`,
];

describe("a sweep in JupyterLab", function () {
  this.timeout(3 * patience);
  const { folder } = notebookOf(cells, "filling.ipynb");
  let lab: Lab;
  let page: Page;
  before(async () => {
    copyFileSync(join(root, "notebooks/07-sweeps.ipynb"), join(folder, "07-sweeps.ipynb"));
    lab = await Lab.of(folder);
  });

  const ofCard = ".jp-RenderedHTMLCommon:has-text('Sweep filling')";
  const card = () => page.locator(ofCard).last();

  it("fills its map, pauses when it is interrupted, and goes on when its cell is run again", async () => {
    page = await lab.open("filling.ipynb", 1600);
    await choose(page, "Run", "Run All Cells");
    await page.waitForSelector(`${ofCard} >> text=/[1-9]\\d* of 40, /`);
    assert.match(String(await card().textContent()), /RUNNING.*runs a (second|minute), .* left.*Best so far/s);
    // A map of the metric.
    await countOf(page, `${ofCard} img[alt='Sharpe ratio']`);
    await picture(page, "sweep-running");
    await choose(page, "Kernel", "Interrupt Kernel");
    await page.waitForSelector(`${ofCard} >> text=/PAUSED, \\d+ of 40, \\d+ left/`);
    await idle(page);
    await picture(page, "sweep-paused");
    await runAll(page);
    await page.waitForSelector(`${ofCard} >> text=/^COMPLETED$/`);
    assert.match(String(await card().textContent()), /Best in sample.*Chance alone.*Near the best/s);
    await countOf(page, `${ofCard} img[alt^='Sharpe ratio by fast and slow']`);
    await picture(page, "sweep-completed");
  });

  it("has figures that are drawn: cells in frames, ranks over a band, a fan, a distribution", async () => {
    page = await lab.open("07-sweeps.ipynb", 9000);
    await page.waitForSelector(".paperlab-figure .main-svg .heatmaplayer image");
    // Frames of peak and plateau, and bands of the ranks and the fan.
    await countOf(page, ".paperlab-figure .shapelayer path", 2);
    await countOf(page, ".paperlab-figure .scatterlayer .js-fill", 3);
    await picture(page, "sweeps-light");
    await choose(page, "Settings", "Theme", "JupyterLab Dark");
    await page.waitForSelector('body[data-jp-theme-light="false"]', { state: "attached" });
    await picture(page, "sweeps-dark");
    assert.deepEqual(lab.outside, []);
  });
});

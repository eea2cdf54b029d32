import assert from "node:assert/strict";
import { copyFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { root } from "../../house/reading/source";
import { notebookOf } from "../../support/jupyter";
import { choose, idle, Lab, picture, runAll } from "../../support/jupyter-lab";

// Each run takes a tenth of a second, so that the card is seen to fill.
const cells = [
  `import { openLab, sample, defineStrategy, range, threads } from "paperlab";
const lab = await openLab("sweeps-live.db");
const feed = sample("us-daily", { from: "2016-05-13", to: "2018-05-11" });
const slow = defineStrategy({
  name: "slow",
  params: { fast: 3, slow: 20 },
  onBar({ bar, history, params, orderTargetWeight }) {
    const { close, length } = history(bar.symbol);
    for (const until = performance.now() + 0.15; performance.now() < until; );
    if (length < params.slow) return;
    orderTargetWeight(bar.symbol, close[length - params.fast] < close[length - params.slow] ? 1 : 0);
  },
});`,
  `const grid = await lab.sweep(feed, slow, {
  name: "filling", symbols: ["AAPL"], grid: { fast: range(2, 16, 2), slow: range(20, 60, 10) }, on: threads({ count: 2 }),
});`,
];

describe("a sweep in JupyterLab", () => {
  const { folder } = notebookOf(cells, "filling.ipynb");
  let lab: Lab;
  let page: Page;
  before(async () => {
    copyFileSync(join(root, "notebooks/07-sweeps.ipynb"), join(folder, "07-sweeps.ipynb"));
    lab = await Lab.start(folder);
  });
  after(() => lab.close());
  afterEach(() => page.context().close());

  const countOf = async (selector: string) => {
    await page.waitForSelector(selector, { state: "attached" });
    return page.locator(selector).count();
  };
  const card = () => page.locator(".jp-RenderedHTMLCommon:has-text('Sweep filling')").last();

  it("fills its map, pauses when it is interrupted, and goes on when its cell is run again", async () => {
    page = await lab.open("filling.ipynb", 1600);
    await choose(page, "Run", "Run All Cells");
    await page.waitForSelector(".jp-RenderedHTMLCommon:has-text('Sweep filling') >> text=/[1-9]\\d* of 40, /");
    assert.match(String(await card().textContent()), /RUNNING.*runs a (second|minute), .* left.*Best so far/s);
    assert.ok((await card().locator("img[alt='Sharpe ratio']").count()) > 0, "a map of the metric");
    await picture(page, "sweep-running");
    await choose(page, "Kernel", "Interrupt Kernel");
    await page.waitForSelector(
      ".jp-RenderedHTMLCommon:has-text('Sweep filling') >> text=/PAUSED, \\d+ of 40, \\d+ left/",
    );
    await idle(page);
    await picture(page, "sweep-paused");
    await runAll(page);
    await page.waitForSelector(".jp-RenderedHTMLCommon:has-text('Sweep filling') >> text=/^COMPLETED$/", {
      timeout: 60_000,
    });
    assert.match(String(await card().textContent()), /Best in sample.*Chance alone.*Near the best/s);
    assert.ok((await card().locator("img[alt^='Sharpe ratio by fast and slow']").count()) > 0, "the heat map");
    await picture(page, "sweep-completed");
  });

  it("has figures that are drawn: cells in frames, ranks over a band, a fan, a distribution", async () => {
    page = await lab.open("07-sweeps.ipynb", 9000);
    await page.waitForSelector(".paperlab-figure .main-svg .heatmaplayer image");
    assert.ok((await countOf(".paperlab-figure .shapelayer path")) >= 2, "frames of peak and plateau");
    assert.ok((await countOf(".paperlab-figure .scatterlayer .js-fill")) >= 3, "bands of the ranks and the fan");
    await picture(page, "sweeps-light");
    await choose(page, "Settings", "Theme", "JupyterLab Dark");
    await page.waitForSelector('body[data-jp-theme-light="false"]', { state: "attached" });
    await picture(page, "sweeps-dark");
    assert.deepEqual(lab.outside, []);
  });
});

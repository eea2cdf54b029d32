import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Browser, chromium, type Page } from "playwright-core";
import { equityFigure } from "../../../src/output/figures/equity";
import { priceFigure } from "../../../src/output/figures/price";
import type { Figure } from "../../../src/output/plotly/figure";
import { root } from "../../house/reading/source";
import { fillAt, wave, waveBars } from "../../output/builders";

const bars = { ...waveBars(400), volume: new Float64Array(400).fill(9) };
const price = priceFigure({
  symbol: "AAPL",
  bars,
  daily: true,
  fills: [fillAt(bars, 20, "buy"), fillAt(bars, 90, "sell")],
  records: ["a rather long name of a record", "another one", "a third"].map((name) => ({
    name,
    time: bars.time,
    value: bars.close,
  })),
});
const many = Array.from({ length: 8 }, (_, at) => wave(`session number ${at}`, 900, { level: 100_000 + at * 3000 }));
const equity = equityFigure(many, {
  title: "Equity of eight sessions with a title that is too long for a phone",
  benchmark: wave("SPX", 900),
});
const single = equityFigure([wave("a", 900)], { drawdown: true });

interface Drawn {
  readonly _fullLayout: Record<string, { range: number[] }>;
}

describe("a figure in a browser", () => {
  let browser: Browser;
  // With Plotly, which takes a page seconds to read.
  let page: Page;
  before(async () => {
    const { chromium: path } = await import(join(root, "scripts/setup/test-tools.mjs"));
    browser = await chromium.launch({ executablePath: path(), args: ["--no-sandbox", "--disable-gpu"] });
    page = await browser.newPage();
    await page.setContent('<!DOCTYPE html><body style="margin:0"></body>');
    await page.addScriptTag({ content: readFileSync(join(root, "vendor/plotly.min.js"), "utf8") });
  });
  after(() => browser.close());

  async function draw(figure: Figure, width: number): Promise<void> {
    await page.setViewportSize({ width, height: 800 });
    const ok = await page.evaluate((json) => {
      document.body.innerHTML = '<div id="figure"></div>';
      const { Plotly } = globalThis as never as {
        Plotly: { drawFigure(place: unknown, figure: unknown): Promise<boolean> };
      };
      return Plotly.drawFigure(document.getElementById("figure"), JSON.parse(json));
    }, JSON.stringify(figure));
    assert.ok(ok);
  }

  const rangeOf = (axis: string) =>
    page.evaluate(
      (name) => (document.getElementById("figure") as unknown as Drawn)._fullLayout[name].range.map(Number),
      axis,
    );

  /** Waits until an axis shows what fits: a zoom moves for a while. */
  async function comesTo(axis: string, fits: (size: number) => boolean): Promise<void> {
    for (let tries = 0; ; tries++) {
      const [from, to] = await rangeOf(axis);
      if (fits(to - from)) return;
      assert.ok(tries < 200, `${axis}: ${from} to ${to}`);
      await page.waitForTimeout(50);
    }
  }

  async function dragAlong(): Promise<void> {
    const box = await page.locator(".xy .nsewdrag, .nsewdrag").first().boundingBox();
    assert.ok(box);
    await page.mouse.move(box.x + box.width * 0.3, box.y + box.height * 0.3);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.35, box.y + box.height * 0.6, { steps: 8 });
    await page.mouse.up();
  }

  it("that is zoomed along time shows its values as large as they fit, and all again after a double click", async () => {
    for (const [figure, axes] of [
      [single, ["yaxis", "yaxis2"]],
      [price, ["yaxis"]],
    ] as const) {
      await draw(figure, 1000);
      const before = await Promise.all(axes.map((axis) => rangeOf(axis)));
      await dragAlong();
      for (const [at, axis] of axes.entries()) {
        const [least, most] = before[at];
        await comesTo(axis, (size) => size < 0.8 * (most - least));
      }
      const box = await page.locator(".nsewdrag").first().boundingBox();
      assert.ok(box);
      // Later than a click that would still count as one of the two.
      await page.waitForTimeout(400);
      await page.mouse.dblclick(box.x + box.width / 2, box.y + box.height / 2);
      for (const [at, axis] of axes.entries()) {
        const whole = before[at][1] - before[at][0];
        await comesTo(axis, (size) => Math.abs(size - whole) < 0.12 * whole);
      }
    }
  });

  it("has a title and a legend that lie over nothing, on a screen and on a phone", async () => {
    for (const figure of [equity, price, single])
      for (const width of [1200, 390]) {
        await draw(figure, width);
        const boxOf = async (selector: string) => page.locator(selector).first().boundingBox();
        const title = await boxOf(".gtitle");
        const plot = await boxOf(".cartesianlayer .xy .gridlayer, .nsewdrag");
        assert.ok(title && plot);
        assert.ok(
          title.y + title.height <= plot.y,
          `${width}: title ends at ${title.y + title.height}, plot begins at ${plot.y}`,
        );
        assert.ok(title.x >= 0 && title.x + title.width <= width, `${width}: title ends at ${title.x + title.width}`);
        const legend = figure.layout.showlegend ? await boxOf(".legend .bg") : null;
        const ticks = await page
          .locator(".xtick text")
          .evaluateAll((all) => Math.max(...all.map((one) => one.getBoundingClientRect().bottom)));
        if (legend !== null)
          assert.ok(ticks <= legend.y + 1, `${width}: ticks end at ${ticks}, legend begins at ${legend.y}`);
      }
  });

  it("tells one time for all panels and curves", async () => {
    await draw(single, 1000);
    const box = await page.locator(".nsewdrag").first().boundingBox();
    assert.ok(box);
    await page.mouse.move(box.x + box.width * 0.41, box.y + box.height * 0.5);
    await page.mouse.move(box.x + box.width * 0.42, box.y + box.height * 0.5);
    await page.waitForSelector(".hoverlayer .legendtext");
    const texts = await page.locator(".hoverlayer .legend text").allTextContents();
    assert.equal(texts.filter((text) => /\d{4}-\d\d-\d\d/.test(text)).length, 1, texts.join("; "));
    assert.ok(
      texts.some((text) => text.startsWith("Drawdown")) && texts.some((text) => text.startsWith("a :")),
      texts.join("; "),
    );
  });
});

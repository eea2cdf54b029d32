import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Browser, chromium, type Page } from "playwright-core";
import { attributionFigure } from "../../../src/output/figures/attribution";
import { equityFigure } from "../../../src/output/figures/equity";
import { heatMapFigure } from "../../../src/output/figures/heat-map";
import { monthsFigure } from "../../../src/output/figures/months";
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
// A single row of large returns, of which a few months are known.
const months = monthsFigure(
  [{ year: 2022, months: [-0.099, -0.692, -1.227, ...new Array<null>(9).fill(null)], whole: -1.06 }],
  "Months",
);
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

  const pointAt = async (across: number) => {
    const box = await page.locator(".nsewdrag").first().boundingBox();
    assert.ok(box);
    await page.mouse.move(box.x + box.width * (across - 0.01), box.y + box.height * 0.5);
    await page.mouse.move(box.x + box.width * across, box.y + box.height * 0.5);
    await page.waitForSelector(".hoverlayer .legendtext");
    return page.locator(".hoverlayer .legend text").allTextContents();
  };

  it("has room for long names in its legend, in its title and beside its bars on a phone, and tells them whole", async () => {
    const end = (at: number) => `large American companies with a volatility target, rebalanced on Friday, run ${at}`;
    const names = [1, 2, 3].map((at) => `MOMENTUM OF TWELVE ${end(at)}`);
    const curves = equityFigure(
      names.map((name) => wave(name, 300)),
      { title: `Equity of ${names[0].repeat(2)}` },
    );
    const bars = attributionFigure(
      names.map((name, at) => ({ name, pnl: at % 2 === 0 ? 12_345 : -10_987 })),
      `Profit of ${names[0]} by tag`,
    );
    for (const figure of [curves, bars]) {
      await draw(figure, 390);
      const texts = await page.locator(".legendtext, .gtitle, .ytick text, .xtick text").evaluateAll((all) =>
        all.map((one) => {
          const { left, right, height } = one.getBoundingClientRect();
          return { text: one.textContent, left, right, height };
        }),
      );
      for (const { text, left, right } of texts) assert.ok(left >= 0 && right <= 390, `${text}: ${left} to ${right}`);
      const ticks = texts.filter(({ text }) => /^−?\d+k?$/.test(text ?? ""));
      for (const { text, height } of ticks) assert.ok(height < 20, `${text} is slanted`);
      if (figure === curves)
        assert.ok((await pointAt(0.4)).join("").replaceAll("\u200b", "").includes("on Friday, run 2"));
    }
  });

  it("has texts in the cells of a map that can be read, or a scale of colors", async () => {
    const map = (columns: number) =>
      heatMapFigure(
        Array.from({ length: columns * 4 }, (_, at) => ({
          x: at % columns,
          y: Math.floor(at / columns),
          value: at / 9,
        })),
        { title: "Map", names: { x: "x", y: "y", value: "v" }, format: "ratio" },
      );
    for (const [figure, width, written] of [
      [map(8), 390, true],
      [map(25), 390, false],
      [map(25), 1200, true],
      [months, 390, true],
    ] as const) {
      await draw(figure, width);
      const texts = await page.locator(".heatmap-label").evaluateAll((all) =>
        all.map((one) => {
          const { left, right, top } = one.getBoundingClientRect();
          return {
            left,
            right,
            top,
            size: Number.parseFloat(getComputedStyle(one).fontSize),
            fill: getComputedStyle(one).fill,
          };
        }),
      );
      assert.equal(texts.length > 0, written, `${width}`);
      assert.equal(await page.locator(".colorbar").count(), figure === months || (written && width === 390) ? 0 : 1);
      for (const [at, one] of texts.entries()) {
        assert.ok(one.size >= 7, `${one.size} pixels`);
        assert.match(one.fill, /^rgb\((0, 0, 0|255, 255, 255)\)$/);
        const next = texts[at + 1];
        if (next?.top === one.top) assert.ok(one.right <= next.left + 0.5, `${one.right} and ${next.left}`);
      }
    }
  });

  it("tells one time for all panels and curves", async () => {
    await draw(single, 1000);
    const texts = await pointAt(0.42);
    assert.equal(texts.filter((text) => /\d{4}-\d\d-\d\d/.test(text)).length, 1, texts.join("; "));
    assert.ok(
      texts.some((text) => text.startsWith("Drawdown")) && texts.some((text) => text.startsWith("a :")),
      texts.join("; "),
    );
  });
});

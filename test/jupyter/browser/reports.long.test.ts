import assert from "node:assert/strict";
import { statSync } from "node:fs";
import { join } from "node:path";
import { type Browser, chromium, type Page } from "playwright-core";
import { commissionBps, defineStrategy, gbm, slippageBps } from "../../../src/index";
import { closeAll, lab, leaveNothing, newFile } from "../../api/labs";
import { root } from "../../house/reading/source";

const bad = "</script><script>window.broken = true</script>";
// The room between the margins of a page, CSS pixels: A4 is 210 mm wide and Letter 215.9 mm, with 12 mm on each side.
const papers = { A4: (186 / 25.4) * 96, Letter: (191.9 / 25.4) * 96 } as const;

const churning = defineStrategy({
  name: bad,
  params: { every: 5, word: "a".repeat(300) },
  state: () => ({ bars: 0 }),
  onBars({ state, params, symbols, random, orderTargetWeight }) {
    if (state.bars++ % params.every !== 0) return;
    for (const symbol of symbols) orderTargetWeight(symbol, (random() - 0.4) / symbols.length);
  },
});

const symbols = ["KO", "PEP", "MSFT", "XOM", "GE", "WMT", "JNJ", "IBM"];

describe("a report in a browser", () => {
  let browser: Browser;
  const paths: { session: string; comparison: string } = { session: "", comparison: "" };

  before(async () => {
    const feed = gbm(
      symbols.map((symbol) => ({ symbol, price: 50, drift: 0.08, volatility: 0.25 })),
      { seed: 1, start: "2018-01-02", bars: 1260 },
    );
    const opened = await lab();
    const options = { commission: commissionBps(1), slippage: slippageBps(1), shorting: true };
    const notes = `${bad}\n${"x".repeat(500)}`;
    const session = await opened.run(feed, churning, { name: bad, ...options, tags: [bad], notes });
    const other = await opened.run(feed, churning, { name: "other", ...options, params: { every: 9 } });
    paths.session = (await session.report(newFile("session.html"))).path;
    paths.comparison = (await (await opened.compare([session, other])).report(newFile("comparison.html"))).path;
    await closeAll();
    const { chromium: path } = await import(join(root, "scripts/setup/test-tools.mjs"));
    browser = await chromium.launch({ executablePath: path(), args: ["--no-sandbox", "--disable-gpu"] });
  });
  after(async () => {
    await browser.close();
    await leaveNothing();
  });

  async function opened(path: string, width: number): Promise<{ page: Page; outside: string[] }> {
    const outside: string[] = [];
    const page = await browser.newPage({ viewport: { width: Math.floor(width), height: 900 } });
    page.on("request", (request) => {
      if (request.url() !== `file://${path}`) outside.push(request.url());
    });
    await page.goto(`file://${path}`);
    return { page, outside };
  }

  /** What is wider than the page, or cut by what is around it. */
  const cutOff = (page: Page) =>
    page.evaluate(() => {
      const right = document.documentElement.clientWidth;
      const seen = [...document.querySelectorAll("body *")].filter((one) => one.getClientRects().length > 0);
      return seen
        .filter((one) => {
          const box = one.getBoundingClientRect();
          const scrolls = getComputedStyle(one).overflowX !== "visible" && one.scrollWidth > one.clientWidth + 1;
          return box.right > right + 1 || box.left < -1 || (scrolls && !(one instanceof SVGElement));
        })
        .map((one) => `${one.tagName} ${one.className}: ${(one.textContent ?? "").slice(0, 60)}`);
    });

  for (const kind of ["session", "comparison"] as const) {
    describe(`of a ${kind}`, () => {
      let page: Page;
      before(async () => {
        ({ page } = await opened(paths[kind], 1200));
        await page.waitForSelector(".figure.drawn");
      });
      after(() => page.close());

      for (const [format, width] of Object.entries(papers))
        it(`is printed whole on ${format}, also after its figures were drawn for a screen`, async () => {
          await page.emulateMedia({ media: "screen" });
          await page.setViewportSize({ width: Math.floor(width), height: 900 });
          await page.waitForSelector(".figure.drawn");
          await page.emulateMedia({ media: "print" });
          assert.deepEqual(await cutOff(page), []);
          const pictures = await page
            .locator(".figure .still svg")
            .evaluateAll((all) =>
              all.map((one) => one.getBoundingClientRect()).filter(({ width, height }) => width < 300 || height < 90),
            );
          assert.equal(pictures.length, 0, "every figure is a picture on paper");
          assert.equal(await page.locator(".js-plotly-plot:visible").count(), 0);
          const pdf = await page.pdf({ format });
          assert.ok((pdf.toString("latin1").match(/\/Type\s*\/Page\b/g) ?? []).length >= 2);
        });

      it("is dark for those who like it dark", async () => {
        const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
        await page.emulateMedia({ media: "screen", colorScheme: "dark" });
        assert.equal(await background(), "rgb(20, 24, 29)");
        await page.emulateMedia({ media: "print" });
        assert.equal(await background(), "rgb(255, 255, 255)");
      });

      it("runs no script from a name, a source, a tag or notes", async () => {
        assert.equal(await page.evaluate(() => Reflect.get(globalThis, "broken")), undefined);
        assert.ok((await page.title()).includes(bad));
      });
    });
  }

  it("fits a phone, and asks for nothing from outside", async () => {
    for (const path of Object.values(paths)) {
      const { page, outside } = await opened(path, 390);
      const height = await page.evaluate(() => document.documentElement.scrollHeight);
      for (let y = 0; y < height; y += 800) await page.evaluate((to) => scrollTo(0, to), y);
      await page.waitForSelector(".figure.drawn");
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 390);
      assert.deepEqual(outside, []);
      await page.close();
    }
  });

  it("has figures on paper that leave room for others beside them, and long names in its tiles", async () => {
    const { page } = await opened(paths.session, papers.A4);
    await page.emulateMedia({ media: "print" });
    const heights = await page
      .locator(".figure:not(.tall) .still svg")
      .evaluateAll((all) => all.map((one) => one.getBoundingClientRect().height));
    // Of 269 mm between the margins, three fit a page with their headings.
    for (const height of heights) assert.ok(height <= (86 / 25.4) * 96 + 1, `${height} pixels`);
    await page.emulateMedia({ media: "screen" });
    await page.setViewportSize({ width: 390, height: 900 });
    const beside = "VANGUARD_TOTAL_WORLD_STOCK_INDEX_ETF_ACC 1.00 %";
    const wide = await page.locator(".highlights div").evaluateAll((all, text) => {
      for (const one of all) one.appendChild(document.createElement("small")).textContent = text;
      return all.filter((one) => one.scrollWidth > one.clientWidth + 1).length;
    }, beside);
    assert.equal(wide, 0);
    await page.close();
  });

  it("is under 2.5 MB", () => {
    for (const path of Object.values(paths)) assert.ok(statSync(path).size < 2_500_000, `${statSync(path).size} bytes`);
  });
});

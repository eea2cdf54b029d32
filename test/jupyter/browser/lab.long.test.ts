import assert from "node:assert/strict";
import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { root } from "../../house/reading/source";
import { notebookOf } from "../../support/jupyter";
import { choose, countOf, idle, Lab, patience, picture, runAll } from "../../support/jupyter-lab";

const quickstart = join(root, "notebooks/01-quickstart.ipynb");

const sessionCells = [
  `import { openLab, sample, defineStrategy } from "paperlab";
const lab = await openLab(":memory:");
const feed = sample("us-daily", { from: "2013-05-13", to: "2018-05-11" });
const hold = defineStrategy({ name: "hold", onBar: ({ bar, orderTargetWeight }) => orderTargetWeight(bar.symbol, 1) });`,
  `await lab.run(feed, hold, { symbols: ["AAPL"], name: "live", pace: { updatesPerSecond: 40 } })`,
];

const figureCells = [
  `import { show } from "paperlab";
const figure = (points: number) => ({
  [Symbol.for("Jupyter.display")]: {
    "application/vnd.plotly.v1+json": {
      data: [{ type: "scatter", mode: "lines", name: "a", x: Array.from({ length: points }, (_, i) => i), y: Array.from({ length: points }, (_, i) => i * i) }],
      layout: { height: 300, title: { text: points + " points" } },
    },
    "text/plain": points + " points",
  },
});
import { newDisplay } from "tslab";
const hook = (globalThis as any)[Symbol.for("paperlab.kernel")];
for (let points = 2; points <= 20; points++) {
  hook.display(figure(points)[Symbol.for("Jupyter.display")], { id: "moving", update: points > 2 });
  await new Promise((resolve) => setTimeout(resolve, 120));
}`,
];

const figureOf = (data: string, layout = "{}") =>
  `({ [Symbol.for("Jupyter.display")]: { "application/vnd.plotly.v1+json": { data: ${data}, layout: ${layout} } } })`;

const oddFigures = [
  "1 + 1",
  figureOf(
    "[{ type: 'bar', x: [1, 2], y: [3, 4] }]",
    `{ title: { text: "<span style='background:url(https://example.com/t.png)'>bars</span>" },
      images: [{ source: "https://example.com/a.png", sizex: 1, sizey: 1 }],
      updatemenus: [{ type: "buttons", buttons: [{ label: "go", method: "relayout", args: [{ "images[0].source": "https://example.com/b.png" }] }] }] }`,
  ),
  figureOf("[{ type: 'pie', values: [1, 2] }]"),
  figureOf("null"),
  figureOf("[{ type: 'bar', x: [1], y: [2] }]", "{ xaxis: 5, shapes: 5 }"),
];

describe("JupyterLab in a browser", function () {
  this.timeout(3 * patience);
  const { folder } = notebookOf(sessionCells, "session.ipynb");
  let lab: Lab;
  let page: Page;
  before(async () => {
    copyFileSync(quickstart, join(folder, "quickstart.ipynb"));
    copyFileSync(notebookOf(figureCells).path, join(folder, "figures.ipynb"));
    copyFileSync(notebookOf(oddFigures).path, join(folder, "odd.ipynb"));
    lab = await Lab.of(folder);
  });

  const textOf = (selector: string) => page.locator(selector).first().textContent().then(String);
  const count = (selector: string) => page.locator(selector).count();

  it("runs the quickstart: cards, a table, and figures of lines", async () => {
    page = await lab.open("quickstart.ipynb");
    await choose(page, "Edit", "Clear Outputs of All Cells");
    await runAll(page);
    await page.waitForSelector(".paperlab-figure .main-svg .scatterlayer .js-line");
    assert.equal(await countOf(page, ".paperlab-figure .scatterlayer", 3), 3);
    assert.match(await textOf(".jp-RenderedHTMLCommon:has-text('Session baseline')"), /COMPLETED, END_OF_FEED/);
    assert.equal(await countOf(page, ".jp-OutputArea-output table:has-text('exitOrderId')"), 1);
    const place = page.locator(".jp-OutputArea-output div:has(> table:has-text('exitOrderId'))").last();
    const [inside, seen] = await place.evaluate((element) => [element.scrollWidth, element.clientWidth]);
    assert.ok(inside > seen, "its table scrolls sideways in its place");
    await picture(page, "quickstart-light");
  });

  it("shows figures and cards of a notebook that is not trusted", async () => {
    // As from somebody else: changed, so that no signature of this machine fits.
    const notebook = JSON.parse(readFileSync(quickstart, "utf8"));
    notebook.metadata.from = "somebody else";
    writeFileSync(join(folder, "foreign.ipynb"), JSON.stringify(notebook));
    page = await lab.open("foreign.ipynb");
    await page.waitForSelector(".paperlab-figure .main-svg .scatterlayer .js-line");
    assert.equal(await countOf(page, ".paperlab-figure .scatterlayer", 3), 3);
    assert.equal(await countOf(page, "img[alt^='Equity of baseline']", 1), 1);
    const title = await page.locator(".jp-StatusItem-trust, [title*='not trusted' i]").first().getAttribute("title");
    assert.match(title ?? "", /not trusted/i);
    await picture(page, "quickstart-untrusted");
  });

  it("can be read in the dark", async () => {
    page = await lab.open("quickstart.ipynb");
    await choose(page, "Settings", "Theme", "JupyterLab Dark");
    await page.waitForSelector('body[data-jp-theme-light="false"]', { state: "attached" });
    await page.waitForSelector(".paperlab-figure .main-svg .scatterlayer .js-line");
    const card = page.locator(".jp-RenderedHTMLCommon:has-text('Session baseline') strong").first();
    const text = await card.evaluate((element) => getComputedStyle(element).color);
    assert.ok(brightness(text) > 160, `text of ${text}`);
    const paper = await page
      .locator(".paperlab-figure .main-svg")
      .first()
      .evaluate((element) => element.style.background);
    assert.match(paper, /rgba\(0, 0, 0, 0\)|transparent/);
    await page.waitForSelector("#jupyterlab-splash", { state: "detached" });
    await picture(page, "quickstart-dark");
    await choose(page, "Settings", "Theme", "JupyterLab Light");
    await page.waitForSelector('body[data-jp-theme-light="true"]', { state: "attached" });
  });

  it("shows a session while it runs, and the interrupt button pauses it", async () => {
    page = await lab.open("session.ipynb", 1000);
    await choose(page, "Run", "Run All Cells");
    const card = ".jp-RenderedHTMLCommon:has-text('Session live')";
    await page.waitForSelector(`${card}:has-text("RUNNING") progress`);
    const steps = async () => Number(/([\d,]+) steps/.exec(await textOf(card))?.[1].replace(",", ""));
    const first = await steps();
    await picture(page, "live-early");
    while ((await steps()) <= first) await page.waitForTimeout(100);
    await picture(page, "live-later");
    assert.equal(await countOf(page, card, 1), 1);
    await page.click('[data-command="notebook:interrupt-kernel"], button[title*="Interrupt" i]');
    await page.waitForSelector(`${card}:has-text("PAUSED")`);
    assert.match(await textOf(".jp-RenderedText[data-mime-type='application/vnd.jupyter.stderr']"), /INTERRUPTED/);
    await picture(page, "live-interrupted");
  });

  it("starts again with a new kernel", async () => {
    page = await lab.open("session.ipynb", 1000);
    await choose(page, "Kernel", "Restart Kernel…");
    await page.click('.jp-Dialog button:has-text("Restart")');
    await idle(page);
    await page.locator(".jp-CodeCell .cm-content").first().click();
    await page.keyboard.press("Shift+Enter");
    await page.waitForSelector('.jp-CodeCell .jp-InputArea-prompt:has-text("[1]")');
    await idle(page);
    assert.equal(await count(".jp-RenderedText[data-mime-type='application/vnd.jupyter.stderr']"), 0);
  });

  it("draws a figure anew in its place, and fits it to its width", async () => {
    page = await lab.open("figures.ipynb", 900);
    await choose(page, "Run", "Run All Cells");
    await page.waitForSelector(".paperlab-figure .gtitle");
    await page.evaluate(() => {
      const [node] = document.querySelectorAll(".paperlab-figure");
      Object.assign(window, { sameNode: node });
    });
    await page.waitForSelector(".paperlab-figure .gtitle:has-text('20 points')");
    // The node is the one of the first picture: nothing was taken away and put back.
    const same = () => document.querySelector(".paperlab-figure") === (window as { sameNode?: Element }).sameNode;
    assert.equal(await page.evaluate(same), true);
    assert.equal(await countOf(page, ".paperlab-figure", 1), 1);
    const width = () =>
      page
        .locator(".paperlab-figure .main-svg")
        .first()
        .evaluate((svg) => svg.clientWidth);
    const wide = await width();
    await page.setViewportSize({ width: 900, height: 900 });
    await page.waitForFunction((before) => {
      const svg = document.querySelector(".paperlab-figure .main-svg");
      return svg !== null && svg.clientWidth < before - 100;
    }, wide);
    assert.ok((await width()) < wide);
  });

  it("says in place why a figure cannot be drawn, and a press on one makes its cell the active one", async () => {
    page = await lab.open("odd.ipynb", 1400);
    await runAll(page);
    await page.waitForSelector(".paperlab-figure .main-svg .barlayer .point");
    await page.locator(".paperlab-figure .updatemenu-button").first().click();
    await page.locator(".paperlab-figure", { hasText: /./ }).nth(3).waitFor();
    const texts = await page.locator(".paperlab-figure").allTextContents();
    assert.match(texts[1], /^This figure cannot be drawn\. Expected traces of the types bar, .*scatter, was "pie"/);
    assert.match(texts[2], /Expected a figure of the form/);
    assert.notEqual(texts[3], "");
    assert.equal(await count(".modebar-btn--logo, image[href^='http']"), 0);
    const cells = page.locator(".jp-Notebook .jp-CodeCell");
    await cells.nth(0).locator(".cm-content").click();
    await page.locator(".paperlab-figure .nsewdrag").first().click({ button: "right" });
    assert.match((await cells.nth(1).getAttribute("class")) ?? "", /jp-mod-active/);
    await page.keyboard.press("Escape");
    await cells.nth(0).locator(".cm-content").click();
    await page.locator(".paperlab-figure .nsewdrag").first().click();
    assert.match((await cells.nth(1).getAttribute("class")) ?? "", /jp-mod-active/);
  });

  it("asked nobody but its own server, and nothing was complained of", () => {
    assert.deepEqual(lab.outside, []);
    assert.deepEqual(lab.complaints, []);
  });
});

/** From 0, black, to 255, white. */
function brightness(color: string): number {
  const [red, green, blue] = (color.match(/\d+(\.\d+)?/g) ?? []).map(Number);
  return (red + green + blue) / 3;
}

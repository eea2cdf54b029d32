import assert from "node:assert/strict";
import { equityFigure } from "../../../src/output/figures/equity";
import { type Card, cardHtml, cardText } from "../../../src/output/pages/cards";
import { wave } from "../builders";

const card: Card = {
  title: "baseline",
  note: "RUNNING",
  progress: 0.5,
  pairs: [
    ["Final equity", "112,345.60"],
    ["Sharpe ratio", "1.23"],
  ],
  tables: [{ heading: "Fills", table: { columns: ["symbol"], rows: [["AAPL"]] } }],
};

describe("a card as text", () => {
  it("has a title, values below each other and tables", () => {
    const expected = [
      "baseline  (RUNNING)",
      "  [###############...............] 50 %",
      "  Final equity  112,345.60",
      "  Sharpe ratio  1.23",
      "",
      "Fills",
      "  symbol",
      "  ------",
      "  AAPL",
    ];
    assert.deepEqual(cardText(card).split("\n"), expected);
  });

  it("may be a title and values only", () => {
    assert.equal(cardText({ title: "Feed", pairs: [["Bars", "2,518"]] }), "Feed\n  Bars  2,518");
  });

  it("says of a figure what it holds", () => {
    assert.match(cardText({ title: "a", figures: [equityFigure([wave("b", 3)])] }), /^a\n {2}Equity of b, 2014-06-09/);
  });
});

describe("a card as HTML", () => {
  it("has inline styles and no scripts, classes or style sheets", () => {
    const html = cardHtml({ ...card, figures: [equityFigure([wave("b", 3)])] });
    assert.doesNotMatch(html, /<script|<style|<svg|class=|javascript:/);
    assert.match(html, /<progress max="1" value="0\.5000"/);
    assert.match(html, /<img src="data:image\/svg\+xml;base64,/);
  });

  it("escapes all that comes from elsewhere", () => {
    const bad = "<img onerror=x>\"'&";
    const html = cardHtml({
      title: bad,
      note: bad,
      pairs: [[bad, bad]],
      tables: [{ heading: bad, table: { columns: [bad], rows: [[bad]] } }],
    });
    assert.doesNotMatch(html, /<img/);
    assert.equal(html.split("&lt;img onerror=x&gt;&quot;&#39;&amp;").length - 1, 7);
  });
});

import assert from "node:assert/strict";
import type { Table } from "../../src/core/table";
import { htmlTable } from "../../src/output/html";
import { textPairs, textTable } from "../../src/output/text";

const fills: Table = {
  columns: ["symbol", "price", "quantity", "tag"],
  rows: [
    ["AAPL", 101.5, 1000, null],
    ["BRK", 250000.125, 5, "exit"],
  ],
};

const long: Table = { columns: ["n"], rows: Array.from({ length: 1000 }, (_, n) => [n]) };

const lines = (...all: string[]) => all.join("\n");

describe("a table as text", () => {
  it("has numbers to the right and text to the left", () => {
    const expected = lines(
      "symbol       price  quantity  tag",
      "------  ----------  --------  ----",
      "AAPL        101.50     1,000  –",
      "BRK     250,000.13         5  exit",
    );
    assert.equal(textTable(fills), expected);
  });

  it("writes cells in the formats asked for", () => {
    const text = textTable(fills, { formats: { price: "count" } });
    assert.match(text, /AAPL +102 +1,000/);
    const byRow = textTable(fills, {
      formats: (column, [symbol]) => (column === "price" && symbol === "AAPL" ? "price" : undefined),
    });
    assert.match(byRow, /AAPL +101\.50/);
  });

  it("says how many rows it left out, between the first and the last", () => {
    const text = textTable(long, { maxRows: 4 });
    assert.equal(text, lines("  n", "---", "  0", "  1", "... 996 more rows", "998", "999"));
    assert.match(textTable({ ...long, rows: long.rows.slice(0, 5) }, { maxRows: 4 }), /\.\.\. 1 more row$/m);
  });

  it("is cut in the middle where it is too wide", () => {
    const columns = Array.from({ length: 30 }, (_, j) => `column${j}`);
    const text = textTable({ columns, rows: [columns.map((_, j) => j)] }, { maxWidth: 40 });
    assert.match(text, /^column0 {2}column1 {2}\.\.\. {2}column29\n/);
    assert.match(text, /\.\.\. 27 more columns$/);
  });

  it("keeps every row on one line", () => {
    const text = textTable({ columns: ["a\nb"], rows: [["x\r\ny\u001b[31m"], ["z".repeat(200)]] });
    assert.deepEqual(text.split("\n").length, 4);
    assert.match(text, /x y \[31m/);
    assert.match(text, /z{59}…/);
  });

  it("says that it is empty", () => {
    assert.equal(textTable({ columns: ["a"], rows: [] }), lines("a", "-", "no rows"));
  });
});

describe("pairs as text", () => {
  it("align their values", () => {
    assert.equal(
      textPairs([
        ["Equity", "1"],
        ["Sharpe ratio", "2"],
      ]),
      lines("Equity        1", "Sharpe ratio  2"),
    );
  });
});

describe("a table as HTML", () => {
  it("escapes names and cells", () => {
    const html = htmlTable({ columns: ["<b>"], rows: [[`<img src=x onerror="alert('1')">`]] });
    assert.ok(html.includes("&lt;b&gt;"));
    assert.ok(html.includes("&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt;"));
    assert.doesNotMatch(html, /<(b|img)/);
  });

  it("has inline styles only, and says what it left out", () => {
    const html = htmlTable(long);
    assert.doesNotMatch(html, /class=|<style|<script/);
    assert.match(html, /\.\.\. 980 more rows/);
  });
});

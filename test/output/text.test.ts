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

  it("is cut at its end where it is too wide, and names what is not shown", () => {
    const columns = Array.from({ length: 30 }, (_, j) => `column${j}`);
    const text = textTable({ columns, rows: [columns.map((_, j) => j + 1)] }, { maxWidth: 40 });
    assert.match(text, /^column0 {2}column1 {2}column2 {2}column3\n/);
    assert.match(text, /\nnot shown: column4, column5, .*, column15 and 14 more$/);
    assert.match(textTable({ columns, rows: [columns.map((_, j) => j)] }, { maxWidth: 1 }), /^column0 {2}column1\n/);
  });

  it("that is too wide goes without instants that have their date, then what is empty, then details", () => {
    const table: Table = {
      columns: ["id", "time", "date", "tax", "tag", "orderId", "netPnl"],
      rows: [["a", "2014-06-09T20:00:00.000Z", "2014-06-09", 0, null, "order-1", 5]],
    };
    const headOf = (maxWidth: number) => textTable(table, { maxWidth, details: ["orderId"] }).split("\n")[0];
    assert.match(headOf(80), /^id {2}time +date +tax {2}tag {2}orderId {2}netPnl$/);
    assert.match(headOf(60), /^id {2}date +tax {2}tag {2}orderId {2}netPnl$/);
    assert.match(headOf(38), /^id {2}date +orderId {2}netPnl$/);
    assert.match(headOf(25), /^id {2}date +netPnl$/);
    assert.match(headOf(18), /^id {2}date$/);
    assert.match(textTable(table, { maxWidth: 60 }), /\nnot shown: time$/);
  });

  it("writes a mark behind a value, and none behind a missing one", () => {
    const marked = () => ({ format: "percent", mark: " (?)" }) as const;
    assert.equal(
      textTable({ columns: ["a"], rows: [[0.5], [null]] }, { formats: marked }),
      lines("         a", "----------", "50.0 % (?)", "         –"),
    );
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

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { inspect } from "node:util";
import type { Table } from "../../../src/core/table";
import { bundleOf } from "../../../src/notebook/display";
import { dfd } from "../../../src/output/frames/danfo";
import { frameOf } from "../../../src/output/frames/frames";

const table = (): Table => ({
  columns: ["symbol", "equity", "count", "tag"],
  rows: [
    ["AAPL", 952639.7257623747, 3, null],
    ["SPX", null, 1, "a"],
    ["AAPL", 0.1, 2, "b"],
  ],
});

function printed(run: () => void): string {
  const { log } = console;
  let text = "";
  console.log = (line: string) => {
    text += `${line}\n`;
  };
  try {
    run();
  } finally {
    console.log = log;
  }
  return text;
}

describe("a frame of a table", () => {
  it("tells an infinity from a missing value, as text and as HTML", () => {
    const frame = frameOf({
      columns: ["name", "x"],
      rows: [
        ["a", Infinity],
        ["b", -Infinity],
        ["c", null],
        ["d", 1.5],
      ],
    });
    const { "text/plain": text, "text/html": html } = bundleOf(frame) as Record<string, string>;
    assert.deepEqual(
      text
        .split("\n")
        .slice(2, 6)
        .map((line) => line.trim().split(/\s+/)),
      [
        ["a", "∞"],
        ["b", "-∞"],
        ["c", "–"],
        ["d", "1.5"],
      ],
    );
    for (const written of ["∞", "-∞", "–"]) assert.ok(html.includes(`>${written}<`), html);
  });

  it("carries numbers and nulls exactly", () => {
    const frame = frameOf(table());
    assert.deepEqual(frame.values, table().rows);
    assert.deepEqual(dfd.toJSON(frame), [
      { symbol: "AAPL", equity: 952639.7257623747, count: 3, tag: null },
      { symbol: "SPX", equity: null, count: 1, tag: "a" },
      { symbol: "AAPL", equity: 0.1, count: 2, tag: "b" },
    ]);
  });

  it("is a DataFrame of the danfo that is handed out, and so is what its methods return", () => {
    const frame = frameOf(table());
    assert.ok(frame instanceof dfd.DataFrame);
    assert.ok(frame.head(1) instanceof dfd.DataFrame);
    assert.ok(frame.column("count") instanceof dfd.Series);
    assert.equal(frame.constructor.name, "DataFrame");
  });

  it("can be cut, sorted, filtered and grouped", () => {
    const frame = frameOf(table());
    assert.deepEqual(frame.sortValues("count").column("count").values, [1, 2, 3]);
    assert.deepEqual(frame.query(frame.column("count").gt(1)).column("tag").values, [null, "b"]);
    assert.deepEqual(frame.loc({ rows: [1], columns: ["symbol"] }).values, [["SPX"]]);
    assert.deepEqual(frame.groupby(["symbol"]).col(["count"]).sum().values, [
      ["AAPL", 5],
      ["SPX", 1],
    ]);
    assert.deepEqual(frame.head(1).toJSON(), [{ symbol: "AAPL", equity: 952639.7257623747, count: 3, tag: null }]);
    assert.equal(frame.describe().at("count", "equity"), 2);
  });

  it("keeps the fractions of a column that begins with whole numbers", () => {
    const rows = Array.from({ length: 600 }, (_, i) => [i < 599 ? i : 599.5]);
    const sum = frameOf({ columns: ["a"], rows })
      .column("a")
      .add(frameOf({ columns: ["a"], rows }).column("a"));
    assert.equal(sum.values[599], 1199);
  });

  it("may have columns that are called like its own members", () => {
    const columns = ["index", "values", "columns", "shape", "mean", "constructor", "__proto__", "$data", "a"];
    const rows = [1, 2, 3].map((row) => columns.map((_, column) => 10 * column - row));
    const frame = frameOf({ columns, rows: rows.map((row) => [...row]) });
    assert.deepEqual([frame.values, frame.columns, frame.shape], [rows, columns, [3, 9]]);
    for (const [at, name] of columns.entries()) {
      const column = rows.map((row) => row[at]);
      assert.deepEqual(frame.column(name).values, column, name);
    }
    assert.deepEqual(frame.sortValues("index").column("values").values, [7, 8, 9]);
    assert.deepEqual(frame.head(1).values, [rows[0]]);
    assert.deepEqual((frame as unknown as { a: { values: number[] } }).a.values, [79, 78, 77]);
  });

  it("may have no rows", () => {
    const frame = frameOf({ columns: ["a", "b"], rows: [] });
    assert.deepEqual(
      [frame.shape, frame.columns],
      [
        [0, 2],
        ["a", "b"],
      ],
    );
    assert.equal(inspect(frame), "a  b\n-  -\n0 rows");
  });

  it("prints itself, with its labels where they are not the row numbers", () => {
    const frame = frameOf(table(), { formats: { equity: "currency" } });
    assert.match(inspect(frame), /^symbol +equity +count +tag\n-+ .*\nAAPL +952,639\.73 +3 +–\n/);
    assert.match(inspect(frame.tail(1)), /^ +symbol +equity +count +tag\n.*\n2 +AAPL/);
    assert.equal(inspect(frame.column("count")), "count\n-----\n    3\n    1\n    2");
  });

  it("is shortened when it is printed, whatever its size", () => {
    const frame = frameOf({ columns: ["n"], rows: Array.from({ length: 5000 }, (_, n) => [n]) });
    assert.match(inspect(frame), /\n {4}9\n\.\.\. 4,980 more rows\n4,990\n/);
  });

  it("offers a notebook an escaped HTML table", () => {
    const bundle = bundleOf(frameOf({ columns: ["a"], rows: [["<script>"]] }));
    assert.match(String(bundle?.["text/html"]), /<td [^>]*>&lt;script&gt;<\/td>/);
    assert.equal(bundle?.["text/plain"], "a\n--------\n<script>");
  });

  it("offers a notebook all its columns, and plain text those that there is room for", () => {
    const columns = Array.from({ length: 60 }, (_, j) => `column${j}`);
    const bundle = bundleOf(frameOf({ columns, rows: [columns.map((_, j) => j)] }));
    for (const column of columns) assert.match(String(bundle?.["text/html"]), new RegExp(`<th[^>]*>${column}</th>`));
    assert.match(String(bundle?.["text/plain"]), /^column0 .* column59\n.*\n.*\nnot shown: column6, .* and \d+ more$/);
  });

  it("prints itself by print() and in template literals as it does at the end of a cell", () => {
    const frame = frameOf(table());
    for (const shown of [frame, frame.head(2), frame.column("count")]) {
      assert.equal(`${shown}`, inspect(shown));
      assert.equal(
        printed(() => shown.print()),
        `${inspect(shown)}\n`,
      );
    }
  });

  it("prints itself when it is empty, with its columns", () => {
    const wide = Array.from({ length: 12 }, (_, j) => `c${j}`);
    const empty = frameOf({ columns: wide, rows: [] });
    const full = frameOf({ columns: wide, rows: [wide.map((_, j) => j)] });
    for (const frame of [empty, new dfd.DataFrame([], { columns: wide }), full.query(full.column("c1").gt(5))]) {
      const text = `${frame}`;
      assert.deepEqual(text.split("\n")[0].split(/ +/), wide);
      assert.match(text, /\n0 rows$/);
      assert.equal(
        printed(() => frame.print()),
        `${text}\n`,
      );
    }
    assert.equal(`${new dfd.DataFrame([])}`, "0 rows");
    assert.equal(`${new dfd.Series([])}`, "values\n------\n0 rows");
    assert.equal(`${empty.column("c1")}`, "c1\n--\n0 rows");
  });

  it("shows what others put into it", () => {
    const row = [new Date(0), 10n, { a: 1 }, undefined, Number.NaN, [1, 2], new Date(Number.NaN)];
    const frame = new dfd.DataFrame([row as never], { columns: ["d", "b", "o", "u", "n", "a", "x"] });
    assert.match(`${frame}`, /\n1970-01-01 00:00 {2}10 {2}\{ a: 1 \} {2}– {2}– {2}\[ 1, 2 \] {2}–$/);
  });
});

describe("the columns by which rows are sorted or picked", () => {
  const columns = ["name", "value", "hidden", "other"];
  const rows = () => [
    ["a".repeat(58), "b".repeat(58), 3, 1],
    ["c".repeat(58), "d".repeat(58), 1, 2],
  ];
  const importance = { name: "result", value: "result", hidden: "detail", other: "detail" } as const;
  const make = () => frameOf({ columns, rows: rows() }, { importance });
  const headOf = (frame: object) => inspect(frame).split("\n")[0].trim().split(/ +/);

  const ways: Record<string, () => object> = {
    "sortValues()": () => make().sortValues("hidden"),
    "sortValues() in place": () => {
      const frame = make();
      frame.sortValues("hidden", { inplace: true });
      return frame;
    },
    "query()": () => make().query(make().column("hidden").gt(0)),
    "query() of a combination": () => {
      const frame = make();
      return frame.query(frame.column("other").lt(9).and(frame.column("hidden").gt(0)));
    },
    "loc()": () => make().loc({ rows: make().column("hidden").mul(2).ge(0) }),
    "what is picked from the result": () => make().sortValues("hidden").head(2).tail(2),
  };
  for (const [way, pick] of Object.entries(ways)) {
    it(`are shown whatever room there is: ${way}`, () => {
      assert.ok(!headOf(make()).includes("hidden"));
      const head = headOf(pick());
      assert.ok(head.includes("hidden"), head.join(" "));
      assert.equal(head.includes("other"), way.includes("combination"), head.join(" "));
    });
  }

  it("are shown of a frame of one's own, too", () => {
    const own = new dfd.DataFrame([Array.from({ length: 40 }, (_, j) => j)], {
      columns: Array.from({ length: 40 }, (_, j) => `column${j}`),
    });
    assert.ok(!headOf(own).includes("column20"));
    assert.ok(headOf(own.sortValues("column20")).includes("column20"));
  });
});

describe("danfo", () => {
  const run = (code: string) =>
    spawnSync(process.execPath, ["--import", "tsx", "-e", code], {
      cwd: join(__dirname, "../../.."),
      encoding: "utf8",
    });

  it("is not loaded before it is used", () => {
    const code = `
      const { dfd } = require("./src/output/frames/danfo");
      require("./src/output/frames/frames");
      const loaded = () => Object.keys(require.cache).some((path) => path.endsWith("danfo.cjs"));
      const before = loaded();
      new dfd.DataFrame([[1]]);
      console.log(before, loaded());`;
    const { stdout, stderr } = run(code);
    assert.deepEqual([stdout, stderr], ["false true\n", ""]);
  });

  it("computes without a banner", () => {
    const { stdout, stderr } = run(`
      const { dfd } = require("./src/output/frames/danfo");
      console.log(new dfd.DataFrame([[1, 2]]).add(1).values);`);
    assert.deepEqual([stdout, stderr], ["[ [ 2, 3 ] ]\n", ""]);
  });
});

describe("a frame that danfo makes of ours", () => {
  const wide = (): Table => ({
    columns: ["number", "symbolOfOrder", "note", "more", "profit"],
    rows: [
      ["order-1-of-a-long-list-of-orders", "AAPL", "x".repeat(90), "m".repeat(50), 1234.5],
      ["order-2-of-a-long-list-of-orders", "SPX", "y".repeat(90), "m".repeat(50), -1],
    ],
  });
  const importance = {
    number: "id",
    symbolOfOrder: "context",
    note: "detail",
    more: "detail",
    profit: "result",
  } as const;
  const ours = () => frameOf(wide(), { formats: { profit: "currency" }, importance });

  it("prints like them: what is important, in their formats", () => {
    const joined = dfd.concat({ dfList: [ours().head(1), ours().tail(1)], axis: 0 });
    const text = inspect(joined);
    assert.match(text, /symbolOfOrder.* profit/);
    assert.match(text, /1,234\.50/);
    assert.match(text, /not shown: .*more/);
    const merged = dfd.merge({ left: ours(), right: ours(), on: ["symbolOfOrder"], how: "inner" });
    assert.match(inspect(merged), /profit .*profit_1/);
  });

  it("prints statistics of its columns as plain numbers", () => {
    const rates = () =>
      frameOf(
        { columns: ["rate"], rows: [[0.01], [0.03]] },
        { formats: { rate: "percent" }, importance: { rate: "result" } },
      );
    assert.match(inspect(rates()), /1\.00 %/);
    assert.doesNotMatch(inspect(rates().describe()), /%/);
  });

  it("prints like any other with a column that is not known from them", () => {
    const other = new dfd.DataFrame([{ profit: 1234.5, somethingElse: 2 }]);
    assert.match(inspect(other), /1,234\.5[^0]/);
  });
});

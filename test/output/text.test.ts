import assert from "node:assert/strict";
import fc from "fast-check";
import type { Table } from "../../src/core/table";
import type { Importance } from "../../src/output/columns-that-fit";
import { htmlTable } from "../../src/output/html";
import { textPairs, textTable, writeTable } from "../../src/output/text";

const fills: Table = {
  columns: ["symbol", "price", "quantity", "tag"],
  rows: [
    ["AAPL", 101.5, 1000, null],
    ["BRK", 250000.125, 5, "exit"],
  ],
};

const long: Table = { columns: ["n"], rows: Array.from({ length: 1000 }, (_, n) => [n]) };

const lines = (...all: string[]) => all.join("\n");

const headsOf = (html: string) =>
  html
    .replaceAll("<wbr>", "")
    .match(/<th [^>]*>[^<]*/g)
    ?.map((head) => head.replace(/.*>/, ""));

describe("a table as text", () => {
  it("has two decimals for money, and more where all of a column is small, as in an account of coins", () => {
    const shown = (...amounts: number[]) =>
      writeTable({ columns: ["pnl"], rows: amounts.map((one) => [one]) }, { formats: { pnl: "currency" } }).rows.flat();
    assert.deepEqual(shown(0.00231, -0.0004, 0), ["0.0023100", "-0.0004000", "0.0000000"]);
    assert.deepEqual(shown(1234.5, 0.00231), ["1,234.50", "0.0023"]);
    assert.deepEqual(shown(3e-12, -0), ["0.00", "0.00"]);
  });

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
    assert.equal(text, lines("  n", "---", "  0", "  1", "... 996 more rows", "998", "999", "1,000 rows"));
    assert.match(textTable({ ...long, rows: long.rows.slice(0, 5) }, { maxRows: 4 }), /\.\.\. 1 more row$/m);
  });

  it("of which nothing is known is cut in its middle where it is too wide, and names what is not shown", () => {
    const columns = Array.from({ length: 30 }, (_, j) => `column${j}`);
    const text = textTable({ columns, rows: [columns.map((_, j) => j)] }, { maxWidth: 40 });
    assert.match(text, /^column0 {2}column1 {2}column28 {2}column29\n/);
    assert.match(text, /\nnot shown: column2, column3, .*, column13 and 14 more$/);
    assert.match(textTable({ columns, rows: [columns.map((_, j) => j)] }, { maxWidth: 1 }), /^column0\n/);
  });

  it("of which nothing is known goes without what is empty first, but not without zeros", () => {
    const table: Table = { columns: ["a", "b", "c", "d"], rows: [[null, 0, "text", 4]] };
    assert.match(textTable(table, { maxWidth: 12 }), /^b {2}c +d\n.*\n0 {2}text {2}4\nnot shown: a$/);
  });

  describe("of which is known how much each column says", () => {
    const table: Table = {
      columns: ["id", "symbol", "time", "date", "tax", "netPnl", "tag"],
      rows: [["trade-1", "AAPL", "2014-06-09T20:00:00.000Z", "2014-06-09", 0, 5, null]],
    };
    const importance: Readonly<Record<string, Importance>> = {
      ...{ id: "detail", symbol: "context", time: "double", date: "context", tax: "context" },
      ...{ netPnl: "result", tag: "context" },
    };
    const headOf = (maxWidth: number, kept: string[] = []) =>
      textTable(table, { maxWidth, importance, kept }).split("\n")[0].split(/ +/).join(" ");

    it("has each time once, also where there is room for two", () => {
      assert.equal(headOf(200), "id symbol date tax netPnl tag");
      assert.match(textTable(table, { importance }), /\nnot shown: time$/);
    });

    it("that is too wide goes without what is empty, then details, then context from the right", () => {
      assert.equal(headOf(35), "id symbol date netPnl");
      assert.equal(headOf(30), "symbol date netPnl");
      assert.equal(headOf(15), "symbol netPnl");
    });

    it("that is too wide goes without ids, then details, times, and parts of sums", () => {
      const columns = ["id", "exitOrderId", "at", "tax", "grossPnl", "netPnl", "symbol"];
      const trades: Table = { columns, rows: [["t-1", "o-2", "10:30", 1, 6, 5, "AAPL"]] };
      const says: Record<string, Importance> = {
        ...{ id: "id", exitOrderId: "id", at: "time", tax: "detail" },
        ...{ grossPnl: "part", netPnl: "result", symbol: "context" },
      };
      const heads = [60, 36, 32, 27, 21, 13].map((maxWidth) =>
        textTable(trades, { maxWidth, importance: says }).split("\n")[0].trim().split(/ +/).join(" "),
      );
      assert.deepEqual(heads, [
        "id exitOrderId at tax grossPnl netPnl symbol",
        "at tax grossPnl netPnl symbol",
        "at grossPnl netPnl symbol",
        "grossPnl netPnl symbol",
        "netPnl symbol",
        "netPnl",
      ]);
    });

    it("never has a detail where a result gave way", () => {
      const orders: Table = { columns: ["id", "status", "reason", "price"], rows: [["1", "s", "x".repeat(50), 5]] };
      const says = { id: "detail", status: "result", reason: "result", price: "result" } as const;
      assert.match(textTable(orders, { maxWidth: 30, importance: says }), /^status {2}price\n/);
    });

    it("has findings next to the main columns in HTML, before sums and details", () => {
      const columns = ["id", "tax", "gross", "net", "worst", "symbol"];
      const says: Record<string, Importance> = {
        ...{ id: "id", tax: "detail", gross: "part", net: "result", worst: "finding", symbol: "context" },
      };
      const html = htmlTable({ columns, rows: [["t-1", 1, 6, 5, -3, "KO"]] }, { importance: says });
      assert.deepEqual(headsOf(html), ["net", "symbol", "worst", "gross", "tax", "id"]);
    });

    it("has the columns that are kept, whatever they hold and whatever room there is", () => {
      assert.equal(headOf(26, ["tag"]), "symbol netPnl tag");
      assert.equal(headOf(1, ["id", "tax", "time"]), "id time tax");
    });

    it("shows a column of which it was not told as a result", () => {
      const { date: _, ...others } = importance;
      const text = textTable(table, { maxWidth: 18, importance: others });
      assert.match(text, /^date +netPnl\n/);
    });

    it("is whole in HTML, with details, doubles and what is empty behind the others", () => {
      assert.deepEqual(headsOf(htmlTable(table, { importance })), [
        ...["symbol", "date", "tax", "netPnl"],
        ...["id", "time", "tag"],
      ]);
      const kept = htmlTable(table, { importance, kept: ["id"] });
      assert.match(kept, /<thead><tr[^>]*><th[^>]*>id<\/th><th[^>]*>symbol</);
    });
  });

  it("writes instants without what all of a column have in common, and as they are where they are no instants", () => {
    const column = (...cells: (string | null)[]) =>
      textTable({ columns: ["at"], rows: cells.map((cell) => [cell]) })
        .split("\n")
        .slice(2);
    assert.deepEqual(column("2024-01-02T14:30:00.000Z", null), ["2024-01-02 14:30", "–"]);
    assert.deepEqual(column("2024-01-02T14:30:00.000Z", "2024-01-02T14:30:05Z"), [
      "2024-01-02 14:30:00",
      "2024-01-02 14:30:05",
    ]);
    assert.deepEqual(column("2024-01-02T14:30:00.250Z"), ["2024-01-02 14:30:00.250"]);
    assert.deepEqual(column("2024-01-02T14:30:00.000Z", "later"), ["2024-01-02T14:30:00.000Z", "later"]);
  });

  it("writes a mark behind a value, and none behind a missing one", () => {
    const marked = () => ({ format: "percent", mark: " (?)" }) as const;
    assert.equal(
      textTable({ columns: ["a"], rows: [[0.5], [null]] }, { formats: marked }),
      lines("         a", "----------", "50.0 % (?)", "         –"),
    );
  });

  it("keeps every row on one line", () => {
    const text = textTable({ columns: ["a\nb"], rows: [["x\r\ny\u001b[31m"], [`${"z".repeat(200)}run 7`]] });
    assert.deepEqual(text.split("\n").length, 4);
    assert.match(text, /x y \[31m/);
    assert.match(text, /^z{36}…z{18}run 7$/m);
  });

  const grid = [5, 9].flatMap((fast) =>
    [20, 40].map(
      (slow) => `sma-cross on us-daily with fast=${fast} and also a slow=${slow} window of two years of the days`,
    ),
  );

  it("tells long texts apart, and writes the same one in the same way in every column", () => {
    const rows = grid.map((name, at) => [name, grid[3 - at], "short"]);
    const written = writeTable({ columns: ["winner", "runner-up", "other"], rows });
    const [winners, runnersUp] = [0, 1].map((j) => written.rows.map((row) => row[j]));
    assert.equal(new Set(winners).size, 4, winners.join("; "));
    for (const [at, [fast, slow]] of [
      ["5", "20"],
      ["5", "40"],
      ["9", "20"],
      ["9", "40"],
    ].entries())
      assert.match(winners[at], new RegExp(`fast=${fast}\\D.*slow=${slow}\\D`));
    assert.deepEqual(runnersUp, [...winners].reverse());
  });

  it("shortens long headings, told apart, where the columns would not fit", () => {
    const table = { columns: ["setting", ...grid], rows: [["params.fast", 5, 5, 9, 9]] };
    const [head, ...rest] = textTable(table).split("\n");
    assert.ok(head.length <= 120, head);
    assert.equal(new Set(head.match(/fast=\d+…slow=\d+/g)).size, 4, head);
    assert.doesNotMatch(rest.join("\n"), /not shown/);
    assert.deepEqual(writeTable(table).columns, table.columns);
    assert.deepEqual(writeTable(table, { maxWidth: 500 }).columns, table.columns);
    const few = writeTable({ columns: ["setting", grid[0]], rows: [["params.fast", 5]] }, { maxWidth: 120 });
    assert.deepEqual(few.columns, ["setting", grid[0]]);
  });

  it("breaks sentences into lines where there is no room for them, and leaves no word out", () => {
    const word = fc.stringMatching(/^[a-zé.,]{1,12}$/);
    const sentence = fc.array(word, { minLength: 1, maxLength: 40 }).map((words) => words.join(" "));
    const row = fc.tuple(fc.stringMatching(/^[A-Z]{1,20}$/), sentence, fc.integer(), sentence);
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 5 }), (rows) => {
        const table = { columns: ["code", "what", "amount", "cure"], rows };
        const formats = { code: "text", what: "sentence", cure: "sentence" } as const;
        const text = textTable(table, { formats, importance: { amount: "detail" } });
        const [, rule, ...written] = text.replace(/\nnot shown: amount$/, "").split("\n");
        for (const line of text.split("\n")) assert.ok(Array.from(line).length <= 120, line);
        // The columns begin where the rule does.
        const starts = [...rule.matchAll(/-+/g)].map(({ index, 0: dashes }) => [index, index + dashes.length]);
        const columnAt = (place: number) =>
          written
            .map((line) =>
              Array.from(line)
                .slice(...starts[place])
                .join("")
                .trim(),
            )
            .join(" ");
        const words = (all: string) => all.split(" ").filter((one) => one !== "");
        const wanted = (place: 1 | 3) => rows.flatMap((cells) => words(cells[place]));
        assert.deepEqual(words(columnAt(1)), wanted(1));
        assert.deepEqual(words(columnAt(starts.length - 1)), wanted(3));
        // In HTML they are whole, and the page breaks them.
        const html = htmlTable(table, { formats });
        for (const [, what, , cure] of rows) assert.ok(html.includes(`>${what}<`) && html.includes(`>${cure}<`));
      }),
    );
    const table = { columns: ["what"], rows: [["a".repeat(130)]] };
    const whole = textTable(table, { formats: { what: "sentence" } });
    assert.deepEqual(whole.split("\n").slice(2), ["a".repeat(120), "a".repeat(10)]);
  });

  it("keeps the lines of a sentence in its column, and other text on one line", () => {
    const text = "Expected this\r\n\tto be that\n\n  at x";
    const table = {
      columns: ["code", "tag", "message"],
      rows: [
        ["A", text, text],
        ["B", "b", "one line"],
      ],
    };
    const options = { formats: { message: "sentence" } } as const;
    assert.equal(
      textTable(table, options),
      lines(
        "code  tag                            message",
        "----  -----------------------------  -------------",
        "A     Expected this to be that at x  Expected this",
        "                                       to be that",
        "                                       at x",
        "B     b                              one line",
      ),
    );
    const html = htmlTable(table, options);
    assert.match(html, /pre-wrap[^>]*>Expected this\n {2}to be that\n {2}at x</);
    const stack = Array.from({ length: 100 }, (_, at) => `line ${at}`).join("\n");
    const shown = textTable({ columns: ["message"], rows: [[stack]] }, options).split("\n");
    assert.deepEqual(shown.slice(-2), ["line 11", "... 88 more lines"]);
  });

  it("says that it is empty, and has its columns then", () => {
    assert.equal(textTable({ columns: ["a"], rows: [] }), lines("a", "-", "0 rows"));
    assert.equal(textTable({ columns: [], rows: [] }), "0 rows");
  });

  it("may show a single row, and says of how many", () => {
    assert.equal(textTable(long, { maxRows: 1 }), lines("n", "-", "0", "... 999 more rows", "1,000 rows"));
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

  it("scrolls sideways in its place", () => {
    assert.match(htmlTable(fills), /^<div style="[^"]*overflow-x:auto"><table /);
  });

  it("has its columns and a count where it is empty", () => {
    assert.match(htmlTable({ columns: ["a", "b"], rows: [] }), /<th[^>]*>a<.*<th[^>]*>b<.*>0 rows<\/div>$/);
  });

  it("has inline styles only, and says what it left out", () => {
    const html = htmlTable(long);
    assert.doesNotMatch(html, /class=|<style|<script/);
    assert.match(html, /\.\.\. 980 more rows/);
    assert.match(html, /<\/div><div [^>]*>1,000 rows<\/div>$/);
    assert.equal(html.match(/<tr /g)?.length, 1 + 20 + 1);
  });
});

import assert from "node:assert/strict";
import fc from "fast-check";
import { zoneOf } from "../../../src/core/market/zone";
import { equityFigure } from "../../../src/output/figures/equity";
import { figuresPage } from "../../../src/output/pages/page";
import { pageTable } from "../../../src/output/pages/page-table";
import { wave } from "../builders";

const bad = "</script><script>alert(1)</script>";

describe("a page of figures", () => {
  const figure = equityFigure([wave(bad, 30)], { title: bad });
  const table = { columns: [bad], rows: [[bad]] };
  const page = figuresPage({
    title: bad,
    note: bad,
    pairs: [[bad, bad]],
    warnings: [bad],
    highlights: [{ label: bad, value: bad, beside: bad }],
    sections: [1, 2, 3, 4].map(() => ({
      heading: bad,
      text: bad,
      pairs: [[bad, bad]],
      figures: [figure],
      tables: [{ heading: bad, table }],
      texts: [{ heading: bad, text: bad }],
    })),
  });

  it("asks the network for nothing", () => {
    const shell = page.replace(/<script>(?:(?!<\/script>)[\s\S])*<\/script>/g, "");
    assert.doesNotMatch(shell, /(src|href)="(?!#)|@import|url\(/);
  });

  it("has as many scripts as it should, and none from its data", () => {
    assert.equal(page.split("<script>").length - 1, 2);
    assert.equal(page.split("</script>").length - 1, 6);
    assert.doesNotMatch(page, /<script>alert/);
  });

  it("carries the figure as JSON that reads back", () => {
    const json = /<script type="application\/json">(.*?)<\/script>/.exec(page)?.[1] ?? "";
    assert.deepEqual(JSON.parse(json), JSON.parse(JSON.stringify(figure)));
  });

  it("carries the licences of what it is drawn with", () => {
    for (const licence of [
      /plotly\.js \d[\d.]* \(MIT\)\n\n.*Permission is hereby granted/s,
      /@plotly\/d3 [\d.]+ \(BSD/,
    ])
      assert.ok(licence.test(page), String(licence));
  });

  it("has no Plotly where it has no figures", () => {
    const short = figuresPage({ title: "a", sections: [{ heading: "b", text: "c" }] });
    assert.ok(!short.includes("Plotly") && !short.includes("<script"));
  });

  it("stays under 2.5 MB, and shows the figures for which there is no room as pictures, then as words", () => {
    const curves = [1, 2, 3].map((at) => wave(`curve ${at}`, 3000));
    const large = equityFigure(curves, { benchmark: wave("SPX", 3000) });
    const counts = [4, 8, 40].map((count) => {
      const figures = Array.from({ length: count }, () => large);
      const written = figuresPage({ title: "many", sections: [{ heading: "Figures", figures }] });
      assert.ok(written.length < 2_500_000, `${count} figures: ${written.length}`);
      const [interactive, pictures, words] = ['class="figure interactive"', 'class="still"', "<pre>Equity"].map(
        (text) => written.split(text).length - 1,
      );
      assert.equal(pictures + words, count);
      return { interactive, pictures, words };
    });
    assert.ok(counts[0].interactive > 0 && counts[1].interactive < 8 && counts[2].words > 0, JSON.stringify(counts));
  });

  it("draws a small figure after one for which there was no room", () => {
    const large = equityFigure([1, 2, 3].map((at) => wave(`curve ${at}`, 3000)));
    const small = equityFigure([wave("small", 5)], { title: "small one" });
    const sections = [{ heading: "Figures", figures: [...Array.from({ length: 8 }, () => large), small] }];
    const figures = figuresPage({ title: "many", sections }).split('<div class="figure').slice(1);
    assert.ok(!figures[7].startsWith(" interactive"), "a large one had no room");
    assert.ok(figures[8].startsWith(" interactive") && figures[8].includes("small one"));
  });

  it("keeps dates and ids whole, and gives columns of numbers under long names the room that their lines need", () => {
    const named = (count: number) => Array.from({ length: count }, (_, at) => `a session with quite a long name ${at}`);
    const names = named(5);
    const rows = [
      ["2012-07-25", "Sharpe ratio", ...names.map(() => 1.25)],
      ["2012-11-01", "Calmar ratio", ...names.map(() => 2.5)],
    ];
    const parts = pageTable({ table: { columns: ["peak", "metric", ...names], rows } });
    assert.equal(parts.length, 1);
    assert.ok(parts[0].includes('<td class="k">2012-07-25</td><td>Sharpe ratio</td><td class="n">1.25</td>'), parts[0]);
    const runs = ["fast-20-slow-30", "fast-5-slow-100"].map((name) => [name, 0.5]);
    const [short] = pageTable({ table: { columns: ["session", "sharpe"], rows: runs } });
    assert.ok(short.includes('<td class="k">fast-20-slow-30</td>'), short);
    const long = pageTable({ table: { columns: ["session", "sharpe"], rows: [["a-name-that-is-much-longer", 1]] } });
    assert.ok(long[0].includes("<td>a-name-that-is-much-longer</td>"), long[0]);
    assert.equal(pageTable({ table: { columns: named(12), rows: [named(12).map(() => 1)] } }).length, 3);
  });

  it("stays one table where texts can be narrower, and tells how narrow", () => {
    const columns = ["metric", "winner", "value", "notDistinguishable", "runnerUp", "runnerUpValue", "difference"];
    const many = Array.from({ length: 12 }, (_, at) => `s-${at}`).join(", ");
    const parts = pageTable({
      table: { columns, rows: [["Value at risk (95 %, historical)", many, 1, many, many, 2, 3]] },
    });
    assert.equal(parts.length, 1);
    assert.match(parts[0], /style="--size:6[\d.]*pt;--text:13\.9em"/);
    const [wide] = pageTable({ table: { columns: ["metric", "winner"], rows: [["Sharpe ratio", many]] } });
    assert.match(wide, /--text:16\.2em/);
  });

  it("says how many rows it has where some are left out, so that no page has that alone", () => {
    const rows = Array.from({ length: 672 }, (_, at) => [at]);
    const [written] = pageTable({ table: { columns: ["n"], rows }, options: { maxRows: 200 } });
    assert.match(written, /<td colspan="1">\.\.\. 472 more rows of 672<\/td>/);
    assert.doesNotMatch(written, /class="note"/);
    assert.match(pageTable({ table: { columns: ["n"], rows: [] } })[0], /<div class="note">0 rows<\/div>/);
  });

  it("shortens the names of sessions over its columns, which are told apart", () => {
    const named = (run: number) => `${"a session that has a long name ".repeat(3)}run ${run}`;
    const [written] = pageTable({ table: { columns: ["metric", named(1), named(2)], rows: [["Sharpe ratio", 1, 2]] } });
    const heads = [...written.matchAll(/<th class="n">(.*?)<\/th>/g)].map(([, head]) => head);
    for (const [at, head] of heads.entries()) assert.match(head, new RegExp(`^a session .*….*run ${at + 1}$`));
    assert.ok(Math.max(...heads.map(({ length }) => length)) <= 44, heads.join("; "));
  });

  it("writes times within the day by the clock of its figures, which their headings name", () => {
    const columns = ["entryTime", "exitDate", "net"];
    const rows = [["2016-04-18T15:08:00.000Z", "2016-04-18", 5]];
    const headings = (column: string) => (column === "entryTime" ? "Entry time" : column);
    const [written] = pageTable({ table: { columns, rows }, options: { headings } });
    assert.ok(
      written.includes('<th class="k">Entry time (UTC)</th>') && written.includes("<th>exitDate</th>") === false,
      written,
    );
    assert.ok(written.includes('<td class="k">2016-04-18 15:08</td>'), written);
    const [local] = pageTable({ table: { columns, rows }, options: { headings } }, zoneOf("America/New_York"));
    assert.ok(local.includes('<th class="k">Entry time (America/New_<wbr>York)</th>'), local);
    assert.ok(local.includes('<td class="k">2016-04-18 11:08</td>'), local);
  });

  it("splits a table that is too wide, with its first column in each part, and loses no column", () => {
    const widths = fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(widths, (lengths) => {
        const columns = lengths.map((length, at) => `${at}${"x".repeat(length)}`);
        const parts = pageTable({ table: { columns, rows: [columns.map(() => 1)] } });
        const heads = parts.map((part) => [...part.matchAll(/<th class="n">(.*?)<\/th>/g)].map(([, text]) => text));
        const placeOf = (head: string) => Number.parseInt(head, 10);
        assert.deepEqual(
          heads.flatMap((head, at) => head.slice(at === 0 ? 0 : 1)).map(placeOf),
          columns.map((_, at) => at),
        );
        for (const head of heads) {
          assert.equal(placeOf(head[0]), 0);
          const characters = head.reduce((sum, text) => sum + text.length + 2, 0);
          assert.ok(head.length <= 2 || characters <= 140, `${characters} characters`);
        }
      }),
    );
  });
});

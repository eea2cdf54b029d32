import assert from "node:assert/strict";
import { inspect } from "node:util";
import fc from "fast-check";
import { dateOf } from "../../../src/core/days";
import { remakeSource } from "../../../src/feeds/remake";
import { type ReplayOptions, replay } from "../../../src/index";
import { cases } from "../../support/cases";
import { recorded, useFolder } from "../files";

const skip = { onBadRow: "skip" } as const;

describe("rows that are not in the order of time", () => {
  const write = useFolder();
  const fileOf = (...rows: string[]) =>
    write("x.csv", `date,symbol,open,high,low,close\n${rows.map((row) => `${row},2,4,1,3\n`).join("")}`);
  const feedOf = (dates: readonly string[], options?: ReplayOptions) =>
    replay(fileOf(...dates.map((date) => `${date},A`)), options);
  const datesOf = (feed: ReturnType<typeof replay>) =>
    [...feed.bars()].map(({ time }) => dateOf(time / 86_400_000 - 1));

  it("are turned round where they come newest first, which the card says", () => {
    const dates = ["2024-01-05", "2024-01-04", "2024-01-03", "2024-01-02"];
    for (const options of [{}, skip]) {
      const feed = feedOf(dates, options);
      assert.deepEqual(datesOf(feed), [...dates].reverse());
      assert.equal(feed.manifest.skipped, 0);
      assert.match(inspect(feed), /Order +newest first, reversed/);
    }
  });

  it("are turned round where there are two, of one symbol or of two, with bars of minutes too", () => {
    const two = ["2024-01-04", "2024-01-03"];
    for (const options of [{}, skip]) {
      const feed = feedOf(two, options);
      assert.deepEqual([datesOf(feed), feed.manifest.skipped], [["2024-01-03", "2024-01-04"], 0]);
      assert.match(inspect(feed), /Order +newest first, reversed/);
    }
    const both = replay(fileOf(...two.flatMap((date) => [`${date},A`, `${date},B`])));
    assert.deepEqual(datesOf(both), ["2024-01-03", "2024-01-03", "2024-01-04", "2024-01-04"]);
    const minutes = replay(fileOf("2024-01-04T10:01Z,A", "2024-01-04T10:00Z,A"));
    assert.deepEqual(
      [...minutes.bars()].map(({ time }) => new Date(time).toISOString().slice(11, 16)),
      ["10:01", "10:02"],
    );
  });

  it("are turned round with several symbols, one after the other or side by side, and in memory", () => {
    const each = (symbol: string) => ["2024-01-04", "2024-01-03", "2024-01-02"].map((date) => `${date},${symbol}`);
    const [a, b] = [each("A"), each("B")];
    const mixed = a.flatMap((row, at) => [row, b[at]]);
    for (const rows of [[...a, ...b], mixed]) {
      const feed = replay(fileOf(...rows));
      assert.deepEqual(
        datesOf(feed),
        ["02", "02", "03", "03", "04", "04"].map((day) => `2024-01-${day}`),
      );
    }
    const bars = a.map((row) => ({ time: row.slice(0, 10), symbol: "A", open: 2, high: 4, low: 1, close: 3 }));
    assert.deepEqual(datesOf(replay(bars)), ["2024-01-02", "2024-01-03", "2024-01-04"]);
  });

  it("are turned round for one symbol alone where another comes oldest first", () => {
    const up = ["02", "03", "04", "05"].map((day) => `2024-01-${day}`);
    const down = [...up].reverse();
    const days = ["02", "02", "03", "03", "04", "04", "05", "05"].map((day) => `2024-01-${day}`);
    for (const options of [{}, skip]) {
      const rows = [...up.map((date) => `${date},A`), ...down.map((date) => `${date},B`)];
      for (const lines of [rows, up.flatMap((date, at) => [`${down[at]},B`, `${date},A`])]) {
        const feed = replay(fileOf(...lines), options);
        assert.deepEqual([datesOf(feed), feed.manifest.skipped], [days, 0]);
        assert.match(inspect(feed), /Order +newest first, reversed/);
      }
    }
    // One row in a wrong place says nothing of an order.
    const wrong = [...up.map((date) => `${date},A`), "2024-01-03,B", "2024-01-02,B"];
    assert.throws(() => replay(fileOf(...wrong)), /Bars must be in time order: B 2024-01-02 came after 2024-01-03/);
  });

  it("lose a mistyped year alone, at the beginning, in the middle and at the end", () => {
    const good = ["2024-01-02", "2024-01-03", "2024-01-04", "2024-01-05"];
    for (const at of [0, 2, 4]) {
      for (const bad of ["2042-01-03", "1924-01-03"]) {
        const feed = feedOf([...good.slice(0, at), bad, ...good.slice(at)], skip);
        assert.equal(feed.manifest.skipped, 1, `${bad} at ${at}`);
        assert.deepEqual(datesOf(feed), good);
      }
    }
  });

  it("say of the first that is left out where it stands and what it contradicts", () => {
    const rows = ["2024-01-02", "2042-01-03", "2024-01-04", "2024-01-05", "2024-01-05"];
    const feed = feedOf(rows, skip);
    assert.deepEqual(
      [feed.manifest.skipped, feed.manifest.firstSkipped],
      [2, "Bars must be in time order: A 2042-01-03 came before 2024-01-04 (x.csv:3)"],
    );
    const unreadable = replay(fileOf("2024-01-02,A", "x,A", "2042-01-03,A", "2024-01-04,A", "2024-01-05,A"), skip);
    assert.deepEqual([unreadable.manifest.skipped, unreadable.length], [2, 3]);
    assert.match(unreadable.manifest.firstSkipped ?? "", /^x\.csv:3: Expected time/);
    const later = replay(fileOf("2024-01-02,A", "2042-01-03,A", "x,A", "2024-01-04,A", "2024-01-05,A"), skip);
    assert.match(later.manifest.firstSkipped ?? "", /2042-01-03 .* \(x\.csv:3\)$/);
  });

  it("are an error by default, also in a table that was turned round", () => {
    assert.throws(() => feedOf(["2024-01-02", "2042-01-03", "2024-01-04"]), {
      code: "BARS_OUT_OF_ORDER",
      message: "Bars must be in time order: A 2042-01-03 came before 2024-01-04 (x.csv:3)",
    });
    assert.throws(() => feedOf(["2024-01-05", "2024-01-04", "2042-01-03", "2024-01-02"]), {
      code: "BARS_OUT_OF_ORDER",
      message: "Bars must be newest first throughout: A 2042-01-03 came after 2024-01-04 (x.csv:4)",
    });
  });

  it("are named by what most rows say, where those before say otherwise", () => {
    const days = ["02", "03", "04", "05", "08"].map((day) => `2024-01-${day}`);
    const typed = (at: number, date: string) => days.map((day, place) => (place === at ? date : day));
    const message = (dates: readonly string[]) => {
      try {
        feedOf(dates);
      } catch (error) {
        return (error as Error).message.replace("Bars must be ", "");
      }
      return assert.fail();
    };
    assert.equal(message(typed(1, "2042-01-03")), "in time order: A 2042-01-03 came before 2024-01-04 (x.csv:3)");
    assert.equal(
      message(typed(2, "2042-01-04").reverse()),
      "newest first throughout: A 2042-01-04 came after 2024-01-05 (x.csv:4)",
    );
  });

  it("keep all but one row where one is misplaced, whichever it is", () => {
    const days = Array.from({ length: 12 }, (_, at) => dateOf(19_723 + at));
    fc.assert(
      fc.property(fc.nat(11), fc.nat(11), fc.boolean(), (from, to, turned) => {
        const moved = days.filter((_, at) => at !== from);
        moved.splice(to, 0, days[from]);
        const feed = feedOf(turned ? moved.reverse() : moved, skip);
        const expected = from === to ? 0 : 1;
        assert.equal(feed.manifest.skipped, expected);
        assert.equal(feed.length, 12 - expected);
      }),
      { numRuns: cases(15) },
    );
  });

  it("are the same ones for an error and where they are skipped, of two that were swapped too", () => {
    const days = Array.from({ length: 12 }, (_, at) => dateOf(19_723 + at));
    fc.assert(
      fc.property(fc.nat(10), fc.boolean(), (at, turned) => {
        const swapped = [...days.slice(0, at), days[at + 1], days[at], ...days.slice(at + 2)];
        const dates = turned ? swapped.reverse() : swapped;
        const { firstSkipped, skipped } = feedOf(dates, skip).manifest;
        assert.equal(skipped, 1);
        assert.throws(() => feedOf(dates), { message: firstSkipped ?? "" });
      }),
    );
  });

  it("lose a mistyped year alone where it stands before the last row", () => {
    const dates = ["2024-01-02", "2024-01-03", "2024-01-04", "2042-01-03", "2024-01-05"];
    const feed = feedOf(dates, skip);
    assert.deepEqual([feed.length, feed.manifest.skipped, feed.manifest.found?.tied], [4, 1, undefined]);
    assert.throws(() => feedOf(dates), { message: feed.manifest.firstSkipped ?? "" });
  });

  it("stay those that were left out when a feed is made again, also in a manifest from before", () => {
    const feed = feedOf(["2024-01-02", "2024-01-04", "2024-01-03", "2024-01-05"], skip);
    assert.deepEqual(datesOf(feed), ["2024-01-02", "2024-01-04", "2024-01-05"]);
    const manifest = JSON.parse(JSON.stringify(feed.manifest));
    const remade = recorded(remakeSource(manifest)).manifest;
    assert.deepEqual([remade.sha256, remade.found], [manifest.sha256, manifest.found]);
    const { tied, ...found } = manifest.found;
    assert.equal(tied, true);
    const before = recorded(remakeSource({ ...manifest, found }));
    assert.deepEqual(
      Array.from(before.columns.time, (time) => dateOf(time / 86_400_000 - 1)),
      ["2024-01-02", "2024-01-03", "2024-01-05"],
    );
  });

  it("are taken as before where a manifest is from before", () => {
    const feed = feedOf(["2024-01-02", "2042-01-03", "2024-01-04", "2024-01-05"], skip);
    const { found: _, ...earlier } = JSON.parse(JSON.stringify(feed.manifest));
    const remade = recorded(remakeSource(JSON.parse(JSON.stringify(feed.manifest))));
    assert.deepEqual([remade.manifest.sha256, remade.skipped.rows], [feed.manifest.sha256, 1]);
    const again = recorded(remakeSource(earlier));
    assert.deepEqual([again.length, again.skipped.rows], [2, 2]);
  });
});

describe("trades of one millisecond", () => {
  const write = useFolder();
  const trades = (rows: string, options?: ReplayOptions) => replay(write("t.csv", `time,price,qty\n${rows}`), options);
  const rows = "1704067200012,10,1\n1704067200012,12,2\n1704067200012,9,3\n1704067200012,11,4\n1704067200013,13,5\n";

  it("are one bar with the prices and the quantity of all, and no bad rows", () => {
    for (const options of [{}, skip]) {
      const feed = trades(rows, options);
      const [bar, next] = [...feed.bars()];
      assert.deepEqual([bar.open, bar.high, bar.low, bar.close, bar.volume], [10, 12, 9, 11, 10]);
      assert.deepEqual([next.close, next.volume, feed.length, feed.manifest.skipped], [13, 5, 2, 0]);
      assert.match(inspect(feed), /Joined +3 trades with others of the same millisecond, into one bar/);
    }
  });

  it("come in the order in which they were made also where a file has the newest first", () => {
    const more = `${rows}1704067200014,14,1\n`;
    const [bar] = [...trades(more.trim().split("\n").reverse().join("\n")).bars()];
    assert.deepEqual([bar.open, bar.close, bar.volume], [10, 11, 10]);
  });

  it("join those of the file before", () => {
    const files = [rows, "1704067200013,14,1\n1704067200014,15,1\n"].map((text, at) =>
      write(`${at}.csv`, `time,price,qty\n${text}`),
    );
    const bars = [...replay(files, { symbol: "T" }).bars()];
    assert.deepEqual(
      bars.map(({ close, volume }) => [close, volume]),
      [
        [11, 10],
        [14, 6],
        [15, 1],
      ],
    );
  });

  it("are bars that come again where they are bars", () => {
    const text = "time,open,high,low,close\n1704067200012,1,1,1,1\n1704067200012,1,1,1,1\n";
    assert.throws(() => replay(write("b.csv", text)), { code: "REPEATED_BAR" });
  });
});

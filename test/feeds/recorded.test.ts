import assert from "node:assert/strict";
import fc from "fast-check";
import type { BarColumns } from "../../src/core/market/bar";
import { sampleSource } from "../../src/feeds/made/sample";
import { replaySource } from "../../src/feeds/read/replay";
import type { RecordedSource } from "../../src/feeds/source/source";

const prices = { open: 2, high: 4, low: 1, close: 3 };

const bar = (symbol: string, minute: number) => ({ symbol, time: minute * 60_000, ...prices });

/** A feed of the symbols A, B, ... with bars at the given minutes; volumes number the bars. */
function feedOf(minutes: number[][]): RecordedSource {
  let volume = 0;
  const bars = minutes.flatMap((times, at) =>
    times.map((minute) => ({
      symbol: String.fromCharCode(65 + at),
      time: minute * 60_000,
      volume: volume++,
      ...prices,
    })),
  );
  return replaySource(bars, { stamp: "close" });
}

function rowsOf(blocks: Iterable<BarColumns>, symbols: readonly string[]): string[] {
  return [...blocks].flatMap(({ time, symbol, volume }) =>
    Array.from(time, (at, row) => `${at / 60_000} ${symbols[symbol[row]]} ${volume[row]}`),
  );
}

const anyMinutes = fc
  .array(fc.uniqueArray(fc.nat(40), { minLength: 1 }), { minLength: 1, maxLength: 5 })
  .map((lists) => lists.map((list) => [...list].sort((a, b) => a - b)));

describe("a recorded feed", () => {
  it("has its bars in the order of time and then of symbols, all of them", () => {
    fc.assert(
      fc.property(anyMinutes, (minutes) => {
        let volume = 0;
        const bars = minutes.flatMap((times, place) => times.map((minute) => ({ minute, place, volume: volume++ })));
        bars.sort((a, b) => a.minute - b.minute || a.place - b.place);
        const { columns } = feedOf(minutes);
        assert.deepEqual(
          [...columns.time],
          bars.map(({ minute }) => minute * 60_000),
        );
        assert.deepEqual(
          [...columns.symbol],
          bars.map(({ place }) => place),
        );
        assert.deepEqual(
          [...columns.volume],
          bars.map((bar) => bar.volume),
        );
      }),
    );
  });

  it("gives in blocks what it has, and of chosen symbols only theirs, in their order within a step", () => {
    fc.assert(
      fc.property(anyMinutes, fc.nat(), (minutes, pick) => {
        const feed = feedOf(minutes);
        const all = rowsOf(feed.blocks(), feed.symbols);
        assert.equal(all.length, feed.length);
        const chosen = [...feed.symbols].reverse().filter((_, at) => at === 0 || (pick >> at) % 2 === 1);
        const order = (row: string) => Number(row.split(" ")[0]) * 10 + chosen.indexOf(row.split(" ")[1]);
        const wanted = all.filter((row) => chosen.includes(row.split(" ")[1])).sort((a, b) => order(a) - order(b));
        assert.deepEqual(rowsOf(feed.blocks(chosen), chosen), wanted);
      }),
    );
  });

  it("ends each block, of at most 65,536 bars, at the end of a step", () => {
    const minutes = Array.from({ length: 30_000 }, (_, minute) => minute);
    const feed = feedOf([minutes, minutes, minutes, minutes, minutes, minutes]);
    for (const symbols of [undefined, ["F", "A", "B", "C", "D"]]) {
      const blocks = [...feed.blocks(symbols)];
      assert.equal(Math.max(...blocks.map(({ length }) => length)) <= 65_536, true);
      assert.equal(
        blocks.reduce((sum, { length }) => sum + length, 0),
        30_000 * (symbols?.length ?? 6),
      );
      blocks.slice(1).forEach((block, at) => {
        assert.notEqual(block.time[0], blocks[at].time[blocks[at].length - 1]);
      });
    }
  });

  it("copies few bars of some symbols until more are asked for", () => {
    const minutes = Array.from({ length: 30_000 }, (_, minute) => minute);
    const blocks = [...feedOf([minutes, minutes]).blocks(["B"])].map(({ length }) => length);
    assert.deepEqual(blocks, [1024, 4096, 16_384, 8496]);
  });

  it("gives its own columns in blocks, not copies", () => {
    const feed = feedOf([[1, 2, 3]]);
    const [block] = feed.blocks();
    assert.equal(block.close.buffer, feed.columns.close.buffer);
  });

  it("has no blocks of an unknown symbol", () => {
    const message = 'Unknown symbol "C" in feed "bars". Known: A, B';
    assert.throws(() => feedOf([[1], [2]]).blocks(["C"]), { code: "UNKNOWN_SYMBOL", message });
  });

  it("can be cut to days without copying; cut twice, to what both have in common", () => {
    const feed = feedOf([[0, 1, 1440, 1441, 2880, 4320]]);
    const cut = feed.slice("1970-01-01", "1970-01-02");
    assert.deepEqual(
      [...cut.columns.time].map((time) => time / 60_000),
      [1, 1440, 1441, 2880],
    );
    assert.equal(cut.columns.close.buffer, feed.columns.close.buffer);
    const twice = cut.slice("1970-01-02", "1970-01-03");
    assert.deepEqual(
      [...twice.columns.time].map((time) => time / 60_000),
      [1441, 2880],
    );
    assert.deepEqual(twice.manifest.options, { stamp: "close", from: "1970-01-02", to: "1970-01-02" });
    assert.equal(feed.slice(), feed);
  });

  it("has a manifest that is plain data, with a hash that only its bars decide", () => {
    const { manifest } = feedOf([[1, 2], [2]]);
    assert.deepEqual(JSON.parse(JSON.stringify(manifest)), manifest);
    assert.equal(manifest.sha256, feedOf([[1, 2], [2]]).manifest.sha256);
    assert.notEqual(manifest.sha256, feedOf([[1, 2], [3]]).manifest.sha256);
    assert.deepEqual([manifest.rows, manifest.first, manifest.last], [3, 60_000, 120_000]);
  });

  // It is stored with every session and decides, to the letter, which session is the same as another.
  it("has a manifest that is written as ever", () => {
    assert.equal(
      JSON.stringify(replaySource([bar("A", 1), bar("A", 2)], { timezone: "UTC", interval: "1m" }).manifest),
      '{"kind":"replay","source":{"memory":"bars"},"options":{"interval":"1m"},"name":"bars","calendar":"weekdays",' +
        '"timezone":"UTC","interval":60000,"daily":false,"symbols":["A"],"rows":2,"first":60000,"last":120000,' +
        '"sha256":"08856344333dc22a4b2c5c891ff1614d697781839110cc582958a1e459dca216","skipped":0,"firstSkipped":null,"found":{"stamp":{"side":"close","by":"bars"},' +
        '"calendar":{"outside":0},"year":{"perYear":261}}}',
    );
    assert.equal(
      JSON.stringify(sampleSource("us-daily", { from: "2013-05-13", to: "2018-05-11" }).manifest),
      '{"kind":"sample","source":{"sample":"us-daily"},"options":{"from":"2013-05-13","to":"2018-05-11"},' +
        '"name":"us-daily","calendar":"XNYS","timezone":"America/New_York","interval":86400000,"daily":true,' +
        '"symbols":["AAPL","SPX"],"rows":2520,"first":1368475200000,"last":1526068800000,' +
        '"sha256":"4fcc349389aa5c8c09d40f892b25381b0d4a5908013a1909fd5164f9346d77bb","skipped":0,"firstSkipped":null}',
    );
  });
});

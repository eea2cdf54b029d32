import assert from "node:assert/strict";
import { inspect } from "node:util";
import { chunkedSource } from "../../../src/feeds/chunked/chunked";
import { replaySource } from "../../../src/feeds/read/replay";
import { haveSameBars, remakeSource } from "../../../src/feeds/remake";
import { merge, replay } from "../../../src/index";
import { useFolder } from "../files";

describe("a last line of text", () => {
  const write = useFolder();
  const header = "Time,Open,High,Low,Last,Volume\n";
  const rows = Array.from({ length: 60 }, (_, at) => {
    const day = new Date(Date.UTC(2024, 0, 1 + at)).toISOString().slice(0, 10);
    return `${day},2,4,1,3,7\n`;
  }).join("");

  it("is left out, and the card says so, also in chunks, and when the feed is made again", () => {
    for (const footer of [
      '"Downloaded from Barchart.com as of 01-17-2024 05:00am CST"',
      "Downloaded from Barchart.com as of 01-17-2024",
      "Total rows: 60",
      "Total rows: 60,,,,,",
      '"Quelle: Börse, ohne Gewähr"',
    ]) {
      const path = write("x.csv", `${header}${rows}${footer}\n\n\r\n`);
      const feed = replaySource(path);
      assert.equal(feed.length, 60);
      assert.equal(feed.skipped.rows, 0);
      assert.match(inspect(replay(path)), /\n +Footer +1 last line of text, left out\n/);
      assert(haveSameBars(feed.manifest, remakeSource(JSON.parse(JSON.stringify(feed.manifest))).manifest));
      const chunked = chunkedSource([path], {}, undefined, 500);
      assert.equal(chunked.length, 60);
      assert.equal(chunked.found?.footers, 1);
    }
    assert.doesNotMatch(inspect(replay(write("plain.csv", header + rows))), /Footer/);
  });

  it("is counted in each of several files, and in merged feeds", () => {
    const text = `${header}${rows}Total rows: 60`;
    const paths = [write("a.csv", text), write("b.csv", text), write("c.csv", header + rows)];
    assert.equal(replaySource(paths).found?.footers, 2);
    assert.match(inspect(merge(replay("a.csv"), replay("b.csv"))), /Footer +2 last lines of text, left out/);
  });

  it("is seen wherever what is read at once ends, however many blank lines follow", () => {
    for (const length of [65_515, 65_520, 65_530, 65_535, 65_536]) {
      const lines = header + rows.slice(0, rows.indexOf("\n") + 1);
      const text = `${lines}${"\n".repeat(length - lines.length - "Total rows: 1".length)}Total rows: 1`;
      const path = write("x.csv", text + "\n".repeat(200_000));
      assert.equal(replaySource(path).found?.footers, 1, `${length}`);
    }
  });

  it("is a bad row where others follow, and so is a single word, which a row may begin with", () => {
    const [first, second] = [rows.slice(0, rows.indexOf("\n") + 1), "2024-01-02,2,4,1,3,7\n"];
    for (const [text, line] of [
      [`${first}Total rows: 1\n${second}`, 3],
      [`${first}Downloaded from Barchart.com\n${second}`, 3],
      [`${first}${second}AAPL\n`, 4],
      [`${first}${second}2024-01-0`, 4],
      [`${first}${second}Jan 3 2024\n`, 4],
      [`${first}Total rows: 2\nDownloaded from Barchart.com\n`, 3],
    ] as const) {
      const path = write("x.csv", header + text);
      assert.throws(() => replaySource(path), { message: `x.csv:${line}: Expected 6 cells, was 1` }, text);
      assert(replaySource(path, { onBadRow: "skip" }).skipped.rows === 1);
    }
  });
});

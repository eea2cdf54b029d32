import assert from "node:assert/strict";
import { inspect } from "node:util";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { chunkedSource } from "../../../src/feeds/chunked/chunked";
import { replaySource } from "../../../src/feeds/read/replay";
import { remakeSource } from "../../../src/feeds/remake";
import { replay } from "../../../src/index";
import { cases } from "../../support/cases";
import { useFolder } from "../files";

const german = "Datum;Kürzel;Eröffnung;Hoch;Tief;Schluss;Stück\n16.01.2015;Börse;2,00;4,00;1,00;3,00;1\u00a0200\n";

describe("a file that is not in UTF-8", () => {
  const write = useFolder();
  const remade = (path: string) => {
    const feed = replaySource(path, { columns: { symbol: "Kürzel" } });
    const manifest = JSON.parse(JSON.stringify(feed.manifest));
    assert.deepEqual(JSON.parse(JSON.stringify(remakeSource(manifest).manifest)), manifest);
    return feed;
  };
  const utf16 = (text: string) => Buffer.from(`\ufeff${text}`, "utf16le");
  const files: [encoding: string | undefined, bytes: Buffer][] = [
    [undefined, Buffer.from(german)],
    ["windows-1252", Buffer.from(german, "latin1")],
    ["windows-1252", Buffer.from(german.replaceAll("\n", "\r"), "latin1")],
    ["windows-1252", gzipSync(Buffer.from(german, "latin1"))],
    ["utf-16", utf16(german)],
    ["utf-16", utf16(german).swap16()],
    ["utf-16", gzipSync(utf16(german))],
  ];
  files.forEach(([encoding, bytes], at) => {
    it(`is read, and what it is in is remembered: ${encoding ?? "UTF-8"} (${at})`, () => {
      const feed = remade(write("x.csv", bytes));
      assert.deepEqual(feed.symbols, ["Börse"]);
      assert.deepEqual([feed.columns.close[0], feed.columns.volume[0]], [3, 1200]);
      assert.equal(feed.found?.texts?.[0].encoding, encoding);
    });
  });

  it("says so on its card", () => {
    assert.match(inspect(replay(write("x.csv", Buffer.from(german, "latin1")))), /Text +Windows-1252, semicolons/);
    assert.match(inspect(replay(write("x.csv", utf16(german)))), /Text +UTF-16, semicolons/);
  });

  it("is told wherever it first shows, and letters across two chunks do not show it", () => {
    const row = (symbol: string) => `2015-01-16,${symbol},2,4,1,3\n`;
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 8 }), (shift) => {
        const many = Array.from({ length: 40_000 }, (_, at) => row(`${"x".repeat(shift)}${"ö".repeat(15)}${at}`));
        const text = `date,symbol,open,high,low,close\n${many.join("")}`;
        const texts = (bytes: Buffer) => replaySource(write("x.csv", bytes)).found?.texts;
        assert.equal(texts(Buffer.from(text)), undefined);
        assert.equal(
          texts(Buffer.concat([Buffer.from(text), Buffer.from(row("ä"), "latin1")]))?.[0].encoding,
          "windows-1252",
        );
      }),
      { numRuns: cases(1) },
    );
  }).timeout(60_000);

  it("is read as before where a manifest from before says nothing of it", () => {
    const feed = replaySource(
      write("x.csv", Buffer.from("date,symbol,open,high,low,close\n2015-01-16,ö,2,4,1,3\n", "latin1")),
    );
    assert.deepEqual(feed.symbols, ["ö"]);
    const { texts: _, ...found } = feed.manifest.found ?? {};
    assert.deepEqual(remakeSource({ ...feed.manifest, found }).symbols, ["\ufffd"]);
  });

  it("is refused in chunks, where it has to be made UTF-8 first", () => {
    for (const bytes of [utf16(german), gzipSync(german)])
      assert.throws(() => chunkedSource([write("x.csv", bytes)], {}), {
        code: "INVALID_OPTION",
        message:
          /^Expected plain CSV files in UTF-8 or Windows-1252 to read in chunks, was x\.csv\. Say inChunks: false$/,
      });
  });

  it("is refused where it is no text", () => {
    assert.throws(() => replaySource(write("x.csv", Buffer.from(german, "utf16le"))), {
      code: "INVALID_DATA",
      message: "x.csv is not text: it has bytes of zero. Save it as CSV in UTF-8",
    });
  });
});

import assert from "node:assert/strict";
import { inspect } from "node:util";
import fc from "fast-check";
import { chunkedSource } from "../../../src/feeds/chunked/chunked";
import { type ReplayOptions, replaySource } from "../../../src/feeds/read/replay";
import { remakeSource } from "../../../src/feeds/remake";
import { replay } from "../../../src/index";
import { cases } from "../../support/cases";
import { useFolder } from "../files";

const twoDigits = (number: number) => String(number).padStart(2, "0");

describe("times of day in a column beside dates", () => {
  const write = useFolder();
  const textOf = (clocks: readonly string[]) =>
    `<DATE>,<TIME>,<OPEN>,<HIGH>,<LOW>,<CLOSE>\n${clocks.map((clock) => `20150105,${clock},2,4,1,3\n`).join("")}`;
  const timesOf = (clocks: readonly string[], options: ReplayOptions = { stamp: "close" }) => {
    const feed = replaySource(write("x.csv", textOf(clocks)), options);
    const again = remakeSource(JSON.parse(JSON.stringify(feed.manifest)));
    assert.deepEqual(again.manifest, feed.manifest);
    return Array.from(feed.columns.time, (time) => new Date(time).toISOString().slice(11, 19));
  };

  it("may have four or six digits", () => {
    for (const clock of ["0930", "093000", "09:30"]) assert.deepEqual(timesOf([clock]), ["09:30:00"]);
  });

  it("may have lost the zeros before them, as in a spreadsheet, and the card says how they were read", () => {
    assert.deepEqual(timesOf(["90500", "91000", "103000"]), ["09:05:00", "09:10:00", "10:30:00"]);
    assert.match(inspect(replay("x.csv")), /Text +times of day as HHMMSS\n/);
    assert.deepEqual(timesOf(["930", "935", "1000"]), ["09:30:00", "09:35:00", "10:00:00"]);
    assert.match(inspect(replay("x.csv")), /Text +times of day as HHMM\n/);
    // The first day may begin late.
    assert.deepEqual(timesOf([...Array(60).keys()].map((at) => `${100_000 + at}`)).at(-1), "10:00:59");
    timesOf(["093000", "100000"]);
    assert.doesNotMatch(inspect(replay("x.csv")), /Text/);
  });

  it("are those of the same numbers with their zeros and colons, also in chunks", () => {
    const clocks = fc.uniqueArray(fc.integer({ min: 0, max: 86_399 }), { minLength: 60, maxLength: 300 });
    fc.assert(
      fc.property(clocks, fc.constantFrom(1, 60), (seconds, unit) => {
        const sorted = [...new Set(seconds.map((second) => second - (second % unit)))].sort(
          (one, other) => one - other,
        );
        const parts = sorted.map((second) => [Math.floor(second / 3600), Math.floor(second / 60) % 60, second % 60]);
        const written = parts.map((part) => part.map(twoDigits).join(":"));
        const digits = unit === 1 ? 3 : 2;
        const numbers = parts.map((part) => String(Number(part.slice(0, digits).map(twoDigits).join(""))));
        if (!numbers.some((number) => number.length >= (unit === 1 ? 5 : 3))) return;
        assert.deepEqual(timesOf(numbers), written);
        const chunked = chunkedSource([write("y.csv", textOf(numbers))], { stamp: "close" }, undefined, 700);
        const times = [...chunked.blocks()].flatMap(({ time, length }) => [...time.subarray(0, length)]);
        assert.deepEqual(
          times.map((time) => new Date(time).toISOString().slice(11, 19)),
          written,
        );
      }),
      { numRuns: cases(10) },
    );
  });

  it("are refused by their name, where they are none", () => {
    const refused = (clocks: readonly string[], line: number, was: string) =>
      assert.throws(() => timesOf(clocks), {
        code: "INVALID_DATA",
        message: `x.csv:${line}: Expected time to be a time of day such as 09:30, 0930 or 093000 beside its date, was "${was}"`,
      });
    refused(["93000", "soon", "100000"], 3, "soon");
    refused(["93000", "97500", "100000"], 3, "97500");
    refused(["090000", "93000", "100000"], 3, "93000");
    refused(["90000", "250000"], 3, "250000");
    refused(["7"], 2, "7");
  });
});

import assert from "node:assert/strict";
import fc from "fast-check";
import { readClock } from "../../../src/feeds/text/clock";
import { isAmbiguousDate, newStamp, readStamp } from "../../../src/feeds/text/stamp";

/** What a cell says: the time on its clock, and its offset or whether it is a date alone. */
function read(text: string): string {
  const stamp = newStamp();
  const bytes = Buffer.from(`1${text}1`);
  if (!readStamp(bytes, 1, bytes.length - 1, stamp)) return "unreadable";
  const wall = new Date(stamp.wall).toISOString().slice(0, -1);
  if (!stamp.clock) return wall.slice(0, 10);
  return Number.isNaN(stamp.offset) ? wall : `${wall} ${stamp.offset / 60_000}`;
}

describe("the time reader", () => {
  const cells: [string, string][] = [
    ["2013-05-13", "2013-05-13"],
    ["2013/05/13", "2013-05-13"],
    ["20130513", "2013-05-13"],
    ["2013-05-13T16:00:00Z", "2013-05-13T16:00:00.000 0"],
    ["2013-05-13T16:00:00.123456Z", "2013-05-13T16:00:00.123 0"],
    ["2013-05-13T16:00:00-04:00", "2013-05-13T16:00:00.000 -240"],
    ["2013-05-13 16:00:00 +0530", "2013-05-13T16:00:00.000 330"],
    ["2013-05-13 16:00:00+02", "2013-05-13T16:00:00.000 120"],
    ["2013.05.13", "2013-05-13"],
    ["20130513 160000", "2013-05-13T16:00:00.000"],
    ["20130513 16:00", "2013-05-13T16:00:00.000"],
    ["2013-05-13 16:00:00 GMT+0200", "2013-05-13T16:00:00.000 120"],
    ["2013-05-13 16:00:00 UTC", "2013-05-13T16:00:00.000 0"],
    ["2013-05-13 16:00:00", "2013-05-13T16:00:00.000"],
    ["2013-05-13T16:00", "2013-05-13T16:00:00.000"],
    ["2013-05-13 00:00:00", "2013-05-13T00:00:00.000"],
    ["2013-05-13 9:30", "2013-05-13T09:30:00.000"],
    ["2013-05-13 9:30:05", "2013-05-13T09:30:05.000"],
    ["2013/5/3", "2013-05-03"],
    ["2013-5-13 9:30", "2013-05-13T09:30:00.000"],
    ["2013/12/3 16:00", "2013-12-03T16:00:00.000"],
    ["1368475200", "2013-05-13T20:00:00.000 0"],
    ["1368475200.5", "2013-05-13T20:00:00.500 0"],
    ["1368475200123", "2013-05-13T20:00:00.123 0"],
    ["946684800000", "2000-01-01T00:00:00.000 0"],
  ];
  for (const [cell, meaning] of cells) it(`reads ${cell} as ${meaning}`, () => assert.equal(read(cell), meaning));

  const bad =
    "|n/a|2013|2013-13-01|2013-02-29|2013-05-1|20130231|2013-05-13T|2013-05-13T24:00|2013-05-13T10:60|2013-05-13T10:00:61|2013-05-13 10:00x|2013-05-13T10:00:00.|Jan 1 2000|13.05.2013|1368475200x|2013-05-13T16:00:0|2013/13/3|2013/2/30|2013/5/|2013/5/123";
  for (const cell of bad.split("|"))
    it(`cannot read ${JSON.stringify(cell)}`, () => assert.equal(read(cell), "unreadable"));

  it("reads every instant as JavaScript writes it", () => {
    const times = fc.date({ min: new Date("1900-01-01"), max: new Date("2200-01-01"), noInvalidDate: true });
    fc.assert(
      fc.property(times, (time) => assert.equal(read(time.toISOString()), `${time.toISOString().slice(0, -1)} 0`)),
    );
  });

  it("reads dates in an order, with a time of day behind them or none", () => {
    const inOrder = (text: string, dates: "DMY" | "MDY" | "YMD") => {
      const stamp = newStamp();
      const bytes = Buffer.from(text);
      return readStamp(bytes, 0, bytes.length, stamp, { dates }) ? new Date(stamp.wall).toISOString() : "unreadable";
    };
    const cells: [text: string, dates: "DMY" | "MDY" | "YMD", meaning: string][] = [
      ["3/4/2013", "DMY", "2013-04-03T00:00:00.000Z"],
      ["03.04.2013 16:00", "DMY", "2013-04-03T16:00:00.000Z"],
      ["03-04-2013, 9:30 PM", "MDY", "2013-03-04T21:30:00.000Z"],
      ["3/4/69", "MDY", "1969-03-04T00:00:00.000Z"],
      ["13/04/03", "YMD", "2013-04-03T00:00:00.000Z"],
      ...[
        "13/13/2013",
        "31/04/2013",
        "3/4.2013",
        "3/4/2013x",
        "3/4/201",
        "3/4/2013 ",
        "/4/2013",
        "3/4/2013 12:30 XM",
      ].map((text): [string, "DMY", string] => [text, "DMY", "unreadable"]),
    ];
    for (const [text, dates, meaning] of cells) assert.equal(inOrder(text, dates), meaning, text);
  });

  it("tells dates whose month and day could be confused", () => {
    assert.deepEqual(["01/02/2013", "25.12.13", "2013-01-02", "n/a"].map(isAmbiguousDate), [true, true, false, false]);
  });

  it("reads times of day", () => {
    const clock = (text: string) => readClock(Buffer.from(text), 0, text.length);
    assert.deepEqual(
      ["9:30", "16:00:01.5", "093000", "12:05 AM"].map(clock),
      [34_200_000, 57_601_500, 34_200_000, 300_000],
    );
    assert.deepEqual(["24:00", "9:75", "x", "16:00:60", "1a:00", "16:00-01"].map(clock), Array(6).fill(Number.NaN));
  });
});

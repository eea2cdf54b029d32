import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { inspect } from "node:util";
import fc from "fast-check";
import { chunkedSource } from "../../../src/feeds/chunked/chunked";
import { type ReplayOptions, replaySource } from "../../../src/feeds/read/replay";
import { haveSameBars, remakeSource } from "../../../src/feeds/remake";
import { replay } from "../../../src/index";
import { useFolder } from "../files";

/** A feed that is the same when it is made again from its manifest. */
function feedOf(path: string, options?: ReplayOptions) {
  const feed = replaySource(path, options);
  const manifest = JSON.parse(JSON.stringify(feed.manifest));
  assert.deepEqual(JSON.parse(JSON.stringify(remakeSource(manifest).manifest)), manifest);
  return feed;
}

describe("an empty volume among filled ones", () => {
  const write = useFolder();
  const header = "date,open,high,low,close,volume\n";
  const row = (day: number, volume: string) => `2015-01-${day},2,4,1,3,${volume}\n`;

  it("is taken as 0 and counted, in the manifest and on the card", () => {
    for (const empty of ["", "-", "NaN", '""']) {
      const path = write("x.csv", header + row(14, "5") + row(15, empty) + row(16, "7"));
      const feed = feedOf(path);
      assert.deepEqual([...feed.columns.volume], [5, 0, 7]);
      assert.equal(feed.found?.emptyVolumes, 1);
      assert.match(inspect(replay(path)), /Volumes +1 row with an empty one, taken as 0/);
    }
    assert.equal(feedOf(write("x.csv", header + row(14, "5") + row(15, "0"))).found?.emptyVolumes, undefined);
  });

  it("is counted once however often a table is read, in all files and chunks", () => {
    const times = "2015-01-14 10:00,2,4,1,3,\n2015-01-14 11:00,2,4,1,3,1\n2015-01-14 12:00,2,4,1,3,1\n";
    const paths = [write("a.csv", header + row(14, "5") + row(15, "")), write("b.csv", header + times)];
    assert.equal(replaySource(paths).found?.emptyVolumes, 2);
    const rows = Array.from({ length: 60 }, (_, at) => {
      const time = new Date(Date.UTC(2015, 0, 14, 0, at)).toISOString();
      return `${time},2,4,1,3,${at % 10 === 1 ? "" : "5"}\n`;
    });
    const path = write("c.csv", header + rows.join(""));
    assert.equal(chunkedSource([path], {}, undefined, 800).found?.emptyVolumes, 6);
    assert.equal(replaySource(path).found?.emptyVolumes, 6);
  });

  it("does not hide the volumes of another symbol, or of later rows", () => {
    const rows = Array.from({ length: 60 }, (_, at) => {
      const day = new Date(Date.UTC(2024, 0, 1 + at)).toISOString().slice(0, 10);
      return `${day},^GSPC,2,4,1,3,\n${day},LATE,2,4,1,3,${at < 55 ? "N/A" : "--"}\n`;
    });
    const filled = ["AAPL", "LATE"].map((symbol) => `2024-06-03,${symbol},2,4,1,3,500\n`);
    const feed = replaySource(
      write("long.csv", `date,symbol,open,high,low,close,volume\n${rows.join("")}${filled.join("")}`),
    );
    assert.equal(feed.columns.volume.filter((volume) => volume === 500).length, 2);
    assert.equal(feed.found?.emptyVolumes, 120);
    assert.ok(haveSameBars(feed.manifest, remakeSource(JSON.parse(JSON.stringify(feed.manifest))).manifest));
  });

  it("stays a bad row where a manifest from before says nothing of it, and other texts are bad", () => {
    const feed = feedOf(write("x.csv", header + row(14, "5") + row(15, "")));
    const { emptyVolumes: _, ...found } = feed.manifest.found ?? {};
    assert.throws(() => remakeSource({ ...feed.manifest, found }), /x\.csv:3: Expected volume to be a number, was ""/);
    const text = header + row(14, "5") + row(15, "many");
    assert.throws(() => replaySource(write("x.csv", text)), /x\.csv:3: Expected volume to be a number, was "many"/);
  });
});

describe("times as people write them", () => {
  const write = useFolder();
  const textOf = (...times: string[]) =>
    `date;open;high;low;close\n${times.map((time) => `${time};2;4;1;3\n`).join("")}`;
  const first = (time: string) =>
    new Date(feedOf(write("x.csv", textOf(time, time.replace("2015", "2016"))), { stamp: "close" }).first ?? 0);

  it("may have English names of months", () => {
    const days = "5-Jan-2015|05 Jan 2015|Jan 5, 2015|January 05, 2015|JAN 5 2015|2015-Jan-05|5 January 2015";
    for (const day of days.split("|")) {
      assert.equal(first(day).toISOString(), "2015-01-06T00:00:00.000Z", day);
      assert.equal(first(`${day} 16:30`).toISOString(), "2015-01-05T16:30:00.000Z", day);
    }
    const path = write("x.csv", textOf("5-Jan-2015", "6-Jan-2015"));
    assert.match(inspect(replay(path)), /Text +semicolons, months by name/);
    for (const day of ["5-Jen-2015", "31-Apr-2015", "Marsh 5, 2015", "5-Jan-15", "5 Janvier 2015"])
      assert.throws(() => replaySource(write("x.csv", textOf(day))), /x\.csv:2: Expected time to be /, day);
  });

  it("may have English names of months on every day", () => {
    const dates = fc.date({ min: new Date("1900-01-01"), max: new Date("2200-01-01"), noInvalidDate: true });
    fc.assert(
      fc.property(dates, fc.constantFrom("short" as const, "long" as const), (date, month) => {
        const text = date.toLocaleDateString("en-US", { day: "numeric", month, year: "numeric", timeZone: "UTC" });
        const { first } = replaySource(write("x.csv", textOf(text)), { calendar: "always" });
        assert.equal((first ?? 0) - 86_400_000, Math.floor(date.getTime() / 86_400_000) * 86_400_000);
      }),
    );
  });

  it("say what to do where they cannot be read", () => {
    const message = (time: string) => {
      try {
        replaySource(write("x.csv", textOf(time)));
      } catch (fault) {
        return (fault as Error).message;
      }
      return "";
    };
    assert.match(
      message("86400"),
      /from 1973 on \(dateFormat: "s", "ms", "us" or "ns" reads other numbers\), was "86400"/,
    );
    for (const zone of ["US/Eastern", "America/New_York", "EST"])
      assert.match(message(`2015-01-05 09:30:00 ${zone}`), /with the zone as an offset such as -05:00, or without it/);
    assert.equal(replaySource(write("x.csv", textOf("86400")), { dateFormat: "s", stamp: "close" }).first, 86_400_000);
  });

  it("are what they are, whatever dateFormat says of others, and the card says only what was used", () => {
    for (const dateFormat of ["s", "DMY"] as const) {
      const path = write("x.csv", "date,open,high,low,close\n2015-01-05,2,4,1,3\n");
      feedOf(path, { dateFormat });
      assert.doesNotMatch(inspect(replay(path, { dateFormat })), /Text/);
    }
    const path = write("x.csv", textOf("05/01/2015"));
    assert.match(inspect(replay(path, { dateFormat: "DMY" })), /dates as DMY/);
  });
});

describe("a folder with a file of no bars", () => {
  const write = useFolder();

  it("is refused with the pattern that leaves it out", () => {
    mkdirSync("data");
    write("data/a.csv", "date,open,high,low,close\n2015-01-05,2,4,1,3\n");
    write("data/readme.txt", "Prices of A.\n");
    assert.throws(() => replaySource("data"), {
      message: /^data\/readme\.txt:1: .*\. If it holds no bars, leave it out with a pattern: "data\/\*\.csv"$/,
    });
    assert.deepEqual(replaySource("data/*.csv").symbols, ["a"]);
    assert.throws(
      () => replaySource("data/readme.txt"),
      (fault: Error) => !fault.message.includes("pattern"),
    );
  });
});

describe("what vendors add to their rows", () => {
  const write = useFolder();

  it("is a column of percentages, which tells whether prices without decimals have signs of thousands", () => {
    const header = '"Data","Ultimo","Apertura","Massimo","Minimo","Vol.","Var. %"\n';
    const rows =
      '"16.01.2024","30.318","30.260","30.432","30.100","-","-0,48%"\n"15.01.2024","30.464","30.500","30.550","30.300","-","0,12%"\n';
    const italian = replaySource(write("italian.csv", header + rows));
    assert.deepEqual([...italian.columns.close], [30_464, 30_318]);
    const english = replaySource(
      write("english.csv", header + rows.replaceAll("0,48%", "0.48%").replaceAll("0,12%", "0.12%")),
    );
    assert.deepEqual([...english.columns.close], [30.464, 30.318]);
    for (const { manifest } of [italian, english])
      assert.ok(haveSameBars(manifest, remakeSource(JSON.parse(JSON.stringify(manifest))).manifest));
  });

  it("is a time of day with AM or PM in the cell of the date", () => {
    const text =
      "Date,Open,High,Low,Close\n1/16/2024 9:30:00 AM,2,4,1,3\n1/16/2024 1:30:00 PM,2,4,1,3\n1/16/2024 5:30:00 PM,2,4,1,3\n";
    const { columns } = replaySource(write("pm.csv", text), { stamp: "close" });
    assert.deepEqual(
      Array.from(columns.time, (time) => new Date(time).getUTCHours()),
      [9, 13, 17],
    );
  });
});

import assert from "node:assert/strict";
import { utimesSync } from "node:fs";
import fc from "fast-check";
import { chunkedSource } from "../../src/feeds/chunked/chunked";
import { type ReplayOptions, replaySource } from "../../src/feeds/read/replay";
import { joinedBlocks } from "../../src/feeds/source/series";
import type { RecordedSource } from "../../src/feeds/source/source";
import { PaperLabError, replay } from "../../src/index";
import { countedCases } from "../support/cases";
import { useFolder } from "./files";

const minute = 60_000;

/** What a generated file has in it. */
interface Kind {
  /** First row, and what a clock shows then: in UTC, or in Berlin. */
  readonly start: number;
  readonly timezone: "UTC" | "Europe/Berlin" | undefined;
  readonly form: "bars" | "trades" | "days";
  /** Rows, and of which symbols: how many rows all but the first begin later, and at every how many of them they have one. */
  readonly rows: number;
  readonly symbols: readonly { readonly later: number; readonly every: number }[];
  /** Places of rows, as fractions of all: bad ones, blank lines, rows that come twice and rows that come too late. */
  readonly bad: readonly number[];
  readonly blank: readonly number[];
  readonly twice: readonly number[];
  readonly late: readonly number[];
  readonly isFar: boolean;
  /** A last line of text, or none. */
  readonly footer: string | undefined;
  readonly session: "none" | "opens" | "closes" | "auction";
  readonly options: ReplayOptions;
  readonly size: number;
}

const places = fc.oneof(fc.constant([]), fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 4 }));
const kinds: fc.Arbitrary<Kind> = fc.record({
  start: fc.constantFrom(
    Date.UTC(2023, 9, 28, 20),
    Date.UTC(2023, 9, 29, 0, 17),
    Date.UTC(2024, 2, 30, 23),
    Date.UTC(2024, 0, 2),
  ),
  timezone: fc.constantFrom("UTC", "Europe/Berlin", "Europe/Berlin", undefined),
  form: fc.constantFrom("bars", "bars", "trades", "days"),
  rows: fc.integer({ min: 3, max: 420 }),
  symbols: fc.array(
    fc.record({
      later: fc.constantFrom(0, 0, 5, 90, 150),
      every: fc.constantFrom(1, 1, 1, 5, 7),
    }),
    { minLength: 1, maxLength: 3 },
  ),
  bad: places,
  blank: places,
  twice: places,
  late: places,
  isFar: fc.constantFrom(false, false, false, true),
  footer: fc.constantFrom(undefined, undefined, "Total rows: 12", '"Downloaded from a vendor, as of today",,,'),
  session: fc.constantFrom("none", "none", "opens", "closes", "auction"),
  options: fc.record(
    {
      onBadRow: fc.constantFrom("error", "skip", "skip"),
      interval: fc.constant("1m"),
      stamp: fc.constantFrom("open", "close"),
      symbols: fc.constantFrom(["S0"], ["S1", "S0"]),
    },
    { requiredKeys: ["onBadRow"] },
  ) as fc.Arbitrary<ReplayOptions>,
  size: fc.integer({ min: 1200, max: 9000 }),
});

/** The text of a file, and the options to read it with. */
function fileOf(kind: Kind): [text: string, options: ReplayOptions] {
  const { form, timezone, session, options } = kind;
  const header = form === "trades" ? "time,symbol,price,size" : "time,symbol,open,high,low,close,volume";
  const lines = timesOf(kind).flatMap((time, at) =>
    kind.symbols.flatMap(({ later, every }, place) => {
      if (at < (place === 0 ? 0 : later) || at % every !== 0) return [];
      const price = 100 + ((at * 7 + place) % 13);
      const numbers =
        form === "trades" ? `${price},0.${at}1` : `${price},${price + 1},${price - 1},${price + 0.5},${at}`;
      return [`${time},S${place},${numbers}`];
    }),
  );
  const rowAt = (fraction: number) => Math.floor(fraction * (lines.length - 1));
  for (const at of kind.late.map(rowAt)) lines.splice(at, 0, ...lines.splice(Math.max(0, at - 3), 1));
  for (const at of kind.twice.map(rowAt)) lines.splice(at, 0, lines[at]);
  for (const at of kind.bad.map(rowAt)) lines[at] = lines[at].replace(/,1/, ",x");
  for (const at of kind.blank.map(rowAt)) lines.splice(at, 0, "", "");
  if (kind.isFar) lines.push((lines.at(-1) ?? "").replace(/^20\d\d/, "2034"));
  if (kind.footer !== undefined) lines.push(kind.footer);
  const zone =
    session === "none" || form !== "bars" ? { ...(timezone && { timezone }) } : { calendar: "XNYS" as const };
  return [`${[header, ...lines].join("\n")}\n${"\n".repeat(kind.blank.length * 900)}`, { ...options, ...zone }];
}

function timesOf({ form, rows, start, timezone, session }: Kind): string[] {
  const local = new Intl.DateTimeFormat("sv-SE", {
    timeZone: timezone ?? "UTC",
    dateStyle: "short",
    timeStyle: "medium",
  });
  return Array.from({ length: rows }, (_, at) => {
    if (form === "days") return new Date(start + at * 86_400_000).toISOString().slice(0, 10);
    if (form === "trades") return new Date(start + Math.floor(at / 3) * 17).toISOString();
    if (session !== "none") return sessionTime(at, session);
    return local.format(start + at * minute);
  });
}

/** Rows every five minutes of sessions in New York, at their starts or ends, or at their starts with one at the close. */
function sessionTime(at: number, session: Kind["session"]): string {
  const ofDay = session === "auction" ? 79 : 78;
  const [day, step] = [Math.floor(at / ofDay), at % ofDay];
  const monday = Date.UTC(2024, 0, 8 + day + 2 * Math.floor(day / 5), 14, 30);
  return new Date(monday + (step + (session === "closes" ? 1 : 0)) * 5 * minute).toISOString();
}

function barsOf(feed: RecordedSource): string[] {
  const { time, symbol, open, high, low, close, volume, length } = joinedBlocks(feed.blocks());
  return Array.from({ length }, (_, row) => {
    const prices = [open, high, low, close, volume].map((column) => column[row]);
    return `${feed.symbols[symbol[row]]} ${new Date(time[row]).toISOString()} ${prices.join(" ")}`;
  });
}

/** Reads, or returns why it could not be. */
function tried(read: () => RecordedSource): RecordedSource | PaperLabError {
  try {
    return read();
  } catch (fault) {
    if (fault instanceof PaperLabError) return fault;
    throw fault;
  }
}

/** What a refusal by chunks says. */
const reasons = [
  /must be in time order: S\d .* came after .*read the file at once, with inChunks: false/,
  /to be a file for chunks, but .*\. Read it at once, with inChunks: false/,
];

describe("a file of any kind read in chunks", () => {
  const write = useFolder();

  it("has the bars of the file read at once, what was found and left out, or a reason why not", () => {
    let same = 0;
    fc.assert(
      fc.property(kinds, (kind) => {
        const [text, options] = fileOf(kind);
        const path = write("x.csv", text);
        const whole = tried(() => replaySource(path, options));
        const chunked = tried(() => chunkedSource([path], options, undefined, kind.size));
        if (chunked instanceof PaperLabError) {
          if (whole instanceof PaperLabError) return;
          assert(
            reasons.some((reason) => reason.test(chunked.message)),
            chunked.message,
          );
          return;
        }
        if (whole instanceof PaperLabError) throw new Error(`at once: ${whole.message}`);
        same++;
        assert.deepEqual(barsOf(chunked), barsOf(whole));
        assert.deepEqual(chunked.skipped, whole.skipped);
        assert.deepEqual([chunked.interval, chunked.daily], [whole.interval, whole.daily]);
        // Which days count is found in the first chunk.
        const { calendar: _, year: __, chunked: ___, ...found } = chunked.found ?? {};
        const { calendar: ____, year: _____, ...expected } = whole.found ?? {};
        assert.deepEqual(found, expected);
      }),
      countedCases(60, [kinds]),
    );
    assert(same > 8);
  });

  it("is refused where a symbol that begins later has bars of another length, unless interval says it", () => {
    const row = (at: number, symbol: string) =>
      `${new Date(Date.UTC(2024, 0, 2) + at * minute).toISOString()},${symbol},2,4,1,3,1`;
    const rows = Array.from({ length: 300 }, (_, at) => [
      row(at, "A"),
      ...(at > 150 && at % 5 === 0 ? [row(at, "B")] : []),
    ]);
    const path = write("later.csv", ["time,symbol,open,high,low,close,volume", ...rows.flat()].join("\n"));
    assert.throws(() => chunkedSource([path], {}, undefined, 2000), {
      code: "INVALID_OPTION",
      message: /but those of B have no common length that the others have too, which the option interval can say/,
    });
    const options = { interval: "1m" };
    assert.deepEqual(barsOf(chunkedSource([path], options, undefined, 2000)), barsOf(replaySource(path, options)));
  });

  it("fails where it has changed since, is missing or empty", () => {
    const rows = (price: number) =>
      Array.from({ length: 300 }, (_, at) => `${1704153600 + at * 60},${price},${price},${price},${price}`);
    const text = (price: number) => ["time,open,high,low,close", ...rows(price)].join("\n");
    const feed = chunkedSource([write("changed.csv", text(2))], {}, undefined, 2000);
    assert.equal(barsOf(feed).length, 300);
    utimesSync(write("changed.csv", text(3)), 1, 1);
    const message =
      "Expected changed.csv to be as it was when the feed was made of it, but it has changed since. Make the feed again";
    assert.throws(() => barsOf(feed), { code: "INVALID_DATA", message });
    assert.throws(() => feed.slice("2024-01-02"), { code: "INVALID_DATA", message });
    const inChunks = { inChunks: true };
    assert.throws(() => replay("none.csv", inChunks), { code: "MISSING_FILE" });
    assert.throws(() => replay(write("empty.csv", ""), inChunks), { code: "EMPTY_DATA" });
    assert.throws(() => replay(write("header.csv", "time,open,high,low,close\n"), inChunks), { code: "EMPTY_DATA" });
    const bad = write("bad.csv", text(2).replaceAll(/,2$/gm, ",x"));
    assert.throws(() => chunkedSource([bad], { onBadRow: "skip" }, undefined, 2000), {
      code: "EMPTY_DATA",
      message: /to hold bars, but all its rows are bad, the first 5 of 300: bad\.csv:2/,
    });
  });

  it("finds how each of several files is written", () => {
    const day = (at: number, order: string) => {
      const [year, month, date] = new Date(Date.UTC(2023, 0, 1 + at)).toISOString().slice(0, 10).split("-");
      return `${order === "DMY" ? `${date}/${month}` : `${month}/${date}`}/${year},2,4,1,3,1`;
    };
    const paths = ["DMY", "MDY"].map((order, file) => {
      const rows = Array.from({ length: 200 }, (_, at) => day(file * 200 + at, order));
      return write(`${order}.csv`, ["time,open,high,low,close,volume", ...rows].join("\n"));
    });
    const options = { symbol: "A" };
    const [whole, chunked] = [replaySource(paths, options), chunkedSource(paths, options, undefined, 1500)];
    assert.deepEqual(barsOf(chunked), barsOf(whole));
    assert.deepEqual(chunked.found?.texts, whole.found?.texts);
    const again = chunkedSource(paths, options, JSON.parse(JSON.stringify(chunked.manifest)), 1500);
    assert.equal(again.manifest.sha256, chunked.manifest.sha256);
  });
});

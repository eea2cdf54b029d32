import assert from "node:assert/strict";
import seedrandom from "seedrandom";
import { PaperLabError } from "../../../src/errors";
import { replaySource } from "../../../src/feeds/read/replay";
import { haveSameBars, remakeSource } from "../../../src/feeds/remake";
import type { RecordedSource } from "../../../src/feeds/source/source";
import { useFolder } from "../files";

/** A way of writing a file, and of reading it slowly: what the cells of one row say, `undefined` where they say nothing. */
interface Form {
  readonly header: string;
  readonly separator: string;
  /** The first one of these is written, all are read. */
  readonly time: (time: Date) => string;
  readonly timeOf: (cell: string) => number;
  readonly number: (value: number) => string;
  readonly numberOf: (cell: string) => number;
}

const iso = (time: Date) => time.toISOString().slice(0, 10);
const day = (year: string, month: string, date: string) => {
  const time = Date.UTC(Number(year), Number(month) - 1, Number(date));
  const isDay = new Date(time).getUTCDate() === Number(date) && Number(month) >= 1 && Number(month) <= 12;
  return isDay ? time : Number.NaN;
};
const isoOf = (cell: string) => {
  const parts =
    /^(\d{4})([-/.])(\d\d?)\2(\d\d?)(?:[T ]0?0:00(?::00)?)?$/.exec(cell) ?? /^(\d{4})()(\d\d)(\d\d)$/.exec(cell);
  return parts === null ? Number.NaN : day(parts[1], parts[3], parts[4]);
};
const plainOf = (cell: string) => (/^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(cell) ? Number(cell) : Number.NaN);
// In files whose numbers may be written for people, a dollar sign says nothing.
const bare = (cell: string) => cell.replace(/^([+-]?)\$ ?/, "$1").replace(/ ?\$$/, "");
const pointOf = (cell: string) =>
  plainOf(bare(cell).replace(/^([+-]?\d{1,3})((?:,\d{3})+)(?!\d)/, (all) => all.replaceAll(",", "")));
const germanOf = (text: string) => {
  const cell = bare(text);
  const parts =
    /^([+-]?)(\d{1,3}(?:\.\d{3})+|\d{1,3}(?: \d{3})+|\d{1,3}(?:'\d{3})+|\d*)(?:,(\d*))?([eE][+-]?\d+)?$/.exec(cell);
  if (parts === null || !/\d/.test(parts[2] + (parts[3] ?? ""))) return Number.NaN;
  return Number(`${parts[1]}${parts[2].replace(/\D/g, "") || "0"}.${parts[3] || "0"}${parts[4] ?? ""}`);
};

const forms: readonly Form[] = [
  {
    ...{ header: "date,open,high,low,close,volume", separator: "," },
    ...{ time: iso, timeOf: isoOf, number: String, numberOf: plainOf },
  },
  {
    ...{
      header: "Datum;Eröffnung;Hoch;Tief;Schluss;Volumen",
      separator: ";",
      number: (value) => value.toFixed(2).replace(".", ","),
    },
    time: (time) => iso(time).split("-").reverse().join("."),
    timeOf(cell) {
      const parts = /^(\d\d?)([./-])(\d\d?)\2(\d{4})$/.exec(cell);
      return parts === null ? isoOf(cell) : day(parts[4], parts[3], parts[1]);
    },
    numberOf: germanOf,
  },
  {
    ...{
      header: "<DATE>\t<OPEN>\t<HIGH>\t<LOW>\t<CLOSE>\t<VOL>",
      separator: "\t",
      number: (value) => value.toFixed(5),
    },
    ...{ time: (time) => iso(time).replaceAll("-", "."), timeOf: isoOf, numberOf: pointOf },
  },
];

/** The characters that a mutation may put into a file. */
const characters = [..."0123456789.,;:-/eE+ \t\r\n\"'$aZ", "\u00e9", "\0", "\ufeff", "1e999", "NaN", "-0", "\u2028"];

function fileOf(form: Form, random: () => number): string {
  const start = Date.UTC(2000 + Math.floor(random() * 20), Math.floor(random() * 12), 1);
  const rows = Array.from({ length: 3 + Math.floor(random() * 5) }, (_, at) => {
    const close = 50 + random() * 100;
    const numbers = [close + 1, close + 2.5, close - 1.5, close, Math.floor(random() * 1e6)].map(form.number);
    // Days more than twelve, so that dates show their order.
    return [form.time(new Date(start + (20 + at) * 86_400_000)), ...numbers].join(form.separator);
  });
  return `${[form.header, ...rows].join("\n")}\n`;
}

function mutated(text: string, random: () => number): string {
  const pick = <Value>(list: readonly Value[]) => list[Math.floor(random() * list.length)];
  const at = Math.floor(random() * (text.length + 1));
  const end = Math.min(text.length, at + 1 + Math.floor(random() * 6));
  const lines = text.split("\n");
  const line = Math.floor(random() * lines.length);
  const changes: readonly (() => string)[] = [
    () => text.slice(0, at) + pick(characters) + text.slice(at),
    () => text.slice(0, at) + pick(characters) + text.slice(end),
    () => text.slice(0, at) + text.slice(end),
    () => text.slice(0, at),
    () => lines.filter((_, other) => other !== line).join("\n"),
    () => lines.flatMap((one, other) => (other === line ? [one, one] : [one])).join("\n"),
    () => lines.map((one, other) => (other === line ? pick(lines) : one)).join("\n"),
    () => text.slice(0, at) + text.slice(at, end).split("").reverse().join("") + text.slice(end),
  ];
  return pick(changes)();
}

/** Reads a file of a form cell by cell; `undefined` where it is not read in so plain a way. */
function slowly(form: Form, text: string): string[] | undefined {
  if (/["\0]/.test(text)) return undefined;
  const lines = text
    .replace(/^\uFEFF/, "")
    .split("\n")
    .map((line) => line.replace(/\r$/, ""));
  const [first, ...rows] = lines.filter((line) => line !== "");
  if (first !== form.header) return undefined;
  return rows.map((row) => {
    const [time, ...numbers] = row.split(form.separator).map((cell) => cell.replace(/^ +| +$/g, ""));
    const read = numbers.map((text, at) => (at === 4 && /^(|-|nan)$/i.test(text) ? 0 : form.numberOf(text)));
    return [form.timeOf(time) + 86_400_000, ...read].join(" ");
  });
}

const sorted = (bars: readonly string[]) => [...bars].sort();

function isMadeAgain({ manifest }: RecordedSource): boolean {
  return haveSameBars(manifest, remakeSource(JSON.parse(JSON.stringify(manifest))).manifest);
}

function barsOf({ columns }: RecordedSource): string[] {
  const { open, high, low, close, volume } = columns;
  return Array.from(columns.time, (time, row) =>
    [time, ...[open, high, low, close, volume].map((column) => column[row])].join(" "),
  );
}

describe("20,000 mutated files", () => {
  const write = useFolder();

  for (const [at, form] of forms.entries())
    it(`are read as they say or refused with place and reason: ${JSON.stringify(form.header)}`, () => {
      const random = seedrandom(`mutations ${at}`);
      const counts = { read: 0, compared: 0, refused: 0 };
      for (let run = 0; run < 20_000 / forms.length; run++) {
        let text = fileOf(form, random);
        for (let more = 1 + Math.floor(random() * 2); more > 0; more--) text = mutated(text, random);
        const path = write("m.csv", text);
        try {
          const feed = replaySource(path);
          const bars = barsOf(feed);
          counts.read++;
          // Some are enough: each costs as much as reading it.
          if (run % 10 === 0) assert.ok(isMadeAgain(feed), JSON.stringify(text));
          const expected = slowly(form, text);
          if (expected === undefined) continue;
          counts.compared++;
          assert.deepEqual(sorted(bars), sorted(expected), JSON.stringify(text));
        } catch (error) {
          if (!(error instanceof PaperLabError)) throw error;
          counts.refused++;
          const told = `${error.message} ${JSON.stringify(text)}`;
          // Of a row its line; of a whole file that is none, the file.
          assert.match(error.message, /m\.csv:\d+|^Expected m(\.csv)? to hold bars|^m\.csv is not text/, told);
          assert.match(error.message, /Expected |must |Both |is not /, told);
        }
      }
      assert.ok(counts.compared > 1000 && counts.refused > 1000, JSON.stringify(counts));
    }).timeout(180_000);
});

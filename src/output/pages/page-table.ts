import type { Cell, Table } from "../../core/table";
import { formatValue, isInstant, type WallClock } from "../formats";
import { escapeHtml, headingHtml, unbrokenLength } from "../html";
import { shortNames } from "../short-names";
import { moreRows, notesOf, type TableTextOptions, type WrittenTable, writeTable } from "../text";
import type { CardTable } from "./cards";

// A wider table would have letters on paper that are too small to read.
const mostCharacters = 140;
// Longer texts are broken into lines, and shorter ones too where the table would not fit otherwise.
const longText = 28;
const narrower = [longText, 24, 20, 16];
// A heading of more letters, the name of a session, is as high as a short table.
const mostHeading = 44;
// So are headings of numbers, which would make a wide column of short ones.
const longHeading = 20;
// Dates, times, ids, symbols and short names are not broken at their hyphens and spaces.
const longWord = 20;
const timeOfDay = /^\d{4}-\d\d-\d\d \d\d:\d\d(:\d\d)?$/;
const mostRows = 200;
// A table of no more rows stays on one page.
const fewRows = 22;

/**
 * Writes a table of a page, every text escaped. On a screen it scrolls sideways if it is too wide. For paper, one of very
 * many columns becomes several tables below each other, which all begin with the first column, and the size of their text
 * is chosen so that they fit. Instants are those of the clock, which their headings name.
 */
export function pageTable({ heading, table, options }: CardTable, clock: WallClock = utc): string[] {
  const written = withShortHeadings(
    writeTable(byClock(table, clock), {
      maxRows: mostRows,
      ...options,
      headings: zonedHeadings(table, options?.headings, clock),
    }),
  );
  const least = mostTextOf(written);
  const widths = written.columns.map((_, place) => widthOf(written, place, least));
  return columnGroups(widths).map((places, at) => {
    const title = heading === undefined || at > 0 ? "" : `<h3>${escapeHtml(heading)}</h3>`;
    const size = sizeOnPaper(places.map((place) => widths[place]));
    const short = written.rows.length <= fewRows ? " short" : "";
    return `<div class="table${short}" style="--size:${size}pt;--text:${(least * letter).toFixed(1)}em">${title}${tableHtml(written, places)}</div>`;
  });
}

const utc: WallClock = { name: "UTC", localOf: (time) => time };

function byClock({ columns, rows }: Table, { localOf }: WallClock): Table {
  const local = (cell: Cell) => (isInstant(cell) ? new Date(localOf(Date.parse(cell))).toISOString() : cell);
  return { columns, rows: rows.map((row) => row.map(local)) };
}

type Headings = TableTextOptions["headings"];

function zonedHeadings({ columns, rows }: Table, headings: Headings, { name }: WallClock): Headings {
  const ofTimes = new Set(columns.filter((_, place) => rows.some((row) => isInstant(row[place]))));
  return (column) => `${headings?.(column) ?? column}${ofTimes.has(column) ? ` (${name})` : ""}`;
}

function withShortHeadings(written: WrittenTable): WrittenTable {
  return { ...written, columns: shortNames(written.columns, mostHeading) };
}

// With narrow texts, one table is easier to read than two.
function mostTextOf(written: WrittenTable): number {
  const fits = (most: number) =>
    columnGroups(written.columns.map((_, place) => widthOf(written, place, most))).length === 1;
  return narrower.find(fits) ?? longText;
}

function widthOf(written: WrittenTable, place: number, mostText: number): number {
  const heading = written.columns[place];
  const least = Math.max(unbrokenLength(heading), Math.min(heading.length, longHeading));
  const width = Math.max(least, longestOf(written, place));
  return written.numeric[place] ? width : Math.min(width, Math.max(mostText, unbrokenLength(heading)));
}

function longestOf({ rows }: WrittenTable, place: number): number {
  return rows.reduce((longest, row) => Math.max(longest, row[place].length), 0);
}

function isOfWords({ rows }: WrittenTable, place: number): boolean {
  const isWhole = (text: string) => !text.includes(" ") || timeOfDay.test(text);
  return rows.every((row) => row[place].length <= longWord && isWhole(row[place]));
}

function tableHtml(written: WrittenTable, places: readonly number[]): string {
  const kind = (place: number) => {
    if (written.numeric[place]) return ` class="n"`;
    if (isOfWords(written, place)) return ` class="k"`;
    return longestOf(written, place) > longText ? ` class="t"` : "";
  };
  const kinds = written.columns.map((_, place) => kind(place));
  const head = places.map((place) => `<th${kinds[place]}>${headingHtml(written.columns[place])}</th>`);
  const rows = written.rows.map((row) => {
    const cells = places.map((place) => `<td${kinds[place]}>${escapeHtml(row[place])}</td>`);
    return `<tr>${cells.join("")}</tr>`;
  });
  if (written.leftOut > 0) {
    const more = `<tr class="more"><td colspan="${places.length}">${moreRows(written.leftOut)} of ${formatValue(written.rows.length + written.leftOut, "count")}</td></tr>`;
    rows.splice(written.cut, 0, more);
  }
  // How many rows there are is said above, where no page begins with it.
  const notes = notesOf(written)
    .slice(written.leftOut > 0 ? 1 : 0)
    .map((note) => `<div class="note">${escapeHtml(note)}</div>`);
  return `<div class="scroll"><table><thead><tr>${head.join("")}</tr></thead><tbody>${rows.join("")}</tbody></table></div>${notes.join("")}`;
}

/** Returns the columns of each table that a written one becomes. */
function columnGroups(widths: readonly number[]): number[][] {
  const groups: number[][] = [];
  let room = Number.NEGATIVE_INFINITY;
  for (const place of widths.keys()) {
    const needed = widths[place] + 2;
    if (groups.length === 0 || (room < needed && place > 0)) {
      groups.push(place === 0 ? [] : [0]);
      room = mostCharacters - (place === 0 ? 0 : widths[0] + 2);
    }
    groups[groups.length - 1].push(place);
    room -= needed;
  }
  return groups;
}

// A digit is so much narrower than its text is high.
const letter = 0.58;

// Between the margins, an A4 page is 527 points wide. A cell has a border of 6 points in all.
function sizeOnPaper(widths: readonly number[]): number {
  const characters = widths.reduce((sum, width) => sum + width, 0);
  const size = (527 - 6 * widths.length) / (letter * Math.max(1, characters));
  return Number(Math.max(6, Math.min(8.2, size)).toFixed(1));
}

import type { Table } from "../core/table";
import { type Excerpt, moreRows, notesOf, type TableTextOptions, writeTable } from "./text";

const replacements: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Escapes text for HTML and SVG, in elements and in quoted attributes. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => replacements[character]);
}

const faint = "1px solid rgba(128,128,128,0.35)";
const tableStyle = "border-collapse:collapse;border:0;margin:0;font-size:13px;font-variant-numeric:tabular-nums";
const noteStyle = "padding:3px 5px;font-size:13px;opacity:0.65";
const boxStyle = "padding:3px 5px;border:0;background:none;";
const cellStyle = `${boxStyle}white-space:nowrap;`;
const sentenceStyle = `${boxStyle}white-space:pre-wrap;min-width:16em;max-width:36em;`;
// Its words stand below each other if the table would be too wide: most headings are longer than their values.
const headStyle = `${boxStyle}white-space:normal;vertical-align:bottom;`;

/** Escapes the heading of a column for HTML. It may be broken before a capital letter and after a dot: `maxDrawdown`, `params.fast`. */
export function headingHtml(heading: string): string {
  return partsOf(heading).map(escapeHtml).join("<wbr>");
}

/** Returns how many characters of a heading of a column stay together when it is broken into lines. */
export function unbrokenLength(heading: string): number {
  return Math.max(...partsOf(heading).flatMap((part) => part.split(/\s/).map(({ length }) => length)));
}

function partsOf(heading: string): string[] {
  return heading.split(/(?<=[a-z0-9])(?=[A-Z])|(?<=[.,_])(?=\p{L})/u);
}

/**
 * Writes a table as HTML with inline styles only, every text escaped: numbers to the right, rows shortened as in
 * `textTable`, and the text of `notesOf` below. Without `maxWidth` it has all columns, details last, and scrolls
 * sideways if it is too wide, with its headings broken into lines. It takes the colors of the page.
 */
export function htmlTable(table: Table | Excerpt, options: TableTextOptions = {}): string {
  const written = writeTable(table, options);
  const span = Math.max(1, written.columns.length);
  const align = written.numeric.map((numeric) => (numeric ? "right" : "left"));
  const head = written.columns.map(
    (column, j) => `<th style="${headStyle}text-align:${align[j]};border-bottom:${faint}">${headingHtml(column)}</th>`,
  );
  const rows = written.rows.map((row) => {
    const styleOf = (j: number) => (written.sentences[j] ? sentenceStyle : cellStyle);
    const cells = row.map((text, j) => `<td style="${styleOf(j)}text-align:${align[j]}">${escapeHtml(text)}</td>`);
    return `<tr style="background:none">${cells.join("")}</tr>`;
  });
  if (written.leftOut > 0) {
    const more = `<td colspan="${span}" style="${cellStyle}text-align:left;opacity:0.65">${moreRows(written.leftOut)}</td>`;
    rows.splice(written.cut, 0, `<tr style="background:none">${more}</tr>`);
  }
  const notes = notesOf(written).map((note) => `<div style="${noteStyle}">${escapeHtml(note)}</div>`);
  return `<div style="max-width:100%;overflow-x:auto"><table style="${tableStyle}"><thead><tr style="background:none">${head.join("")}</tr></thead><tbody>${rows.join("")}</tbody></table></div>${notes.join("")}`;
}

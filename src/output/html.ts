import type { Table } from "../core/table";
import { type Excerpt, hiddenColumns, moreRows, type TableTextOptions, writeTable } from "./text";

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
const cellStyle = "padding:3px 10px;white-space:nowrap;border:0;background:none;";

/**
 * Writes a table as HTML with inline styles only, every text escaped: numbers to the right, shortened like
 * `textTable`, with the count of what is left out; all columns are shown unless `maxWidth` is given. It takes the colors of the page it stands in.
 */
export function htmlTable(table: Table | Excerpt, options: TableTextOptions = {}): string {
  const written = writeTable(table, options);
  const span = Math.max(1, written.columns.length);
  const align = written.numeric.map((numeric) => (numeric ? "right" : "left"));
  const head = written.columns.map(
    (column, j) => `<th style="${cellStyle}text-align:${align[j]};border-bottom:${faint}">${escapeHtml(column)}</th>`,
  );
  const rows = written.rows.map((row) => {
    const cells = row.map((text, j) => `<td style="${cellStyle}text-align:${align[j]}">${escapeHtml(text)}</td>`);
    return `<tr style="background:none">${cells.join("")}</tr>`;
  });
  const note = (text: string) =>
    `<tr style="background:none"><td colspan="${span}" style="${cellStyle}white-space:normal;text-align:left;opacity:0.65">${text}</td></tr>`;
  if (written.leftOut > 0) rows.splice(written.cut, 0, note(moreRows(written.leftOut)));
  if (table.rows.length === 0) rows.push(note("no rows"));
  if (written.hidden.length > 0) rows.push(note(escapeHtml(hiddenColumns(written.hidden))));
  return `<table style="border-collapse:collapse;border:0;font-size:13px;font-variant-numeric:tabular-nums"><thead><tr style="background:none">${head.join("")}</tr></thead><tbody>${rows.join("")}</tbody></table>`;
}

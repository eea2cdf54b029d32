import type { Table } from "../../core/table";
import type { Display } from "../../notebook/display";
import { escapeHtml, htmlTable } from "../html";
import type { Figure } from "../plotly/figure";
import { figureText } from "../plotly/figure-text";
import { stillImage } from "../still/still";
import { oneLine, type TableTextOptions, textPairs, textTable } from "../text";
import { type SmallMap, smallMapHtml, smallMapText } from "./small-map";
import { type Spark, sparklineHtml, sparklineText } from "./sparkline";

/** A label and its value, both as people read them. */
export type Pair = readonly [label: string, value: string];

/** A table of a card, under a heading. */
export interface CardTable {
  readonly heading?: string;
  readonly table: Table;
  readonly options?: TableTextOptions;
}

/** What an object shows of itself: a title, notes and contents. Every part but the title is optional. */
export interface Card {
  readonly title: string;
  /** Shown next to the title, fainter: a state, a range of dates. */
  readonly note?: string;
  readonly pairs?: readonly Pair[];
  /** Progress, a fraction from 0 to 1. */
  readonly progress?: number;
  /** Numbers that are drawn as a line, and what it shows. */
  readonly spark?: Spark;
  /** Cells that fill while something goes on. */
  readonly map?: SmallMap;
  readonly tables?: readonly CardTable[];
  readonly figures?: readonly Figure[];
  /** Whether a newer card will soon replace it. If that does not happen, it says so in JupyterLab. */
  readonly live?: boolean;
  /** Its least height in pixels, so that what is below stays where it is when the card is replaced. */
  readonly height?: number;
}

/** Returns how a card prints itself, for `displayable`. */
export function cardDisplay(card: Card): Display {
  return { text: () => cardText(card), html: () => cardHtml(card) };
}

/** Writes a card as aligned plain text. */
export function cardText(card: Card): string {
  const { title, note, pairs = [], progress, spark, map, tables = [], figures = [] } = card;
  const parts = [note === undefined ? oneLine(title) : `${oneLine(title)}  (${oneLine(note)})`];
  if (progress !== undefined) parts.push(progressText(progress));
  if (spark !== undefined && spark.values.length > 1) parts.push(indented(sparklineText(spark.values)));
  if (pairs.length > 0) parts.push(indented(textPairs(pairs)));
  if (map !== undefined) parts.push(indented(smallMapText(map)));
  for (const { heading, table, options } of tables) {
    if (heading !== undefined) parts.push(`\n${oneLine(heading)}`);
    parts.push(indented(textTable(table, options)));
  }
  parts.push(...figures.map((figure) => indented(figureText(figure))));
  return parts.join("\n");
}

const cardStyle =
  "display:inline-block;box-sizing:border-box;max-width:100%;padding:10px 14px;border:1px solid rgba(128,128,128,0.35);border-radius:6px;font-size:13px;line-height:1.5";
const labelStyle = "padding:1px 18px 1px 0;text-align:left;white-space:nowrap;border:0;opacity:0.7;background:none";
const valueStyle =
  "padding:1px 0;overflow-wrap:anywhere;text-align:left;border:0;background:none;font-variant-numeric:tabular-nums";

/** Writes a card as HTML with inline styles only, every text escaped. It takes the colors of the page. */
export function cardHtml(card: Card): string {
  const { title, note, pairs = [], progress, spark, map, tables = [], figures = [], live, height } = card;
  const aside = note === undefined ? "" : ` <span style="opacity:0.7">${escapeHtml(note)}</span>`;
  const parts = [`<div><strong>${escapeHtml(title)}</strong>${aside}</div>`];
  if (progress !== undefined) parts.push(progressHtml(progress));
  if (spark !== undefined) parts.push(sparklineHtml(spark));
  if (pairs.length > 0) parts.push(pairsHtml(pairs));
  if (map !== undefined) parts.push(smallMapHtml({ ...map, label: escapeHtml(map.label) }));
  for (const { heading, table, options } of tables) {
    if (heading !== undefined) parts.push(`<div style="margin-top:8px;opacity:0.7">${escapeHtml(heading)}</div>`);
    parts.push(htmlTable(table, options));
  }
  parts.push(...figures.map((figure) => `<div>${stillImage(figure)}</div>`));
  if (live) parts.push(silenceHtml);
  const least = height === undefined ? "" : `;min-height:${height}px`;
  return `<div style="${cardStyle}${least}">${parts.join("")}</div>`;
}

// Each update restarts the animation. Only the extension for JupyterLab defines it; elsewhere the text stays hidden.
const silenceHtml = `<div style="height:0;visibility:hidden;overflow:hidden;font-weight:600;animation:paperlab-silence 0.1s 5s forwards">No update for 5 s: the kernel is busy or was restarted, or this page was reloaded. Look at it in a new cell.</div>`;

function pairsHtml(pairs: readonly Pair[]): string {
  const rows = pairs.map(
    ([label, value]) =>
      `<tr style="background:none"><td style="${labelStyle}">${escapeHtml(label)}</td><td style="${valueStyle}">${escapeHtml(value)}</td></tr>`,
  );
  return `<table style="border-collapse:collapse;border:0;margin:4px 0"><tbody>${rows.join("")}</tbody></table>`;
}

const progressWidth = 30;

function progressText(progress: number): string {
  const full = Math.round(withinOne(progress) * progressWidth);
  return `  [${"#".repeat(full)}${".".repeat(progressWidth - full)}] ${Math.floor(withinOne(progress) * 100)} %`;
}

function progressHtml(progress: number): string {
  const share = withinOne(progress);
  return `<div><progress max="1" value="${share.toFixed(4)}" style="width:240px"></progress> ${Math.floor(share * 100)} %</div>`;
}

function withinOne(progress: number): number {
  return Number.isFinite(progress) ? Math.min(1, Math.max(0, progress)) : 0;
}

function indented(text: string): string {
  return text.replace(/^(?=.)/gm, "  ");
}

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { escapeHtml, htmlTable } from "../html";
import type { Figure } from "../plotly/figure";
import { stillImage } from "../still/still";
import type { CardTable, Pair } from "./cards";

/** One part of a page. */
export interface PageSection {
  readonly heading: string;
  readonly text?: string;
  readonly figures?: readonly Figure[];
  readonly tables?: readonly CardTable[];
}

/** What a page shows. */
export interface PageInput {
  readonly title: string;
  /** Shown next to the title, fainter. */
  readonly note?: string;
  /** Labels and values that come first. */
  readonly pairs?: readonly Pair[];
  readonly sections: readonly PageSection[];
}

/**
 * Writes one HTML page that needs no network: interactive figures with Plotly inside the page (1.2 MB), tables of up
 * to 200 rows, light or dark like the reader's system. Without scripts it shows still pictures. Every text is escaped.
 */
export function figuresPage({ title, note, pairs = [], sections }: PageInput): string {
  const figures = sections.flatMap((section) => section.figures ?? []);
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<style>${style}</style>
</head>
<body>
<main>
<h1>${escapeHtml(title)}${note === undefined ? "" : ` <small>${escapeHtml(note)}</small>`}</h1>
${pairsHtml(pairs)}
${sections.map(sectionHtml).join("\n")}
</main>
${figures.length > 0 ? scripts() : ""}
</body>
</html>
`;
}

const style = `
:root { color-scheme: light dark; --back: #ffffff; --text: #1f2933; --card: #f7f8fa; }
@media (prefers-color-scheme: dark) { :root { --back: #14181d; --text: #d8dee6; --card: #1b2128; } }
body { margin: 0; background: var(--back); color: var(--text); font: 15px/1.55 system-ui, "Segoe UI", Helvetica, Arial, sans-serif; }
main { max-width: 1080px; margin: 0 auto; padding: 24px 20px 60px; }
h1 { font-size: 24px; } h1 small { font-size: 15px; font-weight: normal; opacity: 0.65; margin-left: 6px; } h2 { font-size: 18px; margin-top: 36px; } h3 { font-size: 14px; opacity: 0.7; margin-bottom: 4px; }
p { white-space: pre-line; opacity: 0.75; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 2px 22px; margin: 0; } dt { opacity: 0.65; } dd { margin: 0; font-variant-numeric: tabular-nums; }
.figure, .table { background: var(--card); border-radius: 8px; padding: 8px; margin: 12px 0; overflow-x: auto; }
.table { width: fit-content; max-width: 100%; box-sizing: border-box; }
`;

function pairsHtml(pairs: readonly Pair[]): string {
  if (pairs.length === 0) return "";
  const rows = pairs.map(([label, value]) => `<dt>${escapeHtml(label)}</dt><dd>${escapeHtml(value)}</dd>`);
  return `<dl>${rows.join("")}</dl>`;
}

function sectionHtml({ heading, text, figures = [], tables = [] }: PageSection): string {
  const parts = [`<section>`, `<h2>${escapeHtml(heading)}</h2>`];
  if (text !== undefined) parts.push(`<p>${escapeHtml(text)}</p>`);
  parts.push(...figures.map(figureHtml), ...tables.map(tableHtml), "</section>");
  return parts.join("\n");
}

function figureHtml(figure: Figure): string {
  const { data, layout, config } = figure;
  return `<div class="figure" style="min-height:${Number(layout.height)}px"><script type="application/json">${jsonForScript({ data, layout, config })}</script><noscript>${stillImage(figure)}</noscript></div>`;
}

function tableHtml({ heading, table, options }: CardTable): string {
  const title = heading === undefined ? "" : `<h3>${escapeHtml(heading)}</h3>`;
  return `${title}<div class="table">${htmlTable(table, { maxRows: 200, ...options })}</div>`;
}

// Inside a script element, HTML only looks for "</script" and "<!--".
function jsonForScript(value: unknown): string {
  return JSON.stringify(value).replace(/</g, "\\u003c");
}

function scripts(): string {
  const plotly = readFileSync(join(__dirname, "../../../vendor/plotly.min.js"), "utf8");
  return `<script>${plotly.replace(/<\/(?=script)/gi, "<\\/")}</script>
<script>
for (const place of document.querySelectorAll(".figure")) {
  const figure = JSON.parse(place.querySelector("script").textContent);
  const target = place.appendChild(document.createElement("div"));
  Plotly.drawFigure(target, figure);
}
</script>`;
}

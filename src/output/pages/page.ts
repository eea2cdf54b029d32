import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { WallClock } from "../formats";
import { escapeHtml } from "../html";
import type { Figure } from "../plotly/figure";
import type { CardTable, Pair } from "./cards";
import { pageFigures } from "./page-figures";
import { pageStyle } from "./page-style";
import { pageTable } from "./page-table";

/** A number that is read first, and what stands below it. */
export interface Highlight {
  readonly label: string;
  readonly value: string;
  /** Such as the same number of the benchmark. */
  readonly beside?: string;
}

/** A text that is shown as it was written: a function, notes. */
export interface PlainText {
  readonly heading?: string;
  readonly text: string;
}

/** One part of a page. Without figures, tables and texts it is a heading with its text. */
export interface PageSection {
  readonly heading: string;
  readonly text?: string;
  readonly pairs?: readonly Pair[];
  readonly figures?: readonly Figure[];
  /** Beside each other, where there is room. */
  readonly tables?: readonly CardTable[];
  readonly texts?: readonly PlainText[];
}

/** What a page shows. */
export interface PageInput {
  readonly title: string;
  /** Shown next to the title, fainter. */
  readonly note?: string;
  /** Labels and values that come first. */
  readonly pairs?: readonly Pair[];
  /** What its readers must know. */
  readonly warnings?: readonly string[];
  readonly highlights?: readonly Highlight[];
  readonly sections: readonly PageSection[];
  /** The clock of instants in tables, that of the figures; UTC if absent. */
  readonly clock?: WallClock;
}

/**
 * Writes one HTML page that needs no network, under 2.5 MB, light or dark like the reader's system. Figures are
 * interactive, with Plotly (1.2 MB, with its licences) inside the page; printed, and where scripts do not run, they are
 * still pictures. On paper, nothing is wider than an A4 or Letter page. Every text is escaped.
 */
export function figuresPage(page: PageInput): string {
  const { title, note, pairs = [], warnings = [], highlights = [], sections, clock } = page;
  const { written, interactive } = pageFigures(sections.map(({ figures = [] }) => figures));
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<style>${pageStyle}</style>
</head>
<body>
<main>
<h1>${escapeHtml(title)}${note === undefined ? "" : ` <small>${escapeHtml(note)}</small>`}</h1>
${warningsHtml(warnings)}
${highlightsHtml(highlights)}
${pairsHtml(pairs)}
${contentsHtml(sections)}
${sections.map((section, at) => sectionHtml(section, at, written[at], clock)).join("\n")}
</main>
${interactive ? scripts() : ""}
</body>
</html>
`;
}

function warningsHtml(warnings: readonly string[]): string {
  if (warnings.length === 0) return "";
  return `<ul class="warnings">${warnings.map((warning) => `<li>${escapeHtml(warning)}</li>`).join("")}</ul>`;
}

function highlightsHtml(highlights: readonly Highlight[]): string {
  if (highlights.length === 0) return "";
  const tiles = highlights.map(({ label, value, beside }) => {
    const below = beside === undefined ? "" : `<small>${escapeHtml(beside)}</small>`;
    return `<div><span>${escapeHtml(label)}</span><strong>${escapeHtml(value)}</strong>${below}</div>`;
  });
  return `<div class="highlights">${tiles.join("")}</div>`;
}

function pairsHtml(pairs: readonly Pair[]): string {
  if (pairs.length === 0) return "";
  const rows = pairs.map(([label, value]) => `<dt>${escapeHtml(label)}</dt><dd>${escapeHtml(value)}</dd>`);
  return `<dl>${rows.join("")}</dl>`;
}

// A page of a few sections is seen at once.
const fewSections = 4;

function contentsHtml(sections: readonly PageSection[]): string {
  if (sections.length < fewSections) return "";
  const links = sections.map(({ heading }, at) => `<a href="#section-${at + 1}">${escapeHtml(heading)}</a>`);
  return `<nav>${links.join("")}</nav>`;
}

function sectionHtml(section: PageSection, at: number, figures: readonly string[], clock?: WallClock): string {
  const { heading, text, pairs = [], tables = [], texts = [] } = section;
  const parts = [`<section id="section-${at + 1}">`, `<h2>${escapeHtml(heading)}</h2>`];
  if (text !== undefined) parts.push(`<p>${escapeHtml(text)}</p>`);
  parts.push(pairsHtml(pairs), ...figures);
  if (tables.length > 0)
    parts.push(`<div class="tables">${tables.flatMap((table) => pageTable(table, clock)).join("")}</div>`);
  parts.push(...texts.map(textHtml), "</section>");
  return parts.join("\n");
}

function textHtml({ heading, text }: PlainText): string {
  const title = heading === undefined ? "" : `<h3>${escapeHtml(heading)}</h3>`;
  return `${title}<pre>${escapeHtml(text)}</pre>`;
}

// A figure is drawn when it is about to be seen, so that a long page is there at once.
const drawing = `
const draw = (place) => {
  const figure = JSON.parse(place.querySelector("script").textContent);
  const target = place.appendChild(document.createElement("div"));
  Plotly.drawFigure(target, figure).then((ok) => (ok ? place.classList.add("drawn") : target.remove()));
};
const seen = new IntersectionObserver((entries) => {
  for (const { isIntersecting, target } of entries) {
    if (!isIntersecting) continue;
    seen.unobserve(target);
    draw(target);
  }
}, { rootMargin: "600px" });
for (const place of document.querySelectorAll(".figure.interactive")) seen.observe(place);
`;

function scripts(): string {
  const plotly = readFileSync(join(__dirname, "../../../vendor/plotly.min.js"), "utf8");
  const licences =
    "Figures are drawn by Plotly.js. Its licence, and those of its parts, are in the source of this page.";
  return `<footer>${licences}</footer>
<script>${plotly.replace(/<\/(?=script)/gi, "<\\/")}</script>
<script>${drawing}</script>`;
}

import { escapeHtml } from "../html";
import type { Trace } from "../plotly/figure";
import { textOfPlot } from "../plotly/theme";
import { lettersOf, shortNames } from "../short-names";
import { textAt } from "./axes";
import { dashOf } from "./marks";
import { pixel } from "./pixels";

/** A legend, and where it ends. */
export interface Legend {
  readonly svg: string;
  readonly bottom: number;
}

const indent = 78;
const lineHeight = 18;
const longestName = 40;
// Of more names, not each has a line of its own.
const mostLong = 3;
const letter = 6.4;
// Of the line beside a name, and the gap behind it.
const beside = 28 + 16;

/** Draws the names of traces next to their colors, in lines from `top` on. */
export function legendMarks(data: readonly Trace[], width: number, top: number): Legend {
  const named = data.filter((trace) => trace.showlegend !== false);
  if (named.length === 0) return { svg: "", bottom: top - 8 };
  let [x, y] = [indent, top];
  const names = shortNames(
    named.map((trace) => textOfPlot(("meta" in trace && typeof trace.meta === "string" && trace.meta) || trace.name)),
    named.length <= mostLong ? Math.floor((width - 16 - indent - beside) / letter) : longestName,
  );
  const parts = named.map((trace, at) => {
    const name = names[at];
    // Without a browser, the width of text is a guess.
    const needed = beside + lettersOf(name) * letter;
    if (x > indent && x + needed > width - 16) [x, y] = [indent, y + lineHeight];
    const part = `${sampleOf(trace, x, y - 4)}${textAt(x + 28, y, "start", name)}`;
    x += needed;
    return part;
  });
  return { svg: parts.join(""), bottom: y };
}

function sampleOf(trace: Trace, x: number, y: number): string {
  if (trace.type !== "scatter") return "";
  const left = pixel(x);
  if (trace.fill === "tonexty")
    return `<path d="M${left} ${pixel(y - 5)}h22v10h-22Z" fill="${escapeHtml(trace.fillcolor ?? "#7f8790")}"/>`;
  if (trace.mode === "markers") {
    const center = pixel(x + 11);
    if (trace.marker?.symbol === "circle")
      return `<circle cx="${center}" cy="${pixel(y)}" r="4" fill="${escapeHtml(trace.marker.color)}"/>`;
    if (trace.marker?.symbol === "x")
      return `<path d="M${pixel(x + 7)} ${pixel(y - 4)}l8 8m0 -8l-8 8" fill="none" stroke="${escapeHtml(trace.marker.color)}" stroke-width="1.8"/>`;
    const tip = trace.marker?.symbol === "triangle-down" ? 4 : -4;
    const color = escapeHtml(trace.marker?.color ?? "#0072b2");
    return `<path d="M${pixel(x + 11)} ${pixel(y + tip)}l5 ${-tip * 2}h-10Z" fill="${color}"/>`;
  }
  return `<path d="M${left} ${pixel(y)}h22" stroke="${escapeHtml(trace.line?.color ?? "#0072b2")}" stroke-width="2"${dashOf(trace)}/>`;
}

import { fixedText, formatValue } from "../formats";
import { escapeHtml } from "../html";
import type { Axis } from "../plotly/figure";
import { colors, textOfPlot } from "../plotly/theme";
import { type DateTick, dateTicks } from "./date-ticks";
import { pixel } from "./pixels";
import { decimalsOfTicks, niceTicks, type Scale } from "./scale";

/** A rectangle in pixels. */
export interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

// Most characters that fit beside the axis.
const longestNumber = 12;

/**
 * Draws the value axis of a panel: numbers on the left, each with a quiet line across, under what they measure. Below
 * `lowest` there are lines alone.
 */
export function valueAxis(axis: Axis, scale: Scale, box: Box, lowest: number): string {
  const ticks = niceTicks(scale.from, scale.to, Math.max(3, Math.round((box.bottom - box.top) / 42)));
  const write = writerOf(axis, ticks);
  const title = axis.title === undefined ? "" : textAt(8, box.top - 9, "start", textOfPlot(axis.title.text), 10);
  const lines = ticks
    .map((tick) => {
      const y = pixel(scale(tick));
      const label = scale(tick) > lowest ? "" : textAt(box.left - 8, scale(tick) + 4, "end", write(tick));
      return `<path d="M${pixel(box.left)} ${y}H${pixel(box.right)}" stroke="${colors.text}" stroke-opacity="0.2"/>${label}`;
    })
    .join("");
  return title + lines;
}

/** Draws the time axis under the panels. */
export function timeAxisMarks(axis: Axis, scale: Scale, box: Box): string {
  const wanted = Math.max(2, Math.round((box.right - box.left) / 95));
  // Of a few days most is night, and what is left has room for times of day.
  const nights = axis.rangebreaks !== undefined && scale.to - scale.from < fewDays ? 3 : 1;
  const ticks = apart(dateTicks(scale.from, scale.to, wanted * nights), scale);
  const line = `<path d="M${pixel(box.left)} ${pixel(box.bottom)}H${pixel(box.right)}" stroke="${colors.text}" stroke-opacity="0.5"/>`;
  const labels = ticks.map(({ time, text }) => {
    const x = pixel(scale(time));
    return `<path d="M${x} ${pixel(box.bottom)}v4" stroke="${colors.text}" stroke-opacity="0.5"/>${textAt(scale(time), box.bottom + 17, "middle", text)}`;
  });
  const note = [dateNote(ticks, scale.from), axis.title?.text ?? ""].filter((part) => part !== "");
  return `${line}${labels.join("")}${note.length > 0 ? textAt(box.right, box.bottom + 33, "end", note.join(" ")) : ""}`;
}

const fewDays = 5 * 86_400_000;
// Pixels that a label needs, such as `Sep 2014`.
const labelRoom = 52;

// Times of a night or a weekend that is left out are at one place. A day is named rather than a time of it.
function apart(ticks: readonly DateTick[], scale: Scale): DateTick[] {
  const kept: DateTick[] = [];
  const isDay = ({ text }: DateTick) => /[A-Z]/.test(text);
  for (const tick of [...ticks.filter(isDay), ...ticks.filter((one) => !isDay(one))])
    if (kept.every((one) => Math.abs(scale(one.time) - scale(tick.time)) >= labelRoom)) kept.push(tick);
  return kept.sort((a, b) => a.time - b.time);
}

/** Draws an axis of numbers under the panels, and what they are. */
export function numberAxisMarks(axis: Axis, scale: Scale, box: Box): string {
  const ticks = niceTicks(scale.from, scale.to, Math.max(3, Math.round((box.right - box.left) / 95)));
  const line = `<path d="M${pixel(box.left)} ${pixel(box.bottom)}H${pixel(box.right)}" stroke="${colors.text}" stroke-opacity="0.5"/>`;
  const write = writerOf(axis, ticks);
  const labels = ticks.map((tick) => {
    const x = pixel(scale(tick));
    return `<path d="M${x} ${pixel(box.bottom)}v4" stroke="${colors.text}" stroke-opacity="0.5"/>${textAt(scale(tick), box.bottom + 17, "middle", write(tick))}`;
  });
  const title = axis.title === undefined ? "" : textAt(box.right, box.bottom + 33, "end", textOfPlot(axis.title.text));
  return line + labels.join("") + title;
}

function writerOf({ tickformat = "", exponentformat }: Axis, ticks: readonly number[]): (tick: number) => string {
  if (exponentformat === "B" || tickformat === "~s") return shortWriter(ticks);
  const percent = tickformat.endsWith("%");
  const decimals = decimalsOfTicks(percent ? ticks.map((tick) => tick * 100) : ticks);
  return (tick) => {
    const text = percent ? `${fixedText(tick * 100, decimals)} %` : fixedText(tick, decimals);
    return text.length > longestNumber ? tick.toExponential(2) : text;
  };
}

// Plotly writes `600M` beside `1.4B`, as each tick by itself is shortest.
function shortWriter(ticks: readonly number[]): (tick: number) => string {
  const unitOf = (tick: number) => units.find(([size]) => Math.abs(tick) >= size) ?? ([1, ""] as const);
  const step = Math.abs((ticks[1] ?? 1) - (ticks[0] ?? 0));
  return (tick) => {
    const [size, name] = unitOf(tick);
    const decimals = [0, 1].find((count) => isWhole((step / size) * 10 ** count)) ?? 2;
    return `${fixedText(tick / size, decimals)}${name}`;
  };
}

function isWhole(value: number): boolean {
  return value > 0.5 && Math.abs(value - Math.round(value)) < 1e-6;
}

const units = [
  [1e12, "T"],
  [1e9, "B"],
  [1e6, "M"],
  [1e3, "k"],
] as const;

/** Draws the axis under bars: the name of each. */
export function nameAxisMarks(names: readonly string[], scale: Scale, box: Box): string {
  const line = `<path d="M${pixel(box.left)} ${pixel(box.bottom)}H${pixel(box.right)}" stroke="${colors.text}" stroke-opacity="0.5"/>`;
  return line + names.map((name, at) => textAt(scale(at), box.bottom + 17, "middle", textOfPlot(name))).join("");
}

// Days do not name their year, and times do not name their day. The axis may begin before the first day that it names.
function dateNote(ticks: readonly DateTick[], from: number): string {
  if (ticks.some(({ text }) => /\d{4}/.test(text))) return "";
  const days = ticks.filter(({ text }) => /[A-Z]/.test(text));
  if (days.length === 0) return formatValue(ticks[0]?.time ?? from, "date");
  const years = days.map(({ time }) => formatValue(time, "date").slice(0, 4));
  return [...new Set([years[0], years[years.length - 1]])].join(" to ");
}

/** Writes text at a place. `size` in pixels. */
export function textAt(x: number, y: number, anchor: "start" | "middle" | "end", text: string, size = 11): string {
  return `<text x="${pixel(x)}" y="${pixel(y)}" text-anchor="${anchor}" font-size="${size}">${escapeHtml(text)}</text>`;
}

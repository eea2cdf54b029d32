import type { Axis } from "../figures/figure";
import { colors } from "../figures/theme";
import { fixedText, formatValue } from "../formats";
import { escapeHtml } from "../html";
import { dateTicks } from "./date-ticks";
import { pixel } from "./marks";
import { decimalsOfTicks, niceTicks, type Scale } from "./scale";

/** A rectangle in pixels. */
export interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** Draws the values of a panel: numbers at the left and a quiet line for each across. */
export function valueAxis(axis: Axis, scale: Scale, box: Box): string {
  const ticks = niceTicks(scale.from, scale.to, Math.max(2, Math.round((box.bottom - box.top) / 55)));
  const percent = String(axis.tickformat ?? "").endsWith("%");
  const decimals = decimalsOfTicks(percent ? ticks.map((tick) => tick * 100) : ticks);
  const write = (tick: number) => (percent ? `${fixedText(tick * 100, decimals)} %` : fixedText(tick, decimals));
  return ticks
    .map((tick) => {
      const y = pixel(scale(tick));
      const label = textAt(box.left - 8, scale(tick) + 4, "end", write(tick));
      return `<path d="M${pixel(box.left)} ${y}H${pixel(box.right)}" stroke="${colors.text}" stroke-opacity="0.2"/>${label}`;
    })
    .join("");
}

/** Draws the time axis under the panels. */
export function timeAxisMarks(axis: Axis, scale: Scale, box: Box): string {
  const ticks = dateTicks(scale.from, scale.to, Math.max(2, Math.round((box.right - box.left) / 95)));
  const line = `<path d="M${pixel(box.left)} ${pixel(box.bottom)}H${pixel(box.right)}" stroke="${colors.text}" stroke-opacity="0.5"/>`;
  const labels = ticks.map(({ time, text }) => {
    const x = pixel(scale(time));
    return `<path d="M${x} ${pixel(box.bottom)}v4" stroke="${colors.text}" stroke-opacity="0.5"/>${textAt(scale(time), box.bottom + 17, "middle", text)}`;
  });
  // Times of one day do not say which.
  const within = ticks.length > 0 && ticks.every(({ text }) => text.includes(":"));
  const note = [within ? formatValue(scale.from, "date") : "", axis.title?.text ?? ""].filter((part) => part !== "");
  return `${line}${labels.join("")}${note.length > 0 ? textAt(box.right, box.bottom + 33, "end", note.join(" ")) : ""}`;
}

/** Writes text at a place. `size` in pixels. */
export function textAt(x: number, y: number, anchor: "start" | "middle" | "end", text: string, size = 11): string {
  return `<text x="${pixel(x)}" y="${pixel(y)}" text-anchor="${anchor}" font-size="${size}">${escapeHtml(text)}</text>`;
}

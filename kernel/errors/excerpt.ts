import type { Place } from "../text/positions";
import { paint } from "./paint";

/**
 * Writes the line of a place in a text, with the lines around it and a mark under the place. The mark is `width`
 * characters wide, if the line is long enough.
 */
export function excerptOf(text: string, { line, column }: Place, width = 1, around = 1): string {
  const lines = text.split("\n");
  const from = Math.max(1, line - around);
  const to = Math.min(lines.length, line + around);
  const digits = String(to).length;
  const written: string[] = [];
  for (let at = from; at <= to; at++) {
    const content = shortened(lines[at - 1] ?? "", at === line ? column : 1);
    const number = String(at).padStart(digits);
    if (at !== line) {
      written.push(paint("faint", `  ${number} | ${content.text}`).trimEnd());
      continue;
    }
    const start = column - content.cut;
    const marks = "^".repeat(Math.max(1, Math.min(width, content.text.length - start + 1)));
    written.push(`${paint("red", ">")} ${number} | ${content.text}`);
    written.push(`  ${" ".repeat(digits)} | ${" ".repeat(Math.max(0, start - 1))}${paint("red", marks)}`);
  }
  return written.join("\n");
}

const longest = 140;

// The part of a long line around the place.
function shortened(line: string, column: number): { text: string; cut: number } {
  const text = line.replaceAll("\t", " ").replaceAll("\r", "");
  if (text.length <= longest) return { text, cut: 0 };
  const cut = Math.max(0, Math.min(column - longest / 2, text.length - longest));
  return { text: text.slice(cut, cut + longest), cut };
}

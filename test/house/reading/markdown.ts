import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./source";

/** Reads a page of the project. */
export function readPage(path: string): string {
  return readFileSync(join(root, path), "utf8");
}

/** Returns the cells of the rows of the first table under a heading of a page, without its header. */
export function tableUnder(page: string, heading: string): string[][] {
  const after = page.split(/^(?=#+ )/m).find((section) => section.split("\n")[0].replace(/^#+ /, "") === heading) ?? "";
  const lines = after.split("\n").filter((line) => line.startsWith("|"));
  return lines.slice(2).map((line) =>
    line
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

/** Returns the text of a cell that is code: `` `CODE` `` is CODE. */
export function code(cell: string): string {
  return cell.replace(/^`(.*)`$/, "$1");
}

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./source";

/** Reads a page of the project. */
export function readPage(path: string): string {
  return readFileSync(join(root, path), "utf8");
}

/** Returns the cells of the rows of the first table under a heading of a page, without its header. */
export function tableUnder(page: string, heading: string): string[][] {
  const lines = sectionOf(page, heading)
    .split("\n")
    .filter((line) => line.startsWith("|"));
  return lines.slice(2).map((line) =>
    line
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

function sectionOf(page: string, heading: string): string {
  return page.split(/^(?=#+ )/m).find((section) => section.split("\n")[0].replace(/^#+ /, "") === heading) ?? "";
}

/** A section of docs/errors.md: the code, what it means, a message, and what to do. */
export interface ErrorSection {
  readonly name: string;
  readonly when: string;
  readonly message: string;
  readonly cure: string;
}

/** Returns the sections of docs/errors.md, in order, with their lines joined. Parts that are missing are empty. */
export function errorSections(page: string): ErrorSection[] {
  return page.split(/^(?=##+ )/m).flatMap((section) => {
    const [, name, rest] = /^### (\w+)\n(.*)$/s.exec(section) ?? [];
    if (name === undefined) return [];
    const [when, message = "", cure = ""] = rest
      .split(/^```(?:text)?$/m)
      .map((part) => part.trim().replace(/\s+/g, " "));
    return [{ name, when, message, cure }];
  });
}

/** Returns the items of the list under a heading of docs/errors.md: a code, and what it means. */
export function codesUnder(page: string, heading: string): string[][] {
  const items = sectionOf(page, heading).match(/^- .*(\n {2}.*)*/gm) ?? [];
  return items.map((item) => /^- `(\w+)`: (.+)$/s.exec(item.replace(/\s+/g, " "))?.slice(1) ?? [item, ""]);
}

/** Returns the text of a cell that is code: `` `CODE` `` is CODE. */
export function code(cell: string): string {
  return cell.replace(/^`(.*)`$/, "$1");
}

import { sep } from "node:path";
import type { Place } from "../text/positions";
import type { StackPlace } from "../thread/channel";

/** The text of a running cell, and the origin of its JavaScript. */
export interface CellSource {
  readonly text: string;
  readonly locate: (place: Place) => Place | undefined;
}

/** A place in a stack that is in a cell. */
export interface CellFrame extends Place {
  /** Such as `cell 5`. */
  readonly cell: string;
  /** The function it is in, if that has a name. */
  readonly name: string | undefined;
}

/** The texts of the cells that ran, by label. */
export class CellSources {
  readonly #sources = new Map<string, CellSource>();
  readonly #hidden: readonly string[];

  /** `hidden`: folders whose code is not shown in stacks. */
  constructor(hidden: readonly string[]) {
    this.#hidden = hidden.map((folder) => folder + sep);
  }

  /** Remembers the text of a cell. */
  add(label: string, source: CellSource): void {
    this.#sources.set(label, source);
  }

  /** Returns the text of a cell. */
  textOf(label: string): string | undefined {
    return this.#sources.get(label)?.text;
  }

  /** Makes every stack in this process show cells as they were typed, and only the user's code. */
  install(): void {
    Error.stackTraceLimit = 50;
    Error.prepareStackTrace = (error, sites) =>
      [headOf(error), ...sites.flatMap((site) => this.#line(site))].join("\n");
  }

  /** Writes a stack from a text and places in the JavaScript of cells. */
  stackOf(head: string, places: readonly StackPlace[]): string {
    return [head, ...places.flatMap((place) => this.#placeLine(place.file, place, place.name, ""))].join("\n");
  }

  /** Returns the places of an error's stack that are in cells, innermost first. */
  framesOf(error: Error): CellFrame[] {
    const frames: CellFrame[] = [];
    for (const line of stackOf(error).split("\n")) {
      const found = /^ {4}at (?:async )?(?:(.+) \()?(cell \d+|expression):(\d+):(\d+)\)?$/.exec(line);
      if (found === null) continue;
      const [, name, cell, row, column] = found;
      frames.push({ name, cell, line: Number(row), column: Number(column) });
    }
    return frames;
  }

  #line(site: NodeJS.CallSite): string[] {
    const file = site.getFileName() ?? "";
    if (!this.#sources.has(file)) return isShown(file, this.#hidden) ? [`    at ${site.toString()}`] : [];
    const place = { line: site.getLineNumber() ?? 1, column: site.getColumnNumber() ?? 1 };
    return this.#placeLine(file, place, site.getFunctionName() ?? "", isAsync(site) ? "async " : "");
  }

  #placeLine(file: string, place: Place, functionName: string, kind: string): string[] {
    const found = this.#sources.get(file)?.locate(place);
    if (found === undefined) return [];
    const name = nameOf(functionName);
    const where = `${file}:${found.line}:${found.column}`;
    return [`    at ${kind}${name === undefined ? where : `${name} (${where})`}`];
  }
}

// The name as the user wrote it. The code around a cell, and the variable of its last value, have none.
function nameOf(functionName: string): string | undefined {
  const name = functionName.replace(/^exports\./, "");
  return name === "" || name.startsWith("tsLastExpr") ? undefined : name;
}

function isShown(file: string, hidden: readonly string[]): boolean {
  if (process.env.PAPERLAB_STACKS === "full") return true;
  if (file === "" || file.startsWith("node:") || file === "evalmachine.<anonymous>") return false;
  return !hidden.some((folder) => file.startsWith(folder));
}

function isAsync(site: NodeJS.CallSite): boolean {
  return (site as { isAsync?: () => boolean }).isAsync?.() ?? false;
}

function headOf(error: Error): string {
  try {
    return Error.prototype.toString.call(error);
  } catch {
    return "Error";
  }
}

function stackOf(error: Error): string {
  try {
    return typeof error.stack === "string" ? error.stack : "";
  } catch {
    return "";
  }
}

import { relative, sep } from "node:path";
import type { Place } from "../text/positions";
import type { StackPlace } from "../thread/channel";
import { loadHint } from "./hints";

/** The text of a cell or a file, and the origin of its JavaScript. */
export interface CellSource {
  readonly text: string | undefined;
  readonly locate: (place: Place) => Place | undefined;
}

/** A place in a stack that is in a cell, or in a file that a cell imports. */
export interface CellFrame extends Place {
  /** Such as `cell 5`, or `signals/cross.ts`, seen from the notebook's folder. */
  readonly cell: string;
  /** The function it is in, if that has a name. */
  readonly name: string | undefined;
}

/** The texts of the cells that ran and of the files that they imported. */
export class CellSources {
  // By the name under which their JavaScript runs: a label or a path.
  readonly #sources = new Map<string, CellSource & { readonly name: string }>();
  /** The texts by label, and what stacks call them. */
  readonly #texts = new Map<string, string | undefined>();
  readonly #labels = new Map<string, string>();
  readonly #folder: string;
  readonly #hidden: readonly string[];

  /** `folder`: of the notebook. `hidden`: folders whose code is not shown in stacks. */
  constructor(folder: string, hidden: readonly string[]) {
    this.#folder = folder;
    this.#hidden = hidden.map((one) => one + sep);
  }

  /** Remembers the text of a cell. */
  add(label: string, source: CellSource): void {
    this.#remember(label, label, label, source);
  }

  /** Remembers a file that a cell imports. `code`: the path under which its JavaScript runs. */
  addFile(code: string, origin: CellSource & { readonly path: string }): void {
    const label = relative(this.#folder, origin.path).replaceAll("\\", "/");
    this.#remember(code, origin.path, label, origin);
  }

  /** Returns the text of a cell or file. */
  textOf(label: string): string | undefined {
    return this.#texts.get(label);
  }

  /** Returns what may have been meant if an error says that a package is missing. */
  hintFor(error: Error): string | undefined {
    return loadHint(error, this.#folder);
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

  /** Returns the places of an error's stack that are in cells and their files, innermost first. */
  framesOf(error: Error): CellFrame[] {
    const frames: CellFrame[] = [];
    for (const line of stackOf(error).split("\n")) {
      const [, name, file = "", row, column] = /^ {4}at (?:async )?(?:(.+?) \()?(.+?):(\d+):(\d+)\)?$/.exec(line) ?? [];
      const cell = this.#labels.get(file);
      if (cell !== undefined) frames.push({ name, cell, line: Number(row), column: Number(column) });
    }
    return frames;
  }

  #remember(code: string, name: string, label: string, { text, locate }: CellSource): void {
    this.#sources.set(code, { text, locate, name });
    this.#texts.set(label, text);
    this.#labels.set(name, label);
  }

  #line(site: NodeJS.CallSite): string[] {
    const file = site.getFileName() ?? "";
    if (!this.#sources.has(file)) return isShown(file, this.#hidden) ? [`    at ${site.toString()}`] : [];
    const place = { line: site.getLineNumber() ?? 1, column: site.getColumnNumber() ?? 1 };
    return this.#placeLine(file, place, site.getFunctionName() ?? "", isAsync(site) ? "async " : "");
  }

  #placeLine(file: string, place: Place, functionName: string, kind: string): string[] {
    const source = this.#sources.get(file);
    const found = source?.locate(place);
    if (source === undefined || found === undefined) return [];
    const name = nameOf(functionName);
    const where = `${source.name}:${found.line}:${found.column}`;
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

import { readFileSync, writeFileSync } from "node:fs";

/** A notebook as stored in a file: nbformat 4. */
export interface Notebook {
  readonly cells: NotebookCell[];
  readonly metadata: Record<string, unknown>;
  readonly nbformat: number;
  readonly nbformat_minor: number;
}

/** One cell of a notebook. Code cells have outputs. */
export interface NotebookCell {
  readonly cell_type: "code" | "markdown" | "raw";
  readonly id?: string;
  readonly metadata: { readonly tags?: readonly string[]; readonly [key: string]: unknown };
  readonly source: string | readonly string[];
  outputs?: NotebookOutput[];
  execution_count?: number | null;
}

/** One output of a code cell. */
export interface NotebookOutput {
  readonly output_type: "stream" | "display_data" | "execute_result" | "error";
  readonly [key: string]: unknown;
}

/** Reads a notebook. Throws an error that says what is wrong with the file. */
export function readNotebook(path: string): Notebook {
  const text = textOf(path);
  let notebook: Notebook;
  try {
    notebook = JSON.parse(text);
  } catch (error) {
    throw new Error(`Expected ${path} to be a notebook, was not JSON: ${(error as Error).message}`);
  }
  if (!Array.isArray(notebook?.cells) || notebook.nbformat !== 4) {
    throw new Error(`Expected ${path} to be a notebook of nbformat 4, was ${notebook?.nbformat ?? "another file"}`);
  }
  return notebook;
}

function textOf(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    const { code = "", message } = error as NodeJS.ErrnoException;
    const known: Record<string, string> = { ENOENT: "there is no such file", EISDIR: "was a folder" };
    throw new Error(`Expected ${path} to be a notebook, ${known[code] ?? message}`);
  }
}

/** Writes a notebook the way Jupyter does. */
export function writeNotebook(path: string, notebook: Notebook): void {
  writeFileSync(path, `${JSON.stringify(notebook, null, 1)}\n`);
}

/** Returns the text of a cell. */
export function sourceOf({ source }: NotebookCell): string {
  return typeof source === "string" ? source : source.join("");
}

/** Returns text as Jupyter writes it to files: a list of lines, each with its line end. */
export function linesOf(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root } from "../house/reading/source";
import { fewNodeTypes } from "./node-types";

type Setup = typeof import("../../scripts/setup/jupyter.mjs");

/** Jupyter's environment, as the scripts prepare it. */
export async function jupyter(): Promise<Setup> {
  return import(join(root, "scripts/setup/jupyter.mjs"));
}

/** A cell of a notebook, with what it has shown. */
export interface WrittenCell {
  readonly source: string;
  readonly metadata: object;
  readonly outputs?: readonly object[];
}

/**
 * Makes a folder with a notebook of the given cells for paperlab's kernel, and hardly any types of Node. Returns the paths of both.
 */
export function notebookOf(cells: readonly (string | WrittenCell)[], name = "notebook.ipynb") {
  const folder = mkdtempSync(join(tmpdir(), "paperlab-notebook-"));
  fewNodeTypes(folder);
  const path = join(folder, name);
  const kernelspec = { display_name: "TypeScript (paperlab)", language: "typescript", name: "paperlab" };
  const written = cells.map((cell, at) => ({
    cell_type: "code",
    id: `cell-${at}`,
    metadata: typeof cell === "string" ? {} : cell.metadata,
    source: typeof cell === "string" ? cell : cell.source,
    execution_count: null,
    outputs: typeof cell === "string" ? [] : (cell.outputs ?? []),
  }));
  writeFileSync(path, JSON.stringify({ cells: written, metadata: { kernelspec }, nbformat: 4, nbformat_minor: 5 }));
  return { folder, path };
}

/** How a program ended, and its output. */
export interface Ended {
  readonly code: number | null;
  readonly output: string;
}

/** Runs a program of Jupyter's environment. */
export async function runJupyter(program: string, args: readonly string[], cwd?: string): Promise<Ended> {
  const { inVenv, jupyterEnvironment } = await jupyter();
  return run(inVenv(program), args, { cwd, env: { ...process.env, ...jupyterEnvironment() } });
}

/** Runs a program and collects its output. */
export function run(program: string, args: readonly string[], options: { cwd?: string; env?: NodeJS.ProcessEnv } = {}) {
  const child = spawn(program, args, { ...options, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      output += text;
    });
  }
  return new Promise<Ended>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, output }));
  });
}

/** The outputs of each code cell in a notebook file, as text. */
export function outputTexts(path: string): string[][] {
  return codeCellsOf(path).map(({ outputs }) => outputs.map(textOf));
}

/** The HTML of the outputs of each code cell. */
export function outputPages(path: string): string[][] {
  const htmlOf = ({ data }: StoredOutput) => [data?.["text/html"] ?? ""].flat().join("");
  return codeCellsOf(path).map(({ outputs }) => outputs.map(htmlOf));
}

function codeCellsOf(path: string): readonly { readonly outputs: readonly StoredOutput[] }[] {
  const { cells } = JSON.parse(readFileSync(path, "utf8"));
  return cells.filter(({ cell_type: type }: { cell_type: string }) => type === "code");
}

interface StoredOutput {
  readonly output_type: string;
  readonly text?: string | string[];
  readonly data?: Readonly<Record<string, string | string[]>>;
  readonly ename?: string;
  readonly evalue?: string;
}

function textOf({ output_type: type, text, data, ename, evalue }: StoredOutput): string {
  if (type === "error") return `${ename}: ${evalue}`;
  const shown = type === "stream" ? text : data?.["text/plain"];
  return Array.isArray(shown) ? shown.join("") : String(shown);
}

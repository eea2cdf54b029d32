import { once } from "node:events";
import { existsSync, statSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { setImmediate } from "node:timers/promises";
import { Executor } from "../cells/executor";
import { hiddenFolders, packageFolder } from "../package";
import {
  type Notebook,
  type NotebookCell,
  type NotebookOutput,
  readNotebook,
  sourceOf,
  writeNotebook,
} from "./notebook";
import { type DisplayPlaces, OutputList } from "./outputs";
import { type Parameters, withParameters } from "./parameters";
import { Signals } from "./signals";

/** How to run a notebook. */
export interface RunOptions {
  /** Where to write the executed notebook. Default: over the original. */
  readonly output?: string;
  readonly parameters?: Parameters;
  /** Whether to go on after a cell that fails. */
  readonly allowErrors?: boolean;
  /** Called with every output as soon as its cell has ended. */
  readonly onOutput?: (output: NotebookOutput) => void;
}

/** The first cell of a notebook that failed. */
export interface FailedCell {
  /** Its number among the code cells of the notebook, from 1. A cell with parameters that was added has none. */
  readonly number: number;
  readonly traceback: readonly string[];
}

/**
 * Executes a notebook in this process with the kernel's code, in the notebook's folder. Writes it with its outputs,
 * even if a cell fails. Returns the first cell that failed.
 */
export async function runNotebook(path: string, options: RunOptions = {}): Promise<FailedCell | undefined> {
  const file = resolve(path);
  const output = resolve(options.output ?? path);
  const original = readNotebook(path);
  const notebook = withParameters(original, options.parameters ?? {});
  // One that replaces the cell of an earlier run is the notebook's.
  const isMore = notebook.cells.length > original.cells.length;
  const added = isMore ? notebook.cells.find((cell) => !original.cells.includes(cell)) : undefined;
  if (!existsSync(dirname(output))) {
    throw new Error(`Expected ${options.output} to be in an existing folder, was in ${dirname(output)}`);
  }
  if (statSync(output, { throwIfNoEntry: false })?.isDirectory()) {
    throw new Error(`Expected ${options.output} to be a file, was a folder`);
  }
  process.chdir(dirname(file));
  const folder = dirname(file);
  const signals = new Signals();
  const { flags, stood } = signals;
  const executor = new Executor({ folder, paperlab: packageFolder, hidden: hiddenFolders, flags, stood });
  signals.begin(executor);
  const stopWaiting = () => executor.stopWaiting();
  // Node calls this when it would end, because no timer, file or socket is left.
  process.on("beforeExit", stopWaiting);
  try {
    return await executeCells(executor, notebook, added, options, signals);
  } finally {
    // A strategy may wait for ever too.
    await Promise.race([executor.checkpoint(), once(process, "beforeExit")]);
    process.off("beforeExit", stopWaiting);
    executor.close();
    writeNotebook(output, notebook);
  }
}

async function executeCells(
  executor: Executor,
  { cells }: Notebook,
  added: NotebookCell | undefined,
  { allowErrors = false, onOutput = () => {} }: RunOptions,
  signals: Signals,
): Promise<FailedCell | undefined> {
  const places: DisplayPlaces = new Map();
  let failed: FailedCell | undefined;
  let number = 0;
  for (const [id, cell] of cells.entries()) {
    if (cell.cell_type !== "code") continue;
    if (cell !== added) number++;
    const list = new OutputList(places);
    cell.outputs = list.outputs;
    const code = sourceOf(cell);
    if (code.trim() === "") continue;
    // A signal is heard between turns of the event loop, and lost once a script has begun. After two turns it has been heard.
    for (let turn = 0; turn < 2; turn++) await setImmediate();
    // A signal between two cells had nothing to interrupt.
    if (signals.came) return failed ?? { number, traceback: ["The notebook was interrupted before this cell"] };
    const request = { code, store_history: cell !== added };
    const reply = await signals.during(id + 1, () => {
      return executor.execute(request, (output) => list.take(output), id + 1);
    });
    cell.execution_count = cell === added ? null : reply.execution_count;
    for (const output of list.outputs) onOutput(output);
    if (reply.status === "ok") continue;
    failed ??= { number, traceback: reply.traceback };
    // A signal that breaks a script is heard by nobody else.
    if (reply.ename === "Interrupted") return failed;
    if (!allowErrors && cell.metadata.tags?.includes("raises-exception") !== true) return failed;
  }
  return failed;
}

/** Writes an output as text. */
export function outputText({ output_type: type, ...output }: NotebookOutput): string {
  if (type === "stream") return (output.text as string[]).join("");
  if (type === "error") return `${(output.traceback as string[]).join("\n")}\n`;
  const text = (output.data as Record<string, unknown>)["text/plain"];
  return `${Array.isArray(text) ? text.join("") : text}\n`;
}

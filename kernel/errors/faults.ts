import type { Place } from "../text/positions";
import type { ErrorReport } from "../thread/execution";
import { excerptOf } from "./excerpt";
import { paint } from "./paint";

/** A compiler's complaint about a cell. */
export interface CompileFault {
  /** Places in the cell, or in another file if `file` is given. */
  readonly start: Place;
  readonly end: Place;
  readonly file?: string;
  readonly code: number;
  readonly message: string;
}

const mostFaults = 8;

/**
 * Describes why a cell does not compile. Each fault shows its line, a mark under the place, and what may have been
 * meant.
 */
export function faultReport(
  faults: readonly CompileFault[],
  source: string,
  label: string,
  hintFor: (fault: CompileFault, word: string) => string | undefined,
): ErrorReport {
  const [first] = faults;
  const said = saidOf(first);
  const lines: string[] = [];
  for (const fault of faults.slice(0, mostFaults)) {
    if (lines.length > 0) lines.push("");
    lines.push(...describe(fault, source, label, hintFor));
  }
  if (faults.length > mostFaults) lines.push("", `... and ${faults.length - mostFaults} more`);
  const evalue = `${placeText(first, label)}: ${said.split("\n")[0]}`;
  return { ename: "TypeScriptError", evalue, traceback: lines.join("\n").split("\n") };
}

function describe(
  fault: CompileFault,
  source: string,
  label: string,
  hintFor: (fault: CompileFault, word: string) => string | undefined,
): string[] {
  const { start, end, file, code } = fault;
  const head = `${paint("red", "TypeScriptError")} [TS${code}]: ${saidOf(fault)}`;
  if (file !== undefined) return [head, paint("green", placeText(fault, label))];
  const width = start.line === end.line ? end.column - start.column : Number.POSITIVE_INFINITY;
  const word =
    source.split("\n")[start.line - 1]?.slice(start.column - 1, start.column - 1 + Math.min(width, 200)) ?? "";
  const hint = hintFor(fault, word);
  const lines = [head, "", paint("green", placeText(fault, label)), excerptOf(source, start, width)];
  return hint === undefined ? lines : [...lines, paint("bold", hint)];
}

// A cell cannot change options of the compiler.
function saidOf({ message }: CompileFault): string {
  return message.replace(/ Do you need to change your target library\?.*/, "");
}

function placeText({ start, file }: CompileFault, label: string): string {
  return `${file ?? label}, line ${start.line}`;
}

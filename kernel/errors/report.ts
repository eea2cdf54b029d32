import { inspect } from "node:util";
import type { ErrorReport } from "../thread/execution";
import { excerptOf } from "./excerpt";
import type { CellFrame, CellSources } from "./frames";
import { paint } from "./paint";

// Further places are only counted, and further causes not shown.
const mostFrames = 6;
const mostCauses = 5;

/** Describes what a cell threw: name, message, the lines of the cell that led to it, and its causes. */
export function reportOf(thrown: unknown, sources: CellSources): ErrorReport {
  const { name, message } = namesOf(thrown);
  const lines = describe(thrown, sources, "");
  const seen = new Set<unknown>([thrown]);
  let cause = causeOf(thrown);
  for (let at = 0; cause !== undefined && !seen.has(cause) && at < mostCauses; at++) {
    seen.add(cause);
    lines.push("", ...describe(cause, sources, "Caused by: "));
    cause = causeOf(cause);
  }
  return { ename: name, evalue: message, traceback: lines.join("\n").split("\n") };
}

function describe(thrown: unknown, sources: CellSources, prefix: string, around: readonly unknown[] = []): string[] {
  const { name, message, code } = namesOf(thrown);
  const head = `${prefix}${paint("red", name)}${code === undefined ? "" : ` [${code}]`}: ${message}`;
  if (!isError(thrown)) return prefix === "" ? [head, advice(thrown)] : [head];
  const frames = sources.framesOf(thrown);
  const lines = [head];
  const [first, ...outer] = unrepeated(frames);
  if (first !== undefined) lines.push("", placeText(first), excerptText(first, sources));
  for (const frame of outer.slice(0, mostFrames)) lines.push(`called from ${placeText(frame)}`);
  if (outer.length > mostFrames) lines.push(`... and ${outer.length - mostFrames} more`);
  const hint = sources.hintFor(thrown);
  if (hint !== undefined) lines.push(paint("bold", hint));
  const within = [...around, thrown];
  for (const one of errorsOf(thrown).filter((error) => !within.includes(error)))
    lines.push("", ...describe(one, sources, "Among them: ", within));
  return lines.filter((line) => line !== undefined);
}

function excerptText(frame: CellFrame, sources: CellSources): string {
  const text = sources.textOf(frame.cell);
  return text === undefined ? "" : excerptOf(text, frame);
}

// A recursive function repeats its line in the stack.
function unrepeated(frames: readonly CellFrame[]): CellFrame[] {
  return frames.filter(
    ({ cell, line }, at) => at === 0 || frames[at - 1].cell !== cell || frames[at - 1].line !== line,
  );
}

function placeText({ cell, line, name }: CellFrame): string {
  const place = paint("green", `${cell}, line ${line}`);
  return name === undefined ? place : `${place}, in ${paint("cyan", name)}`;
}

function advice(thrown: unknown): string {
  const short = typeof thrown === "string" && thrown.length < 60;
  return `Throw an Error instead, and its line is shown: throw new Error(${short ? JSON.stringify(thrown) : "..."})`;
}

// Leaves out a stack of files that only the kernel knows.
function withoutRequireStack(message: string): string {
  return message.replace(/\nRequire stack:\n(- .*\n?)+$/, "");
}

function namesOf(thrown: unknown): { name: string; message: string; code?: string } {
  try {
    if (!isError(thrown)) return { name: "Thrown", message: inspect(thrown, { depth: 2, maxStringLength: 1000 }) };
    const { code } = thrown as { code?: unknown };
    const shown = typeof code === "string" && !String(thrown.message).includes(code) ? code : undefined;
    return { name: nameOf(thrown), message: shortText(withoutRequireStack(String(thrown.message))), code: shown };
  } catch {
    return { name: "Thrown", message: "a value that cannot be read" };
  }
}

// A class that extends Error without setting `name` is shown by its class, as Node does.
function nameOf(error: Error): string {
  const own = String(error.name || "Error");
  const made = error.constructor?.name;
  return own === "Error" && typeof made === "string" && made !== "" ? made : own;
}

function shortText(text: string): string {
  return text.length > 5000
    ? `${text.slice(0, 5000)}... ${text.length - 5000} more character${text.length === 5001 ? "" : "s"}`
    : text;
}

function causeOf(thrown: unknown): unknown {
  try {
    return isError(thrown) ? (thrown as { cause?: unknown }).cause : undefined;
  } catch {
    return undefined;
  }
}

// The errors of an AggregateError.
function errorsOf(thrown: Error): readonly unknown[] {
  try {
    const { errors } = thrown as { errors?: unknown };
    return Array.isArray(errors) ? errors.slice(0, mostCauses) : [];
  } catch {
    return [];
  }
}

// Checks its fields, because an error may come from another realm.
function isError(thrown: unknown): thrown is Error {
  try {
    if (thrown instanceof Error) return true;
    return typeof thrown === "object" && thrown !== null && "message" in thrown && "stack" in thrown;
  } catch {
    return false;
  }
}

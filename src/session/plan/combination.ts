import { createHash } from "node:crypto";
import { keysOf } from "../options/option-kinds";
import { withoutAdvice } from "../options/without-advice";
import type { SessionConfig } from "./config";

// Options that change no fill. Runs that differ only in chance are of one ensemble.
const without = ["seed", "snapshotEvery", "historyBars"];
const deciding = keysOf("run", "model").filter((key) => !without.includes(key));

// The runs of a sweep are of one strategy.
const terse = new WeakMap<SessionConfig["strategy"], unknown>();

/**
 * Returns the hash of what a session tries, whatever its name and its data: strategy, params, symbols, and the options that
 * change fills. Functions count by their text without what is a matter of taste, and by what they reach when the session is
 * created, with a name or without; what is paperlab's own does not count.
 */
export function combinationOf({ strategy, params, symbols, options, reach }: SessionConfig): string {
  const own = deciding.filter((key) => Object.hasOwn(options, key));
  const chosen = own.map((key) => [key, (options as Readonly<Record<string, unknown>>)[key]]);
  const reached = Object.entries(reach ?? {}).filter(([, text]) => !String(text).startsWith("paperlab "));
  return hashOf([terseOf(strategy), reached, params, symbols, chosen]);
}

function terseOf(strategy: SessionConfig["strategy"]): unknown {
  const known = terse.get(strategy);
  if (known !== undefined) return known;
  const functions = Object.entries(strategy.functions).map(([part, text]) => [part, tersely(text)]);
  const made = { ...strategy, functions };
  terse.set(strategy, made);
  return made;
}

// Without spaces, and without separators at the end of a block or a list.
function tersely(text: string): string {
  return text.replace(/\s+/g, "").replace(/;(?=\})|,(?=[)\]}])/g, "");
}

/** Returns the hash of the data that a session runs on: its feed and its range. */
export function dataOf({ feed }: SessionConfig): string {
  return hashOf(withoutAdvice(feed));
}

function hashOf(data: unknown): string {
  return createHash("sha256").update(JSON.stringify(data)).digest("hex");
}

import { createHash } from "node:crypto";
import { keysOf } from "../options/option-kinds";
import { withoutAdvice } from "../options/without-advice";
import type { SessionConfig } from "./config";

// Options that change no fill. Runs that differ only in chance are of one ensemble.
const without = ["seed", "snapshotEvery", "historyBars"];

/**
 * Returns the hash of what a session tries, whatever its name and its data: strategy, params, symbols, and the options that
 * change fills. Functions count by their text without spaces, because a session without a name has theirs as written.
 */
export function combinationOf({ strategy, params, symbols, options, reach }: SessionConfig): string {
  const deciding = keysOf("run", "model").filter((key) => !without.includes(key) && Object.hasOwn(options, key));
  const chosen = deciding.map((key) => [key, (options as Readonly<Record<string, unknown>>)[key]]);
  const functions = Object.entries(strategy.functions).map(([part, text]) => [part, text.replace(/\s+/g, "")]);
  return hashOf([{ ...strategy, functions }, reach ?? {}, params, symbols, chosen]);
}

/** Returns the hash of the data that a session runs on: its feed and its range. */
export function dataOf({ feed }: SessionConfig): string {
  return hashOf(withoutAdvice(feed));
}

function hashOf(data: unknown): string {
  return createHash("sha256").update(JSON.stringify(data)).digest("hex");
}

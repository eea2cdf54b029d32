import type { SessionMetrics } from "../../analysis/session-metrics";
import { thrownText } from "../../core/checks";
import type { FeedSource } from "../../feeds/source/source";
import type { SessionContent } from "../../run/content";
import { metricsOfRun } from "../../run/metrics";
import type { Store } from "../../store/store";
import type { Benchmark } from "../options/benchmark";
import type { SessionConfig } from "../plan/config";
import type { SessionStatus } from "./status";
import { contentOfStored } from "./stored-content";

/** What the store holds of a session. */
export interface Stored {
  readonly content: SessionContent;
  readonly fingerprint: string;
}

/** One session: what it was made of, how it stands, and where it is kept. */
export interface SessionRecord {
  /** Its number in the lab. */
  readonly id: number;
  readonly name: string;
  readonly config: SessionConfig;
  /** Currency. */
  readonly initialCapital: number;
  readonly status: SessionStatus;
  readonly benchmark: Pick<Benchmark, "name" | "series"> | undefined;
  /** Finds its feed; throws where it is not at hand. */
  readonly feed: () => FeedSource;
  readonly store: Store;
  /** What the store held of it when it was opened, or taken back to; absent for a new one. */
  stored: Stored | undefined;
  /** What its user should know, one line each. */
  readonly warnings: string[];
}

/** Returns the metrics of a session that has something to show. */
export function metricsOfRecord(
  { config, initialCapital, benchmark }: SessionRecord,
  content: SessionContent,
): SessionMetrics {
  return metricsOfRun(config, content, initialCapital, { ...config.options, benchmark: benchmark?.series });
}

/** Returns what its store holds of a session, `undefined` where that is nothing. */
export async function storedOf({ store, id }: SessionRecord): Promise<Stored | undefined> {
  const row = await store.session(id);
  if (row === undefined) return undefined;
  const content = contentOfStored(await store.restore(id), row);
  return { content, fingerprint: row.fingerprint ?? "" };
}

/** Says something of a session that its user should know, once. */
export function note({ name, warnings }: SessionRecord, text: string): void {
  if (warnings.includes(text)) return;
  warnings.push(text);
  console.error(`paperlab: session "${name}": ${text}`);
}

/** Says what went wrong in a session without ending it. */
export function warn({ name, warnings }: SessionRecord, what: string, error: unknown): void {
  warnings.push(`${what}: ${thrownText(error)}`);
  const head = `paperlab: session "${name}": ${what}:`;
  try {
    console.error(head, error);
  } catch {
    // Not every error lets itself be printed.
    console.error(head, thrownText(error));
  }
}

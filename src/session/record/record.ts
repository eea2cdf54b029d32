import type { CurvePart } from "../../analysis/record/part-of-record";
import type { SessionMetrics } from "../../analysis/session-metrics";
import { thrownText } from "../../core/checks";
import type { FeedSource } from "../../feeds/source/source";
import type { SessionContent } from "../../run/content";
import { metricsOfPart, metricsOfRun } from "../../run/metrics";
import type { RunMaterial } from "../../run/run";
import type { Store } from "../../store/store";
import type { Benchmark } from "../options/benchmark";
import type { SessionConfig } from "../plan/config";
import type { StrategyState } from "../plan/strategy-state";
import type { SessionArrivals } from "./arrivals";
import type { SessionStatus } from "./status";
import { contentOfStored } from "./stored-content";

/** What the store holds of a session. */
export interface Stored {
  readonly content: SessionContent;
  readonly fingerprint: string;
}

/** A strategy with what belongs to it, and what that reaches. */
export interface Offer {
  readonly material: RunMaterial;
  readonly state: StrategyState;
}

/** One session: what it was made of, its state, and where it is stored. */
export interface SessionRecord {
  /** Its number in the lab. */
  readonly id: number;
  name: string;
  /** Epoch milliseconds UTC. */
  readonly createdAt: number;
  /** What its user has written about it. */
  labels: { readonly notes?: string; readonly tags: readonly string[] };
  readonly config: SessionConfig;
  /** Currency. */
  readonly initialCapital: number;
  readonly status: SessionStatus;
  readonly benchmark: Pick<Benchmark, "name" | "series"> | undefined;
  /** Returns its feed; throws if it cannot be found. */
  readonly feed: () => FeedSource;
  /** What came of its feed; absent if the feed is not live. */
  readonly arrived?: SessionArrivals;
  readonly store: Store;
  /** What the store held when the session was opened, or what it was taken back to; absent for a new session. */
  stored: Stored | undefined;
  /** What its strategy reaches; absent if it has none to run. */
  strategyState?: StrategyState;
  /** What the user should know, one line each. */
  readonly warnings: string[];
}

/** Returns the metrics of a session that has contents, or those of a part of it. */
export function metricsOfRecord(
  { config, initialCapital, benchmark }: Pick<SessionRecord, "config" | "initialCapital" | "benchmark">,
  content: SessionContent,
  part?: CurvePart,
): SessionMetrics {
  const measuring = { ...config.options, benchmark: benchmark?.series };
  if (part !== undefined) return metricsOfPart(config, content, part, measuring);
  return metricsOfRun(config, content, initialCapital, measuring);
}

/** Returns what its store holds of a session, `undefined` if that is nothing. */
export async function storedOf({ store, id }: SessionRecord): Promise<Stored | undefined> {
  const row = await store.session(id);
  if (row === undefined) return undefined;
  const content = contentOfStored(await store.restore(id), row);
  return { content, fingerprint: row.fingerprint ?? "" };
}

/** Tells the user of a session something, once. */
export function note({ name, warnings }: SessionRecord, text: string): void {
  if (warnings.includes(text)) return;
  warnings.push(text);
  console.error(`paperlab: session "${name}": ${text}`);
}

/** Tells the user what went wrong in a session without ending it. */
export function warn({ name, warnings }: SessionRecord, what: string, error: unknown): void {
  warnings.push(`${what}: ${thrownText(error)}`);
  const head = `paperlab: session "${name}": ${what}:`;
  try {
    console.error(head, error);
  } catch {
    // Some errors cannot be printed.
    console.error(head, thrownText(error));
  }
}

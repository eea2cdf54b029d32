import type { StoredMetrics } from "../rows/batch";
import { storedColumnsOf } from "../rows/columns";
import type { StoredColumn, StoredTable } from "../rows/table";

/** What is listed of a session besides what its own row says. */
export interface Listing {
  readonly strategy?: string;
  /** As JSON, like `feed`, `params` and `options`. */
  readonly symbols?: string;
  readonly feed?: string;
  readonly params?: string;
  readonly options?: string;
  /** The name of its benchmark. */
  readonly benchmark?: string;
  /** The times of the first and last bar of its feed; absent where it has no end. */
  readonly feedFrom?: number;
  readonly feedTo?: number;
  /** Which metrics it has: see `orderOfNames`. */
  readonly names?: number;
  /** Their values; `NaN` if undefined. */
  readonly metrics?: Float64Array;
}

const { integer, numbers, text } = storedColumnsOf<Listing>();

/** What is listed of sessions, so that thousands are found and ranked without their configs. */
export const listingTable: StoredTable<Listing> = {
  name: "paper_listings",
  comment: "What is listed of a session: parts of its config, and its metrics. It repeats what other tables say.",
  key: [],
  meeting: "add",
  columns: [
    text("strategy", "strategy", { optional: true }),
    text("symbols", "symbols", { comment: "JSON: list of symbols", optional: true }),
    text("feed", "feed", { comment: "name of the feed", optional: true }),
    text("params", "params", { comment: "JSON: the strategy's params by name", optional: true }),
    text("options", "options", { comment: "JSON: the options that were given", optional: true }),
    integer("names", "names", {
      comment: "the same for sessions that have the same metrics in the same order",
      optional: true,
    }),
    numbers("metrics", "metrics", "double", {
      comment: "little-endian doubles: the values of paper_session_metrics by place; NaN if undefined",
      constraint: "",
    }),
    text("benchmark", "benchmark", { comment: "name of the benchmark", optional: true }),
    integer("feed_from", "feedFrom", { comment: "time of the first bar of the feed", optional: true }),
    integer("feed_to", "feedTo", { comment: "time of the last one", optional: true }),
  ],
};

/** The fields of a listing that change when a session ends. */
export const listingChangeTable: StoredTable<Listing> = {
  ...listingTable,
  meeting: "update",
  columns: listingTable.columns.filter(({ name }) => name === "names" || name === "metrics") as StoredColumn<Listing>[],
};

/** Lists a session: the parts of its config. */
export const listingStatement = `INSERT INTO paper_listings (session_id, strategy, symbols, feed, params, options, benchmark, feed_from, feed_to)
SELECT id, json_extract(config, '$.strategy.name'), json_extract(config, '$.symbols'),
  json_extract(config, '$.feed.name'), json_extract(config, '$.params'), json_extract(config, '$.options'),
  json_extract(config, '$.benchmark'), json_extract(config, '$.feed.first'), json_extract(config, '$.feed.last')
FROM paper_sessions WHERE id = ?`;

/** Returns the listing of metrics. */
export function listedMetrics(metrics: StoredMetrics): Listing {
  const values = Object.values(metrics);
  return {
    names: orderOfNames(Object.keys(metrics)),
    metrics: Float64Array.from(values, (value) => value ?? Number.NaN),
  };
}

/** Returns a number for a list of names in their order: FNV-1a of 32 bits (http://www.isthe.com/chongo/tech/comp/fnv). */
export function orderOfNames(names: readonly string[]): number {
  let hash = 0x811c9dc5;
  for (const name of names) {
    for (let at = 0; at < name.length; at++) hash = Math.imul(hash ^ name.charCodeAt(at), 0x01000193);
    hash = Math.imul(hash ^ 0x2c, 0x01000193);
  }
  return hash >>> 0;
}

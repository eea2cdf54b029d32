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
  ],
};

/** The fields of a listing that change when a session ends. */
export const listingChangeTable: StoredTable<Listing> = {
  ...listingTable,
  meeting: "update",
  columns: listingTable.columns.filter(({ name }) => name === "names" || name === "metrics") as StoredColumn<Listing>[],
};

// The first statement that lists sessions; it has no condition.
const listing = `INSERT INTO paper_listings (session_id, strategy, symbols, feed, params, options)
SELECT id, json_extract(config, '$.strategy.name'), json_extract(config, '$.symbols'),
  json_extract(config, '$.feed.name'), json_extract(config, '$.params'), json_extract(config, '$.options')
FROM paper_sessions`;

/** Lists one session, or all: the parts of its config. */
export function listingStatement(one: boolean): string {
  return one ? `${listing} WHERE id = ?` : listing;
}

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

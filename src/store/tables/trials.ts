import type { StoredTrial } from "../rows/batch";
import { storedColumnsOf } from "../rows/columns";
import { type StoredTable, writtenColumns } from "../rows/table";
import type { Connection } from "../sqlite/connection";

const { integer, json, real, text } = storedColumnsOf<StoredTrial>();

/** Trials, as rows of `paper_trials`. */
export const trialTable: StoredTable<StoredTrial> = {
  name: "paper_trials",
  comment:
    "One row per trial: a distinct combination of strategy, params and options, on some data. It outlives its session.",
  key: ["identity", "data"],
  meeting: "replace",
  outlives: true,
  columns: [
    text("identity", "identity", { comment: "hash of the combination" }),
    text("data", "data", { comment: "hash of the feed and its range" }),
    text("name", "name", { comment: "of the session that ran it last" }),
    text("strategy", "strategy"),
    json("params", "params", { comment: "JSON: the strategy's params by name", constraint: "NOT NULL" }),
    json("options", "options", { comment: "JSON: the options that were given", constraint: "NOT NULL" }),
    json("symbols", "symbols", { comment: "JSON: list of symbols", constraint: "NOT NULL" }),
    text("feed", "feed", { comment: "name of the feed" }),
    real("sharpe", "sharpe", { comment: "of returns by trading day, not annualized", optional: true }),
    real("skewness", "skewness", { optional: true }),
    real("kurtosis", "kurtosis", { comment: "raw: 3 for a normal distribution", optional: true }),
    integer("n", "n", { comment: "number of returns", constraint: "NOT NULL" }),
    integer("first_time", "firstTime"),
    integer("last_time", "lastTime"),
    integer("ran_at", "ranAt", { constraint: "NOT NULL" }),
  ],
};

/**
 * Stores trials that no session has made, within a transaction. One of the same combination and data is replaced. JSON carries
 * their numbers, all finite, to the last bit.
 */
export async function insertTrials(connection: Connection, trials: readonly StoredTrial[]): Promise<void> {
  if (trials.length === 0) return;
  const columns = writtenColumns(trialTable);
  const rows = trials.map((trial) => columns.map(({ write }) => write?.(trial) ?? null));
  const names = columns.map(({ name }) => name).join(", ");
  const values = columns.map((_, at) => `json_extract(value, '$[${at}]')`).join(", ");
  const sql = `INSERT OR REPLACE INTO paper_trials (session_id, ${names}) SELECT 0, ${values} FROM json_each(?)`;
  await connection.run(sql, [JSON.stringify(rows)]);
}

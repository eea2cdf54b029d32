import type { KeptTrial, StoredTrial } from "../rows/batch";
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
    json("options", "options", {
      comment: "JSON: the options that were given; of models, `unread` is what of them cannot be read",
      constraint: "NOT NULL",
    }),
    json("symbols", "symbols", { comment: "JSON: list of symbols", constraint: "NOT NULL" }),
    text("feed", "feed", { comment: "name of the feed" }),
    real("sharpe", "sharpe", { comment: "of returns by trading day, not annualized", optional: true }),
    real("skewness", "skewness", { optional: true }),
    real("kurtosis", "kurtosis", { comment: "raw: 3 for a normal distribution", optional: true }),
    integer("n", "n", { comment: "number of returns", constraint: "NOT NULL" }),
    integer("first_time", "firstTime", { comment: "of the point before the first return" }),
    integer("last_time", "lastTime"),
    text("first_day", "firstDay", { comment: "date of the first trading day", optional: true }),
    text("last_day", "lastDay", { optional: true }),
    integer("ran_at", "ranAt", { constraint: "NOT NULL" }),
  ],
};

/**
 * Stores trials of any sessions, also of those that are not there, within a transaction; those without a session have the
 * number 0. One of the same combination and data is replaced. JSON carries their numbers, all finite, to the last bit.
 */
export async function insertTrials(
  connection: Connection,
  trials: readonly (StoredTrial & Partial<KeptTrial>)[],
): Promise<void> {
  if (trials.length === 0) return;
  const columns = writtenColumns(trialTable);
  const rows = trials.map((trial) => [trial.sessionId ?? 0, ...columns.map(({ write }) => write?.(trial) ?? null)]);
  const names = ["session_id", ...columns.map(({ name }) => name)];
  const values = names.map((_, at) => `json_extract(value, '$[${at}]')`).join(", ");
  const sql = `INSERT OR REPLACE INTO paper_trials (${names.join(", ")}) SELECT ${values} FROM json_each(?)`;
  await connection.run(sql, [JSON.stringify(rows)]);
}

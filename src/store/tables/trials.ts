import type { KeptTrial, StoredTrial } from "../rows/batch";
import { storedColumnsOf } from "../rows/columns";
import { insertRow } from "../rows/rows";
import type { StoredTable } from "../rows/table";
import type { Connection } from "../sqlite/connection";
import { inTransaction } from "../sqlite/transaction";

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
    integer("first_time", "firstTime", { comment: "of the point before the first return" }),
    integer("last_time", "lastTime"),
    text("first_day", "firstDay", { comment: "date of the first trading day", optional: true }),
    text("last_day", "lastDay", { optional: true }),
    integer("ran_at", "ranAt", { constraint: "NOT NULL" }),
  ],
};

/** Stores trials of any sessions, also of those that are not there. */
export async function insertTrials(connection: Connection, trials: readonly KeptTrial[]): Promise<void> {
  await inTransaction(connection, "immediate", async () => {
    for (const { sessionId, ...trial } of trials) await insertRow(connection, trialTable, trial, sessionId);
  });
}

import { bytesOf } from "../sqlite/blobs";
import type { Connection } from "../sqlite/connection";
import { orderOfNames } from "../tables/listings";
import { metricsOfRows } from "../tables/metrics";
import { findingTables } from "./released-8";

const listing = `INSERT INTO paper_listings (session_id, strategy, symbols, feed, params, options)
SELECT id, json_extract(config, '$.strategy.name'), json_extract(config, '$.symbols'),
  json_extract(config, '$.feed.name'), json_extract(config, '$.params'), json_extract(config, '$.options')
FROM paper_sessions`;

/** Version 8: what is listed of sessions is beside their rows, the ledger of trials, and views for people who write SQL. */
export async function findingSessions(connection: Connection): Promise<void> {
  await connection.execute(findingTables);
  await connection.run(listing);
  const sessions = await connection.all("SELECT DISTINCT session_id AS id FROM paper_session_metrics");
  for (const { id } of sessions) {
    const sql = "SELECT metric, value FROM paper_session_metrics WHERE session_id = ? ORDER BY place";
    const metrics = metricsOfRows((await connection.all(sql, [id])) as never);
    const values = Float64Array.from(Object.values(metrics), (value) => value ?? Number.NaN);
    const bytes = Buffer.from(bytesOf(values).buffer);
    await connection.run("UPDATE paper_listings SET names = ?, metrics = ? WHERE session_id = ?", [
      orderOfNames(Object.keys(metrics)),
      bytes,
      id,
    ]);
  }
}

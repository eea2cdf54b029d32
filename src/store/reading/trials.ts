import type { KeptTrial } from "../rows/batch";
import { columnsInFile } from "../rows/rows";
import { readRow } from "../rows/table";
import type { Connection } from "../sqlite/connection";
import { trialTable } from "../tables/trials";

/** Returns the trials of a lab, in the order they were run last; none from an older file that cannot be written. */
export async function listTrials(connection: Connection): Promise<KeptTrial[]> {
  if ((await columnsInFile(connection, trialTable)).length === 0) return [];
  const rows = await connection.all("SELECT * FROM paper_trials ORDER BY ran_at, session_id");
  return rows.map((cells) => ({ sessionId: cells.session_id as number, ...readRow(trialTable, cells) }));
}

import type { Table } from "../core/table";
import type { LabSessions } from "./lab-sessions";

/** Runs a query over the sessions of a lab that keeps objects only: they are written to a database in memory for it. */
export async function queryMemory(
  sessions: LabSessions,
  sql: string,
  params: readonly unknown[] | Readonly<Record<string, unknown>>,
): Promise<Table> {
  const { openStore } = await import("../store/store");
  const store = await openStore(":memory:");
  try {
    await sessions.copyTo(store);
    return await store.query(sql, params);
  } finally {
    await store.close();
  }
}

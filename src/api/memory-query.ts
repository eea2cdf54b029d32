import type { Table } from "../core/table";
import type { Session } from "./session";

/** Runs a query over the sessions of a lab that keeps objects only: they are written to a database in memory for it. */
export async function queryMemory(
  sessions: Iterable<Session>,
  sql: string,
  params: readonly unknown[] | Readonly<Record<string, unknown>>,
): Promise<Table> {
  const { openStore } = await import("../store/store");
  const store = await openStore(":memory:");
  try {
    for (const session of sessions) await session.core.copyTo(store);
    return await store.query(sql, params);
  } finally {
    await store.close();
  }
}

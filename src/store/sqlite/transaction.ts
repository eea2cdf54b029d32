import type { Connection } from "./connection";

/**
 * Runs some work as one transaction: everything is stored, or nothing. `immediate` takes the write lock at once.
 * `deferred` sees one state of the database throughout. Rejects with the error of the work or of SQLite.
 */
export async function inTransaction<Result>(
  connection: Connection,
  kind: "immediate" | "deferred",
  work: () => Promise<Result>,
): Promise<Result> {
  await connection.run(`BEGIN ${kind}`);
  try {
    const result = await work();
    await connection.run("COMMIT");
    return result;
  } catch (error) {
    // After some errors SQLite has already rolled back by itself.
    await connection.run("ROLLBACK").catch(() => undefined);
    throw error;
  }
}

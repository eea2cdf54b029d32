import type { Connection } from "../sqlite/connection";
import { newer, notPaperlab } from "../sqlite/errors";
import { schemaVersion } from "../sqlite/log";
import { inTransaction } from "../sqlite/transaction";
import { schema } from "../tables/schema";
import { eventsAndCash } from "./events-migration";
import { findingSessions } from "./listings-migration";
import {
  applicationId,
  barsTable,
  brokerTables,
  firstSchema,
  liveTables,
  suppressedColumn,
  tradingStates,
} from "./released";
import { benchmarksAndDates } from "./released-9";

/** Takes a database from one version to the next: statements, or work on a connection within a transaction. */
export type Migration = string | ((connection: Connection) => Promise<void>);

/** The released migrations, which never change. The first makes version 1 from an empty file. */
export const migrations: readonly Migration[] = [
  firstSchema,
  barsTable,
  eventsAndCash,
  suppressedColumn,
  liveTables,
  tradingStates,
  brokerTables,
  findingSessions,
  benchmarksAndDates,
];

/**
 * Brings a database up to the latest version, one transaction per step. A new one is made from the declared tables at
 * once. Throws STORE_CORRUPT for another program's database and STORE_NEWER for an unknown version, and leaves both
 * unchanged. `path` is for messages.
 */
export async function migrate(connection: Connection, path: string, steps = migrations): Promise<void> {
  while ((await checkVersion(connection, path, steps.length)) < steps.length) {
    await inTransaction(connection, "immediate", async () => {
      // Another process may have done the step while this one waited for the lock.
      const version = await checkVersion(connection, path, steps.length);
      if (version === steps.length) return;
      const whole = version === 0 && steps === migrations;
      const step = whole ? `PRAGMA application_id = ${applicationId};\n${schema()}` : steps[version];
      await (typeof step === "string" ? connection.execute(step) : step(connection));
      await connection.execute(`PRAGMA user_version = ${whole ? steps.length : version + 1}`);
    });
  }
}

/** Returns the version of a database, 0 for an empty file. Throws STORE_CORRUPT or STORE_NEWER. */
export async function checkVersion(connection: Connection, path: string, known = migrations.length): Promise<number> {
  // One statement sees one state of the file, which another process may be making.
  const [{ application_id: application, user_version: version, tables }] = await connection.all(
    "SELECT application_id, user_version, (SELECT count(*) FROM sqlite_schema) AS tables FROM pragma_application_id, pragma_user_version",
  );
  if (application !== applicationId && (application !== 0 || version !== 0 || tables !== 0)) throw notPaperlab(path);
  const schema = schemaVersion(Number(version));
  if (schema > known) throw newer(path, schema, known);
  return schema;
}

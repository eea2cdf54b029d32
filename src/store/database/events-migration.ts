import type { EventColumns } from "../../core/journal/events";
import { bytesOf } from "../sqlite/blobs";
import type { Connection } from "../sqlite/connection";

// Number of events in a chunk.
const CHUNK = 65_536;

/**
 * Version 3: events and cash entries have their own tables. Before, events were found by their numbers in the rows of
 * orders, fills and logged lines.
 */
export async function eventsAndCash(connection: Connection): Promise<void> {
  await connection.execute(`
CREATE TABLE paper_events(
  -- What happened in a session, in chunks of consecutive events. BLOBs: little-endian, one value an event.
  session_id INTEGER NOT NULL REFERENCES paper_sessions(id) ON DELETE CASCADE,
  first_event INTEGER NOT NULL,
  events INTEGER NOT NULL,
  kind BLOB NOT NULL,           -- bytes: 0 accepted, 1 denied, 2 filled, 3 canceled, 4 expired, 5 rejected, 6 logged
  number BLOB NOT NULL,         -- 32-bit integers: paper_orders.number, paper_fills.number, paper_logs.sequence
  time BLOB NOT NULL,           -- doubles
  PRIMARY KEY (session_id, first_event)
);
CREATE TABLE paper_cash(
  -- One row for cash that came or went otherwise than by a fill: the initial capital.
  session_id INTEGER NOT NULL REFERENCES paper_sessions(id) ON DELETE CASCADE,
  number INTEGER NOT NULL,
  time INTEGER,                 -- NULL before the first bar
  kind TEXT NOT NULL,           -- deposit
  amount NOT NULL,              -- double, money
  PRIMARY KEY (session_id, number)
) WITHOUT ROWID;
INSERT INTO paper_cash SELECT id, 1, NULL, 'deposit', initial_capital FROM paper_sessions;`);
  for (const { id } of await connection.all("SELECT id FROM paper_sessions"))
    await insertEvents(connection, id as number, await olderEvents(connection, id as number));
}

/**
 * Returns a session's events from a file of version 1 or 2, by the numbers in the rows of its orders, fills and logs.
 */
export async function olderEvents(connection: Connection, sessionId: number): Promise<EventColumns> {
  const rows = await connection.all(
    `SELECT accepted_sequence AS sequence, status = 'denied' AS kind, number,
       CASE status WHEN 'denied' THEN coalesce(ended_at, created_at) ELSE created_at END AS time
     FROM paper_orders WHERE session_id = ?1
     UNION ALL SELECT ended_sequence, CASE status WHEN 'canceled' THEN 3 WHEN 'expired' THEN 4 ELSE 5 END, number,
       coalesce(ended_at, created_at)
     FROM paper_orders WHERE session_id = ?1 AND ended_sequence IS NOT NULL AND status IN ('canceled', 'expired', 'rejected')
     UNION ALL SELECT sequence, 2, number, time FROM paper_fills WHERE session_id = ?1
     UNION ALL SELECT sequence, 6, sequence, time FROM paper_logs WHERE session_id = ?1
     ORDER BY 1`,
    [sessionId],
  );
  return {
    kind: Uint8Array.from(rows, ({ kind }) => Number(kind)),
    number: Int32Array.from(rows, ({ number }) => Number(number)),
    time: Float64Array.from(rows, ({ time }) => (time === null ? Number.NaN : Number(time))),
  };
}

async function insertEvents(connection: Connection, sessionId: number, { kind, number, time }: EventColumns) {
  for (let from = 0; from < kind.length; from += CHUNK) {
    const blobs = [kind, number, time].map((values) =>
      Buffer.from(bytesOf(values.subarray(from, from + CHUNK)).buffer),
    );
    const points = Math.min(CHUNK, kind.length - from);
    await connection.run("INSERT INTO paper_events VALUES (?, ?, ?, ?, ?, ?)", [sessionId, from, points, ...blobs]);
  }
}

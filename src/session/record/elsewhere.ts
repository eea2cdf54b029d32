import { errorOfData } from "./error-data";
import type { SessionRecord } from "./record";
import { contentOfStored } from "./stored-content";

// How often the lock of a session that does not move is looked at, milliseconds.
const PATIENCE = 5000;

/** Follows a session that another process runs, by what that one has stored. It writes nothing. */
export class Elsewhere {
  readonly #record: SessionRecord;
  #moved = performance.now();

  constructor(record: SessionRecord) {
    this.#record = record;
  }

  /**
   * Looks at the file, and takes in what is new: contents, state, and how it ended. If nothing moves for some seconds and
   * nobody holds its lock, the other process has died: the session is PAUSED at its last commit. A session that was deleted
   * is FAILED here. `isTheirs`: whether it was not started here in the meantime, after which nothing is taken in. Rejects with the errors of the store.
   */
  async look(isTheirs: () => boolean): Promise<void> {
    const record = this.#record;
    const { store, id, status } = record;
    const row = await store.session(id);
    if (!isTheirs()) return;
    if (row === undefined) {
      status.state = "FAILED";
      status.error = new Error("It was deleted in another process");
      return;
    }
    const steps = record.stored?.content.steps;
    // One whose process died stays RUNNING in the file.
    if (row.cursor !== steps || (row.state !== status.state && row.state !== "RUNNING")) {
      this.#moved = performance.now();
      // What is committed between the two reads is taken in at the next look.
      const content = contentOfStored(await store.restore(id), row);
      if (!isTheirs()) return;
      record.stored = { content, fingerprint: row.fingerprint ?? "" };
      const { state, startedAt, endedAt } = row;
      const endReason = row.endReason as typeof status.endReason;
      Object.assign(status, { state, endReason, startedAt, endedAt, error: errorOfData(row.error) });
    } else if (row.state === "RUNNING" && performance.now() - this.#moved > PATIENCE && store.writable) {
      this.#moved = performance.now();
      const release = await store.acquire(id);
      await release?.();
      if (isTheirs()) status.state = release === undefined ? "RUNNING" : "PAUSED";
    }
  }
}

import type { SessionRow } from "../../store/store";
import type { SessionRecord } from "../record/record";
import { sessionDeleted, sessionInUse } from "../record/status";

/** The lock of a session's only writer. */
export class SessionLock {
  readonly #record: SessionRecord;
  #release: (() => Promise<void>) | undefined;
  // While it is being released, it can still look taken.
  #released: Promise<void> | undefined;

  constructor(record: SessionRecord) {
    this.#record = record;
  }

  /** Whether this process holds it. */
  get held(): boolean {
    return this.#release !== undefined;
  }

  /**
   * Takes the lock, unless it is held, and lets `check` look at the session's row. Throws SESSION_IN_USE if somebody
   * else has the lock, UNKNOWN_SESSION if the session is gone, and any error of `check`.
   */
  async take(check: (row: SessionRow) => void = () => undefined): Promise<void> {
    if (this.held) return;
    await this.#released;
    const { store, id, name } = this.#record;
    this.#release = await store.acquire(id);
    if (this.#release === undefined) throw sessionInUse(name);
    try {
      const row = await store.session(id);
      if (row === undefined) throw sessionDeleted(name);
      check(row);
    } catch (error) {
      await this.giveBack();
      throw error;
    }
  }

  /** Releases it. */
  async giveBack(): Promise<void> {
    const release = this.#release;
    this.#release = undefined;
    this.#released = release?.();
    await this.#released;
  }
}

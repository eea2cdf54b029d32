import type { SessionRow } from "../store/store";
import type { SessionCore } from "./core";
import { hasEnded } from "./record/status";

/**
 * The sessions that are open in this process, by id. A session that has ended and is in the store too is kept only as
 * long as somebody else refers to it. It can be read again, and a lab may see thousands.
 */
export class OpenSessions {
  readonly #areAll: boolean;
  readonly #held = new Map<number, SessionCore>();
  readonly #ended = new Map<number, WeakRef<SessionCore>>();

  /** `areAll`: whether sessions are kept nowhere else, as in a lab in memory. */
  constructor(areAll: boolean) {
    this.#areAll = areAll;
  }

  /** Returns the session of an id. */
  get(id: number): SessionCore | undefined {
    return this.#held.get(id) ?? this.#ended.get(id)?.deref();
  }

  /** Returns the session of an id if it has not ended, or is kept nowhere else. */
  live(id: number): SessionCore | undefined {
    const session = this.get(id);
    return session !== undefined && (this.#areAll || !hasEnded(session.status.state)) ? session : undefined;
  }

  /** Returns the session of a row, unless another process took it further, so that this one is out of date. */
  current(row: SessionRow): SessionCore | undefined {
    const session = this.get(row.id);
    return this.#areAll || session?.isCurrent(row) ? session : undefined;
  }

  /** Adds a session. */
  set(id: number, session: SessionCore): void {
    this.#letGo();
    this.#held.set(id, session);
  }

  /** Removes the session of an id. */
  delete(id: number): void {
    this.#held.delete(id);
    this.#ended.delete(id);
  }

  /** Returns all that are still here, in the order they were added, those that have ended first. */
  values(): SessionCore[] {
    this.#letGo();
    const ended = Array.from(this.#ended.values(), (reference) => reference.deref());
    return [...ended.filter((session) => session !== undefined), ...this.#held.values()];
  }

  #letGo(): void {
    if (this.#areAll) return;
    for (const [id, session] of this.#held) {
      if (!hasEnded(session.status.state)) continue;
      this.#held.delete(id);
      this.#ended.set(id, new WeakRef(session));
    }
    for (const [id, reference] of this.#ended) if (reference.deref() === undefined) this.#ended.delete(id);
  }
}

/**
 * Pauses those of some sessions that run, writes what could not be written before, and lets other processes have them.
 * Rejects with why the store cannot take something.
 */
export async function broughtToRest(cores: readonly SessionCore[]): Promise<void> {
  // If a session fails while it is paused, whoever runs it is told.
  await Promise.allSettled(cores.map((core) => core.pauseNow()));
  const saved = await Promise.allSettled(cores.map((core) => core.save()));
  // One that another lab has set off again in the meantime keeps its lock.
  await Promise.all(cores.map((core) => (core.status.state === "RUNNING" ? undefined : core.releaseLock())));
  const failed = saved.find((one) => one.status === "rejected");
  if (failed !== undefined) throw failed.reason;
}

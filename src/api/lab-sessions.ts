import { didYouMean, expected, shown } from "../core/checks";
import { type CalendarSpec, calendarOf } from "../core/market/calendar";
import { PaperLabError } from "../errors";
import { listText } from "../output/short-text";
import type { SessionConfig } from "../session/config";
import { SessionCore } from "../session/core";
import { type SessionStatus, sessionDeleted, sessionInUse } from "../session/life/state";
import type { SessionPlan } from "../session/plan";
import { contentOfStored } from "../session/stored/content";
import { errorOfData } from "../session/stored/error";
import { barsToKeep, keptBars } from "../session/stored/feed";
import { type ReopenOptions, reopenedFeed, reopenedPlan } from "../session/stored/reopen";
import type { SessionOptions } from "../session/terms/options";
import type { SessionRow, Store } from "../store/store";
import { type ListedSession, listedSession } from "../views/session-list";
import { memoryRows, type SessionRows } from "./memory-rows";
import { OpenSessions } from "./open-sessions";
import { Session } from "./session";

interface Place {
  readonly name?: string;
  readonly same?: SessionRow;
  readonly replaced?: SessionRow;
}

/** The sessions of one lab: their rows, and those of them that are open in this process. Calls must not overlap. */
export class LabSessions {
  /** Those that are open here and can run, by id. */
  readonly open: OpenSessions;
  readonly #store: Store | undefined;
  readonly #rows: SessionRows;

  /** Without a store, everything is kept in memory. */
  constructor(store: Store | undefined) {
    this.#store = store;
    this.#rows = store ?? memoryRows();
    this.open = new OpenSessions(store === undefined);
  }

  /** Makes a session, or finds the one that it is the same as. Throws SESSION_EXISTS where `ifExists` says so. */
  async create(plan: SessionPlan, options: SessionOptions<never>): Promise<Session> {
    const { name: place, same, replaced } = await this.#placeFor(plan, options);
    if (same !== undefined) return this.#sessionOf(same, plan);
    const { config, identity, initialCapital, calendar, benchmark, feed, kit } = plan;
    const { notes, tags } = options;
    const created = { state: "CREATED" as const, config, initialCapital, cursor: 0, createdAt: Date.now() };
    const row = { ...created, name: place, identity, notes, tags };
    const beside = { bars: barsToKeep(feed), benchmark: benchmark?.series, replaces: replaced?.id };
    const insert = () => this.#rows.insertSession(row, beside);
    const { id, name } = await (replaced === undefined ? insert() : this.#remove(replaced, insert));
    const status: SessionStatus = { state: "CREATED" };
    const parts = { id, name, config, status, initialCapital, calendar, benchmark, feed: () => feed, kit };
    return this.#keep(new SessionCore({ ...parts, store: this.#store }));
  }

  /** Opens a session, to be read or, with its strategy, to go on. Throws UNKNOWN_SESSION. */
  async reopen(idOrName: number | string, options: ReopenOptions): Promise<Session> {
    const row = await this.#known(idOrName);
    const open = this.#openOf(row);
    if (open !== undefined) return open;
    const kept = this.#store && (await keptBars(this.#store, row.config as SessionConfig));
    const feed = reopenedFeed(row, options, kept);
    return this.#restore(row, reopenedPlan(row, options, feed), feed);
  }

  /** Deletes a session. Throws UNKNOWN_SESSION, INVALID_STATE while it runs here, SESSION_IN_USE while it does elsewhere. */
  async delete(idOrName: number | string): Promise<void> {
    const row = await this.#known(idOrName);
    await this.#remove(row, () => this.#rows.deleteSession(row.id));
  }

  async #remove<Result>({ id, name }: SessionRow, remove: () => Promise<Result>): Promise<Result> {
    const open = this.open.get(id);
    if (open?.state === "RUNNING") {
      throw new PaperLabError("INVALID_STATE", `Session "${name}" is RUNNING and cannot be deleted. Stop it first`);
    }
    await open?.core.releaseLock();
    const release = await this.#store?.acquire(id);
    if (this.#store !== undefined && release === undefined) throw sessionInUse(name);
    try {
      const result = await remove();
      open?.core.endUse(sessionDeleted(name));
      this.open.delete(id);
      return result;
    } finally {
      await release?.();
    }
  }

  /** Returns one row a session for the list, in the order they were made. */
  async list(): Promise<ListedSession[]> {
    const metrics = await this.#store?.metrics();
    const listed: ListedSession[] = [];
    for (const row of await this.#rows.sessions()) {
      const open = this.#openOf(row);
      const read = async () => ({
        row: { ...row, state: (await this.#statusOf(row)).state },
        metrics: metrics?.get(row.id) ?? {},
      });
      listed.push(listedSession(open ?? (await read())));
    }
    return listed;
  }

  /** Writes all of it to an empty store. */
  async copyTo(store: Store): Promise<void> {
    for (const row of await this.#rows.sessions()) {
      const core = this.open.get(row.id)?.core;
      const beside = core && { bars: barsToKeep(core.parts.feed()), benchmark: core.parts.benchmark?.series };
      await store.insertSession(row, beside);
      await core?.copyTo(store);
    }
  }

  /** Pauses what runs and writes it; nothing can be set off afterwards. */
  async close(reason: PaperLabError): Promise<void> {
    for (const { core } of this.open.values()) {
      core.endUse(reason);
      // What ends a session while it is paused is told to whoever runs it.
      await core.pauseNow().catch(() => undefined);
      await core.releaseLock();
    }
  }

  // The name for a new session and the one that it takes the place of, or the row of the session that it would be.
  async #placeFor(plan: SessionPlan, options: SessionOptions<never>): Promise<Place> {
    const { name, ifExists = "reuse" } = options;
    if (name === undefined) return {};
    for (let count = 1; ; count++) {
      const candidate = count === 1 ? name : `${name} #${count}`;
      const row = await this.#rows.session(candidate);
      if (row === undefined) return { name: candidate };
      if (ifExists === "error")
        throw new PaperLabError("SESSION_EXISTS", `Session "${name}" exists. Choose another name or ifExists`);
      if (ifExists === "replace") return { name, replaced: row };
      if (ifExists === "reuse" && this.#isSame(row, plan)) return { same: row };
    }
  }

  // One that failed is not used again: it could only fail once more.
  #isSame(row: SessionRow, { identity }: SessionPlan): boolean {
    const state = this.open.get(row.id)?.state ?? row.state;
    return state !== "FAILED" && identity !== undefined && row.identity === identity;
  }

  async #sessionOf(row: SessionRow, plan: SessionPlan): Promise<Session> {
    return this.#openOf(row) ?? this.#restore(row, plan, () => plan.feed);
  }

  // An open session that another process took further is not what it was: it is read anew.
  #openOf(row: SessionRow): Session | undefined {
    const open = this.open.get(row.id);
    return this.#store === undefined || open?.core.isCurrent(row) ? open : undefined;
  }

  async #restore(row: SessionRow, plan: SessionPlan | undefined, feed: SessionCore["parts"]["feed"]): Promise<Session> {
    const store = this.#store as Store;
    const { id, name, initialCapital, cursor, fingerprint = "" } = row;
    const config = row.config as SessionConfig;
    const stored = await store.restore(id);
    const status = await this.#statusOf(row);
    const core = new SessionCore({
      id,
      name,
      config,
      status,
      initialCapital,
      calendar: calendarOf(config.calendar.spec as CalendarSpec, config.calendar.timezone),
      benchmark: stored.benchmark && { name: config.benchmark ?? "benchmark", series: stored.benchmark },
      feed,
      kit: plan?.kit,
      store,
      stored: { content: contentOfStored(stored, cursor), fingerprint },
    });
    // One that was only read may be asked for again, to go on; one that runs elsewhere, to see how far it is.
    return plan === undefined || status.state === "RUNNING" ? new Session(core) : this.#keep(core);
  }

  #keep(core: SessionCore): Session {
    const session = new Session(core);
    this.open.set(core.id, session);
    return session;
  }

  // A session that is RUNNING in no process any more was left by one that died: it is PAUSED where it was committed.
  async #statusOf(row: SessionRow): Promise<SessionStatus> {
    const { state, startedAt, endedAt } = row;
    const endReason = row.endReason as SessionStatus["endReason"];
    const status: SessionStatus = { state, endReason, startedAt, endedAt, error: errorOfData(row.error) };
    if (state !== "RUNNING") return status;
    if (this.#store?.writable === false) return status;
    const release = await this.#store?.acquire(row.id);
    if (release === undefined) return status;
    await release();
    return { ...status, state: "PAUSED" };
  }

  async #known(idOrName: number | string): Promise<SessionRow> {
    if (typeof idOrName !== "string" && !Number.isInteger(idOrName)) {
      throw expected("session", "the name or number of a session", idOrName);
    }
    const row = await this.#rows.session(idOrName);
    if (row !== undefined) return row;
    const names = (await this.#rows.sessions()).map(({ name }) => name);
    const near = typeof idOrName === "string" ? didYouMean(idOrName, names) : "";
    const known = names.length === 0 ? " The lab has none" : ` It has ${listText(names)}`;
    throw new PaperLabError("UNKNOWN_SESSION", `Unknown session ${shown(idOrName)}.${near || known}`);
  }
}

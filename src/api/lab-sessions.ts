import { didYouMean, expected, shown } from "../core/checks";
import { PaperLabError } from "../errors";
import { listText } from "../output/short-text";
import { rulesNumberOf } from "../run/rules";
import type { RunMaterial } from "../run/run";
import { initialCapitalOf } from "../run/terms";
import type { SessionConfig } from "../session/config";
import { SessionCore } from "../session/core";
import { type SessionStatus, sessionDeleted, sessionInUse } from "../session/life/state";
import type { SessionPlan } from "../session/plan";
import { contentOfStored } from "../session/stored/content";
import { errorOfData } from "../session/stored/error";
import { barsToKeep, keptBars } from "../session/stored/feed";
import {
  canGoOn,
  checkFingerprint,
  type ReopenOptions,
  reopenedFeed,
  reopenedMaterial,
} from "../session/stored/reopen";
import type { SessionOptions } from "../session/terms/options";
import type { SessionRow, Store } from "../store/store";
import { type ListedSession, listedSession } from "../views/lab/session-list";
import { memoryRows, type SessionRows } from "./memory-rows";
import { OpenSessions } from "./open-sessions";
import { Session } from "./session";

/** Where a session goes: its name, or the row of the one that it is; and why those it could be taken for are others. */
interface Place {
  readonly place: string | SessionRow | undefined;
  readonly passed: readonly string[];
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
    const { place, passed } = await this.#placeFor(plan, options);
    const session =
      typeof place === "object" ? await this.#sessionOf(place, plan) : await this.#insert(plan, options, place);
    for (const note of passed) session.core.note(note);
    return session;
  }

  async #insert(plan: SessionPlan, options: SessionOptions<never>, place: string | undefined): Promise<Session> {
    const { config, benchmark, feed, material } = plan;
    const { notes, tags } = options;
    const initialCapital = initialCapitalOf(config);
    // One without a name is never taken for another.
    const identity = place === undefined ? undefined : plan.identity().hash;
    const created = { state: "CREATED" as const, config, initialCapital, cursor: 0, createdAt: Date.now() };
    const row = { ...created, name: place, identity, notes, tags };
    const { id, name } = await this.#rows.insertSession(row, barsToKeep(feed));
    if (benchmark !== undefined) await this.#store?.commit(id, { benchmark: benchmark.series });
    const status: SessionStatus = { state: "CREATED" };
    const parts = { id, name, config, status, initialCapital, benchmark, feed: () => feed, material };
    return this.#keep(new SessionCore({ ...parts, store: this.#store }));
  }

  /** Opens a session, to be read or, with its strategy, to go on. Throws UNKNOWN_SESSION. */
  async reopen(idOrName: number | string, options: ReopenOptions): Promise<Session> {
    const row = await this.#known(idOrName);
    const open = this.#openOf(row);
    if (open !== undefined) return open;
    const kept = this.#store && (await keptBars(this.#store, row.config as SessionConfig));
    const feed = reopenedFeed(row, options, kept);
    return this.#restore(row, reopenedMaterial(row, options, feed), feed);
  }

  /** Deletes a session. Throws UNKNOWN_SESSION, INVALID_STATE while it runs here, SESSION_IN_USE while it does elsewhere. */
  async delete(idOrName: number | string): Promise<void> {
    const { id, name } = await this.#known(idOrName);
    const open = this.open.get(id);
    if (open?.state === "RUNNING") {
      throw new PaperLabError("INVALID_STATE", `Session "${name}" is RUNNING and cannot be deleted. Stop it first`);
    }
    await open?.core.releaseLock();
    const release = await this.#store?.acquire(id);
    if (this.#store !== undefined && release === undefined) throw sessionInUse(name);
    try {
      await this.#rows.deleteSession(id);
    } finally {
      await release?.();
    }
    open?.core.endUse(sessionDeleted(name));
    this.open.delete(id);
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
      await store.insertSession(row, core && barsToKeep(core.parts.feed()));
      await core?.copyTo(store);
    }
  }

  /** Pauses what runs and writes it; nothing can be set off afterwards. */
  async close(reason: PaperLabError): Promise<void> {
    const cores = this.open.values().map(({ core }) => core);
    for (const core of cores) core.endUse(reason);
    // What ends a session while it is paused is told to whoever runs it.
    await Promise.allSettled(cores.map((core) => core.pauseNow()));
    await Promise.all(cores.map((core) => core.releaseLock()));
  }

  async #placeFor(plan: SessionPlan, options: SessionOptions<never>): Promise<Place> {
    const { name, ifExists = "reuse" } = options;
    const passed: string[] = [];
    if (name === undefined) return { place: undefined, passed };
    for (let count = 1; ; count++) {
      const candidate = count === 1 ? name : `${name} #${count}`;
      const row = await this.#rows.session(candidate);
      if (row === undefined) return { place: candidate, passed };
      if (ifExists === "error")
        throw new PaperLabError("SESSION_EXISTS", `Session "${name}" exists. Choose another name or ifExists`);
      if (ifExists === "replace") {
        await this.delete(row.id);
        return { place: name, passed };
      }
      if (ifExists === "new") continue;
      if (this.#isSame(row, plan)) return { place: row, passed };
      const why = whyAnother(row, plan);
      if (why !== undefined) passed.push(why);
    }
  }

  // One that failed is not used again: it could only fail once more.
  #isSame(row: SessionRow, plan: SessionPlan): boolean {
    const state = this.open.get(row.id)?.state ?? row.state;
    const rules = rulesNumberOf(plan.config);
    const haveSameRules = rulesNumberOf(row.config as SessionConfig) === rules;
    return state !== "FAILED" && haveSameRules && plan.identity().isSame(row.identity, rules);
  }

  async #sessionOf(row: SessionRow, plan: SessionPlan): Promise<Session> {
    return this.#openOf(row) ?? this.#restore(row, plan.material, () => plan.feed);
  }

  // An open session that another process took further is not what it was: it is read anew.
  #openOf(row: SessionRow): Session | undefined {
    const open = this.open.get(row.id);
    return this.#store === undefined || open?.core.isCurrent(row) ? open : undefined;
  }

  async #restore(
    row: SessionRow,
    material: RunMaterial | undefined,
    feed: SessionCore["parts"]["feed"],
  ): Promise<Session> {
    if (material !== undefined && canGoOn(row)) checkFingerprint(row);
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
      benchmark: stored.benchmark && { name: config.benchmark ?? "benchmark", series: stored.benchmark },
      feed,
      material,
      store,
      stored: { content: contentOfStored(stored, cursor), fingerprint },
    });
    // One that was only read may be asked for again, to go on; one that runs elsewhere, to see how far it is.
    return material === undefined || status.state === "RUNNING" ? new Session(core) : this.#keep(core);
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

// Why a stored session that was made of the same is another one, `undefined` where it was not made of the same.
function whyAnother({ name, config, identity }: SessionRow, plan: SessionPlan): string | undefined {
  const was = rulesNumberOf(config as SessionConfig);
  const now = rulesNumberOf(plan.config);
  if (was !== now && [was, now].some((rules) => plan.identity().isSame(identity, rules))) {
    return `Session "${name}" was made under other rules and stays as it is, so this is a new one (rules: ${now}, was ${was})`;
  }
  const { untold } = plan.identity();
  if (untold.length === 0 || JSON.stringify(config) !== JSON.stringify(plan.config)) return undefined;
  return `Session "${name}" may be the same, but that cannot be told, since ${untold.join(" and ")}. So this is a new one`;
}

import { type CalendarSpec, calendarOf } from "../core/calendar";
import { checkKeys, didYouMean, expected } from "../core/checks";
import { PaperLabError } from "../errors";
import type { FeedSource } from "../feeds/feed";
import { cardDisplay } from "../output/cards";
import type { DataFrame } from "../output/danfo";
import { displayable } from "../output/display";
import { formatValue } from "../output/formats";
import { frameOf } from "../output/frames";
import type { SessionRow, Store } from "../store/store";
import type { AnyStrategy, Params, Strategy } from "../strategy/strategy";
import { Comparison } from "./comparison";
import { checkFeed, type Feed } from "./feed";
import { frameOfRows } from "./frames";
import { queryMemory } from "./memory-query";
import { Session } from "./session";
import type { SessionConfig } from "./session-config";
import { SessionCore } from "./session-core";
import {
  type ListedSession,
  listedSession,
  type SessionListOptions,
  selected,
  sessionListColumns,
} from "./session-list";
import type { SessionOptions } from "./session-options";
import { planSession, type SessionPlan } from "./session-plan";
import type { SessionStatus } from "./session-state";
import { contentOfStored } from "./stored-content";
import { storedFeed } from "./stored-feed";
import { storedOptions } from "./stored-options";

/** How a session is reopened: with what it needs to go on or to draw its prices. */
export interface ReopenOptions {
  /** The strategy, for a session that is to go on. */
  readonly strategy?: AnyStrategy;
  /** The feed, where it cannot be made again from its files. */
  readonly feed?: Feed;
}

/** What a lab knows of a session of a name. */
type Known = Pick<SessionRow, "id" | "name" | "state" | "identity">;

/** One SQLite file and the sessions in it. Made by `openLab`. It prints what it holds. */
export class Lab {
  /** The path of its file, or `":memory:"`. */
  readonly path: string;
  readonly #store: Store | undefined;
  readonly #live = new Map<number, Session>();
  #sessions = 0;
  #closed = false;

  /** @internal */
  constructor(path: string, store: Store | undefined) {
    this.path = path;
    this.#store = store;
  }

  /**
   * Makes a session of one strategy on one feed, CREATED and stored. With a name that the lab has already, `ifExists`
   * decides. Throws what is wrong with feed, strategy or options before anything is stored.
   */
  async createSession<P extends Params, S>(
    feed: Feed,
    strategy: Strategy<P, S>,
    options: SessionOptions<P> = {},
  ): Promise<Session> {
    this.#checkOpen();
    const plan = planSession(checkFeed(feed).source, strategy as AnyStrategy, options as SessionOptions<never>);
    const known = await this.#takeName(plan, options as SessionOptions<never>);
    if ("state" in known) return this.#reopen(known, plan);
    return this.#insert(plan, known.name, options as SessionOptions<never>);
  }

  /** `createSession`, then `run`: returns the session once it has ended. */
  async run<P extends Params, S>(
    feed: Feed,
    strategy: Strategy<P, S>,
    options: SessionOptions<P> = {},
  ): Promise<Session> {
    const session = await this.createSession(feed, strategy, options);
    return session.run();
  }

  /**
   * Returns a session of this lab, also one of another process. One that has not ended goes on when its strategy is given.
   * Throws UNKNOWN_SESSION, naming the near match.
   */
  async session(idOrName: number | string, options: ReopenOptions = {}): Promise<Session> {
    this.#checkOpen();
    checkKeys("lab.session", options, ["strategy", "feed"]);
    const known = await this.#known(idOrName);
    const live = this.#live.get(known.id);
    if (live !== undefined) return live;
    const row = (await this.#store?.session(known.id)) as SessionRow;
    const config = row.config as SessionConfig;
    let source: FeedSource | undefined;
    const feed = () => {
      source ??= storedFeed(row.name, config.feed, options.feed?.source);
      return source;
    };
    const { strategy } = options;
    return this.#restored(row, feed, strategy && planSession(feed(), strategy, storedOptions(config)));
  }

  /** Returns one row a session, in the order they were made. */
  async sessions(options: SessionListOptions = {}): Promise<DataFrame> {
    this.#checkOpen();
    const listed = await this.#listed();
    return frameOfRows(selected(listed, options), sessionListColumns, { daily: false, calendar: calendarOf("always") });
  }

  /** Puts two or more sessions side by side. Throws UNKNOWN_SESSION, INVALID_OPTION. */
  async compare(sessions: readonly (Session | string | number)[]): Promise<Comparison> {
    this.#checkOpen();
    if (!Array.isArray(sessions)) throw expected("sessions", "an array of sessions or names", sessions);
    const found = [];
    for (const one of sessions) found.push(one instanceof Session ? one : await this.session(one));
    return new Comparison(found);
  }

  /**
   * Runs one reading SQL statement over the tables `paper_sessions`, `paper_trades`, `paper_snapshots`,
   * `paper_session_metrics`, ... Throws INVALID_QUERY.
   */
  async query(sql: string, params: readonly unknown[] | Readonly<Record<string, unknown>> = []): Promise<DataFrame> {
    this.#checkOpen();
    const table = this.#store
      ? await this.#store.query(sql, params)
      : await queryMemory(this.#live.values(), sql, params);
    return frameOf(table);
  }

  /** Deletes a session and everything of it. Throws UNKNOWN_SESSION, and INVALID_STATE while it runs. */
  async deleteSession(idOrName: number | string): Promise<void> {
    this.#checkOpen();
    const { id, name } = await this.#known(idOrName);
    const live = this.#live.get(id);
    if (live?.state === "RUNNING") {
      throw new PaperLabError("INVALID_STATE", `Session "${name}" is RUNNING and cannot be deleted. Stop it first`);
    }
    await live?.core.close();
    await this.#whileMine(id, name, async () => {
      await this.#store?.deleteSession(id);
    });
    this.#live.delete(id);
  }

  /** Pauses what runs, writes it, and closes the file. Safe to call again. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    for (const session of this.#live.values()) await session.core.close();
    await this.#store?.close();
  }

  /** Returns how it prints itself. @internal */
  card() {
    const states = new Map<string, number>();
    for (const { state } of this.#live.values()) states.set(state, (states.get(state) ?? 0) + 1);
    const opened = Array.from(states, ([state, count]) => `${formatValue(count, "count")} ${state}`).join(", ");
    const pairs = [["Sessions opened here", opened || "none"]] as const;
    return cardDisplay({ title: `Lab ${this.path}`, note: this.#closed ? "closed" : undefined, pairs });
  }

  // Finds out whether a name is free, or whose it is.
  async #takeName(
    plan: SessionPlan,
    options: SessionOptions<never>,
  ): Promise<Known | { readonly name: string | undefined }> {
    const { name, ifExists = "reuse" } = options;
    if (name === undefined) return { name };
    for (let count = 1; ; count++) {
      const candidate = count === 1 ? name : `${name} #${count}`;
      const known = await this.#find(candidate);
      if (known === undefined) return { name: candidate };
      if (ifExists === "error")
        throw new PaperLabError("SESSION_EXISTS", `Session "${name}" exists. Choose another name or ifExists`);
      if (ifExists === "replace") await this.deleteSession(known.id);
      if (ifExists === "replace") return { name };
      if (ifExists === "reuse" && isSame(known, plan)) return known;
    }
  }

  async #insert(plan: SessionPlan, name: string | undefined, options: SessionOptions<never>): Promise<Session> {
    const { config, identity, initialCapital, benchmark } = plan;
    const { notes, tags } = options;
    const created = { state: "CREATED" as const, config, initialCapital, cursor: 0, createdAt: Date.now() };
    const row = { ...created, ...definedOf({ name, identity, notes, tags }) };
    const { id, name: given } = await this.#stored(row);
    if (benchmark !== undefined) await this.#store?.commit(id, { benchmark: benchmark.series });
    return this.#keep({ id, name: given, plan, status: { state: "CREATED" } });
  }

  async #stored(row: Omit<SessionRow, "id" | "name"> & { name?: string }): Promise<{ id: number; name: string }> {
    if (this.#store !== undefined) return this.#store.insertSession(row);
    const id = ++this.#sessions;
    return { id, name: row.name ?? (await this.#freeName(id)) };
  }

  async #freeName(id: number): Promise<string> {
    for (let count = 1; ; count++) {
      const name = count === 1 ? `session-${id}` : `session-${id} #${count}`;
      if ((await this.#find(name)) === undefined) return name;
    }
  }

  async #reopen(known: Known, plan: SessionPlan): Promise<Session> {
    const live = this.#live.get(known.id);
    if (live !== undefined) return live;
    const row = (await this.#store?.session(known.id)) as SessionRow;
    return this.#restored(row, () => plan.feed, plan);
  }

  async #restored(row: SessionRow, feed: () => FeedSource, plan: SessionPlan | undefined): Promise<Session> {
    const store = this.#store as Store;
    const stored = await store.restore(row.id);
    const config = row.config as SessionConfig;
    const calendar = calendarOf(config.calendar.spec as CalendarSpec, config.calendar.timezone);
    const series = stored.benchmark;
    const core = new SessionCore({
      id: row.id,
      name: row.name,
      config,
      identity: row.identity,
      status: await this.#statusOf(row),
      initialCapital: row.initialCapital,
      calendar,
      benchmark: series && { name: config.benchmark ?? "benchmark", series },
      feed,
      kit: plan?.kit,
      store,
      stored: { content: contentOfStored(stored, row.cursor), fingerprint: row.fingerprint ?? "", steps: row.cursor },
    });
    const session = new Session(core);
    // One that was only read may be asked for again, to go on.
    if (plan !== undefined) this.#live.set(row.id, session);
    return session;
  }

  // A session that is RUNNING in no process any more was left by one that died: it is PAUSED where it was committed.
  async #statusOf(row: SessionRow): Promise<SessionStatus> {
    const { startedAt, endedAt, error } = row;
    const endReason = row.endReason as SessionStatus["endReason"];
    const status: SessionStatus = { state: row.state, endReason, startedAt, endedAt, error: errorOf(error) };
    if (row.state !== "RUNNING") return status;
    const release = await this.#store?.acquire(row.id);
    if (release === undefined) return status;
    await release();
    return { ...status, state: row.cursor === 0 ? "CREATED" : "PAUSED" };
  }

  #keep(parts: { id: number; name: string; plan: SessionPlan; status: SessionStatus }): Session {
    const { id, name, plan, status } = parts;
    const { config, identity, initialCapital, calendar, benchmark, feed, kit } = plan;
    const store = this.#store;
    const core = new SessionCore({
      id,
      name,
      config,
      identity,
      status,
      initialCapital,
      calendar,
      benchmark,
      feed: () => feed,
      kit,
      store,
    });
    const session = new Session(core);
    this.#live.set(id, session);
    return session;
  }

  async #find(idOrName: number | string): Promise<Known | undefined> {
    for (const { id, name, state, core } of this.#live.values()) {
      if (id === idOrName || name === idOrName) return { id, name, state, identity: core.parts.identity };
    }
    return this.#store?.session(idOrName);
  }

  async #known(idOrName: number | string): Promise<Known> {
    const known = await this.#find(idOrName);
    if (known !== undefined) return known;
    const names = (await this.#listed()).map(({ name }) => name);
    const near = typeof idOrName === "string" ? didYouMean(idOrName, names) : "";
    throw new PaperLabError(
      "UNKNOWN_SESSION",
      `Unknown session ${JSON.stringify(idOrName)}.${near || ` It has ${names.slice(0, 8).join(", ") || "none"}`}`,
    );
  }

  async #listed(): Promise<ListedSession[]> {
    if (this.#store === undefined) return Array.from(this.#live.values(), listedSession);
    const rows = await this.#store.sessions();
    const metrics = await this.#store.metrics();
    return rows.map((row) => listedSession(this.#live.get(row.id) ?? { row, metrics: metrics.get(row.id) ?? {} }));
  }

  async #whileMine(id: number, name: string, work: () => Promise<void>): Promise<void> {
    if (this.#store === undefined) return work();
    const release = await this.#store.acquire(id);
    if (release === undefined) {
      throw new PaperLabError(
        "SESSION_IN_USE",
        `Session "${name}" is run by another process or lab. Stop it there first`,
      );
    }
    try {
      await work();
    } finally {
      await release();
    }
  }

  #checkOpen(): void {
    if (this.#closed) throw new PaperLabError("LAB_CLOSED", `Lab ${this.path} is closed. Open it again with openLab`);
  }
}

displayable(Lab.prototype, (lab: Lab) => lab.card());

/**
 * Opens a lab: one SQLite file, made when it is not there; `":memory:"` keeps objects only, for a throw-away. Throws
 * STORE_CORRUPT, STORE_NEWER, STORE_READ_ONLY, STORE_LOCKED, STORE_FAILED.
 */
export async function openLab(path = "paperlab.db"): Promise<Lab> {
  if (typeof path !== "string" || path === "") throw expected("path", 'a file path or ":memory:"', path);
  if (path === ":memory:") return new Lab(path, undefined);
  const { openStore } = await import("../store/store");
  return new Lab(path, await openStore(path));
}

// One that failed is not used again: it could only fail once more.
function isSame(known: Known, plan: SessionPlan): boolean {
  return known.state !== "FAILED" && known.identity !== undefined && known.identity === plan.identity;
}

function errorOf(stored: unknown): Error | undefined {
  if (typeof stored !== "object" || stored === null) return undefined;
  const { name, message, stack, code } = stored as Record<string, string>;
  const error = code === undefined ? new Error(message) : new PaperLabError(code as PaperLabError["code"], message);
  return Object.assign(error, { ...(stack !== undefined && { stack }), ...(code === undefined && { name }) });
}

function definedOf<Values extends object>(values: Values): Partial<Values> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Partial<Values>;
}

import { didYouMean, expected, shown } from "../core/checks";
import { listText } from "../core/short-text";
import { PaperLabError } from "../errors";
import { barsOfMemory, isOfLive } from "../feeds/kept";
import { haveSameBars } from "../feeds/remake";
import { isLive } from "../feeds/source/live-source";
import { type FeedSource, placedAs } from "../feeds/source/source";
import { rulesNumberOf } from "../run/rules";
import type { RunMaterial } from "../run/run";
import { initialCapitalOf } from "../run/terms";
import type {
  ListedRow,
  ListingWish,
  SessionLabels,
  SessionName,
  SessionRow,
  SessionState,
  Store,
} from "../store/store";
import { SessionCore } from "./core";
import { changedBy, tellWhatOthersLeft } from "./left-by-others";
import { aboutHand, aboutLabels, distinctTags, listedSessions } from "./listed";
import { isAllRead } from "./models/unread";
import { broughtToRest, OpenSessions } from "./open-sessions";
import type { SessionOptions } from "./options/options";
import type { SessionConfig } from "./plan/config";
import { stateOf } from "./plan/identity";
import { checkedNew, type PreparedSession } from "./plan/plan";
import type { StrategyState } from "./plan/strategy-state";
import { arrivalsOf, noArrivals } from "./record/arrivals";
import { errorOfData } from "./record/error-data";
import { note, type SessionRecord } from "./record/record";
import { hasEnded, type SessionStatus, sessionDeleted, sessionInUse } from "./record/status";
import { contentOfStored } from "./record/stored-content";
import { hasOtherModels, isVacant, nearest, type Slot, whatToSay } from "./slot";
import { keptBars } from "./stored/feed";
import {
  canGoOn,
  checkFingerprint,
  materialAgain,
  type ReopenOptions,
  reopenedFeed,
  reopenedMaterial,
} from "./stored/reopen";
import { type AlreadyRead, readTogether } from "./stored/together";
import { UnfinishedMetrics } from "./unfinished";

export type {
  KeptTrial,
  ListedPart,
  ListedRow,
  ListingWish,
  Overview,
  OverviewWish,
  SessionAtAGlance,
  SessionName,
} from "../store/store";

/** The sessions of one lab: their rows, and those that are open in this process. Calls must not overlap. */
export class LabSessions {
  /** Those that are open here and can run, by id. */
  readonly open: OpenSessions;
  /**
   * The name and state of every session by its id, in the order they were made. They are as in the file when it was
   * opened. Sessions made or opened here are kept up to date.
   */
  readonly names: ReadonlyMap<number, SessionName>;
  readonly unfinished: UnfinishedMetrics;
  readonly #names: Map<number, SessionName>;
  readonly #store: Store;

  /** `names`: those of the sessions that the store holds. */
  constructor(store: Store, names = new Map<number, SessionName>()) {
    this.#store = store;
    this.names = this.#names = new Map(names);
    this.open = new OpenSessions(store.keepsObjects);
    this.unfinished = new UnfinishedMetrics(store);
  }

  /** Makes a session, or finds the one that is the same. Throws SESSION_EXISTS if `ifExists` says so. */
  async create(plan: PreparedSession, options: SessionOptions<never>): Promise<SessionCore> {
    const slot = await this.#slotFor(plan, options);
    try {
      const session = await (slot.same === undefined
        ? this.#insert(plan, options, slot)
        : this.#sessionOf(slot.same, plan));
      session.nextPace = options.pace ?? "max";
      const said = [
        ...whatToSay(slot, plan, changedBy(slot.passed && this.open.get(slot.passed.id))),
        ...aboutHand(session),
      ];
      for (const text of [...said, ...aboutLabels(session, options)]) note(session.record, text);
      if (slot.same === undefined) tellWhatOthersLeft(session, this.open.values());
      return session;
    } catch (error) {
      // Another process took the name in the meantime. Now the store knows whose it is.
      const isTaken = error instanceof PaperLabError && error.code === "SESSION_EXISTS";
      if (!isTaken || options.ifExists === "error") throw error;
      return this.create(plan, options);
    }
  }

  async #insert(plan: PreparedSession, options: SessionOptions<never>, slot: Slot): Promise<SessionCore> {
    const { config, benchmark, feed, material } = checkedNew(plan);
    const { notes } = options;
    const tags = options.tags && distinctTags(options.tags);
    const { replaced } = slot;
    const initialCapital = initialCapitalOf(config);
    const identity = plan.identity?.hash;
    const created = { state: "CREATED" as const, config, initialCapital, cursor: 0, createdAt: Date.now() };
    const row = { ...created, name: slot.name, identity, notes, tags };
    const labels = { notes, tags: tags ?? [] };
    const replaces = replaced && { id: replaced.id, unlessBegun: slot.isVacant === true };
    const beside = { bars: barsOfMemory(feed), benchmark: benchmark?.series, replaces };
    const insert = () => this.#store.insertSession(row, beside);
    // One that runs here is paused first, so that its cell can be run again. If it stays after all, it can go on.
    if (replaced !== undefined) await this.open.get(replaced.id)?.pauseNow();
    const { id, name } = await (replaced === undefined ? insert() : this.#remove(replaced, insert));
    const status: SessionStatus = { state: "CREATED" };
    const arrived = isLive(feed) ? noArrivals() : undefined;
    const { createdAt } = created;
    const known = { id, name, createdAt, labels, config, status, initialCapital, benchmark, arrived, feed: () => feed };
    const record = { ...known, store: this.#store, stored: undefined, strategyState: plan.state, warnings: [] };
    return this.#keep(new SessionCore(record, material));
  }

  /** Opens a session, to read it or, with its strategy, to go on. Throws UNKNOWN_SESSION. */
  async reopen(idOrName: number | string, options: ReopenOptions): Promise<SessionCore> {
    return this.#reopenRow(await this.#known(idOrName), options);
  }

  /**
   * Opens some sessions to read them, with what metrics are computed from, all together. That takes a fraction of opening one
   * after the other. Throws UNKNOWN_SESSION.
   */
  async reopenAll(idsOrNames: readonly (number | string)[]): Promise<SessionCore[]> {
    const found = await this.#store.sessionsOf(idsOrNames);
    const rows: SessionRow[] = [];
    for (const [at, row] of found.entries()) rows.push(row ?? (await this.#known(idsOrNames[at])));
    const read = await readTogether(
      this.#store,
      rows.filter((row) => hasEnded(row.state) && this.open.current(row) === undefined),
    );
    const cores = new Map<number, SessionCore>();
    for (const row of rows) if (!cores.has(row.id)) cores.set(row.id, await this.#reopenRow(row, {}, read(row.id)));
    return rows.map(({ id }) => cores.get(id) as SessionCore);
  }

  async #reopenRow(row: SessionRow, options: ReopenOptions, read: AlreadyRead = {}): Promise<SessionCore> {
    const open = this.open.current(row);
    const { strategy, feed: given, ...models } = options;
    if (open !== undefined && (strategy === undefined || !open.canBeGivenAgain))
      return renewed(open, row, given?.source);
    const kept = await keptBars(this.#store, row.config as SessionConfig, read.bars);
    const feed = open !== undefined && given === undefined ? open.record.feed : reopenedFeed(row, options, kept);
    const material = reopenedMaterial(row, options, feed);
    const state = material && strategy && stateOf(strategy, models as SessionOptions<never>);
    const again = () => materialAgain(row, options, feed);
    if (open === undefined) return this.#restore(row, material, feed, { strategyState: state, again, ...read });
    if (material !== undefined && state !== undefined) await open.giveAgain({ material, state }, again);
    return renewed(open, row, given?.source);
  }

  /** Reads what metrics of sessions are computed from all together, which takes a fraction of reading it one by one. */
  async readAhead(sessions: readonly SessionCore[]): Promise<void> {
    const own = sessions.filter(({ record }) => record.store === this.#store);
    // What cannot be read now is read when somebody looks at it, who then learns why it cannot be.
    await this.#store.readAhead(own.map(({ id }) => id)).catch(() => undefined);
  }

  /**
   * Deletes a session. Throws UNKNOWN_SESSION, INVALID_STATE while it runs here, SESSION_IN_USE while it runs
   * elsewhere.
   */
  async delete(idOrName: number | string): Promise<void> {
    const row = await this.#known(idOrName);
    await this.#remove(row, () => this.#store.deleteSession(row.id));
  }

  /** Deletes some sessions, or none if one of them runs here. Throws as `delete` does. */
  async deleteAll(ids: readonly number[]): Promise<void> {
    for (const id of ids) checkNotRunning(this.open.get(id));
    for (const id of ids) await this.delete(id);
  }

  async #remove<Result>({ id, name }: SessionRow, remove: () => Promise<Result>): Promise<Result> {
    const open = this.open.get(id);
    checkNotRunning(open);
    await open?.releaseLock();
    const release = await this.#store.acquire(id);
    if (release === undefined) throw sessionInUse(name);
    try {
      const result = await remove();
      open?.endUse(sessionDeleted(name));
      this.open.delete(id);
      this.#names.delete(id);
      return result;
    } finally {
      await release();
    }
  }

  /**
   * Returns sessions in the order they were made: the session itself if it is open here and has not ended, or is kept
   * nowhere else; otherwise what is stored.
   */
  async list(wish?: ListingWish): Promise<(SessionCore | ListedRow)[]> {
    return listedSessions(this.#store, this.open, wish, (row) => this.#stateOf(row), this.unfinished);
  }

  /** Changes the labels of a session. Throws UNKNOWN_SESSION, and SESSION_EXISTS for a name that is taken. */
  async relabel(idOrName: number | string, labels: SessionLabels): Promise<void> {
    const row = await this.#known(idOrName);
    const open = this.open.get(row.id);
    await (open === undefined ? this.#store.relabel(row.id, labels) : open.relabel(labels));
    const known = this.#names.get(row.id);
    if (labels.name === undefined || known === undefined) return;
    this.#names.set(row.id, Object.defineProperty(known, "name", { value: labels.name, enumerable: true }));
  }

  /**
   * Brings the names and states of sessions up to date with the file, which other processes write too. A session that
   * one of them took further is no longer open here.
   */
  async refresh(): Promise<void> {
    const stored = await this.#store.names();
    for (const id of this.#names.keys()) if (!stored.has(id)) this.#names.delete(id);
    for (const [id, name] of stored) {
      const open = this.open.get(id);
      if (open !== undefined && (open.isOurs || open.status.state === name.state)) continue;
      this.open.delete(id);
      this.#names.set(id, name);
    }
  }

  /**
   * Pauses and writes those of some sessions that run, writes what could not be written before, and lets other
   * processes have them. Rejects with why the store cannot take something.
   */
  async letGo(ids: Iterable<number>): Promise<void> {
    await broughtToRest(Array.from(ids, (id) => this.open.get(id)).filter((core) => core !== undefined));
  }

  /** Does `letGo` with all sessions. Nothing can run after that: `reason` is the error. */
  async close(reason: PaperLabError): Promise<void> {
    const cores = this.open.values();
    for (const core of cores) core.endUse(reason);
    await broughtToRest(cores);
  }

  async #slotFor(plan: PreparedSession, options: SessionOptions<never>): Promise<Slot> {
    const { name, ifExists = "reuse" } = options;
    if (name === undefined || plan.identity === undefined) return {};
    // Sessions that may be the same. With unreadable parts, nobody knows.
    const alike: SessionRow[] = [];
    const passed: SessionRow[] = [];
    let vacant: SessionRow | undefined;
    for (let count = 1; ; count++) {
      const candidate = count === 1 ? name : `${name} #${count}`;
      const row = await this.#store.session(candidate);
      if (row === undefined) {
        if (vacant !== undefined)
          return { name: vacant.name, replaced: vacant, isVacant: true, passed: nearest(passed, plan) };
        // The first of them is kept as it is. A second one, of the last run, is replaced.
        const last = !isAllRead(plan.identity.unread) && alike.length > 1 ? alike.at(-1) : undefined;
        return { name: last?.name ?? candidate, replaced: last, passed: last ?? nearest(passed, plan) };
      }
      if (ifExists === "error")
        throw new PaperLabError("SESSION_EXISTS", `Session "${name}" exists. Choose another name or ifExists`);
      if (ifExists === "replace") return { name, replaced: row };
      if (ifExists === "new") continue;
      const state = this.open.get(row.id)?.status.state ?? row.state;
      const isFree = isVacant(row, state);
      if (this.#isAlike(row, plan)) {
        // A failed session is not used again: it would only fail once more.
        const isSame = canGoOn({ state }) || (state === "COMPLETED" && isAllRead(plan.identity.unread));
        if (isSame) return { same: row, passed: nearest(passed, plan) };
        if (!isFree) alike.push(row);
      }
      if (isFree) vacant ??= row;
      else passed.push(row);
    }
  }

  // Whether a stored session may be that of a plan.
  #isAlike({ id, config, identity }: SessionRow, plan: PreparedSession): boolean {
    const rules = rulesNumberOf(plan.config);
    const stored = config as SessionConfig;
    if (rulesNumberOf(stored) !== rules || hasOtherModels(plan, stored)) return false;
    const session = this.open.get(id);
    const isRunning = session?.status.state === "RUNNING";
    const befores = session?.record.strategyState?.beforeRun(plan.state, stored.reach ?? {}, isRunning) ?? [];
    return plan.identity?.forms.some((form, at) => form.isSame(identity, rules, stored.feed, befores[at])) === true;
  }

  async #sessionOf(row: SessionRow, plan: PreparedSession): Promise<SessionCore> {
    const open = this.open.current(row);
    if (open === undefined)
      return this.#restore(placedNow(row, plan), plan.material, () => plan.feed, { strategyState: plan.state });
    await (open.canBeGivenAgain ? open.giveAgain(plan) : open.offer(plan));
    return renewed(open, row, plan.feed);
  }

  async #restore(
    row: SessionRow,
    material: RunMaterial | undefined,
    feed: SessionRecord["feed"],
    { strategyState, again, content }: AlreadyRead & Restoring,
  ): Promise<SessionCore> {
    if (material !== undefined && canGoOn(row)) checkFingerprint(row);
    const store = this.#store;
    const { id, name, initialCapital, createdAt, notes, tags = [], fingerprint = "" } = row;
    const config = row.config as SessionConfig;
    const stored = content ?? (await store.restore(id, hasEnded(row.state)));
    const status = await this.#statusOf(row);
    const record: SessionRecord = {
      id,
      name,
      createdAt,
      labels: { notes, tags },
      config,
      status,
      initialCapital,
      benchmark: stored.benchmark && { name: config.benchmark ?? "benchmark", series: stored.benchmark },
      feed,
      arrived: isOfLive(config.feed) ? arrivalsOf(stored) : undefined,
      store,
      stored: { content: contentOfStored(stored, row), fingerprint },
      strategyState,
      warnings: [],
    };
    const core = new SessionCore(record, material, again);
    // A session that was only read may be opened again to go on; one that runs elsewhere, to see how far it is.
    return material === undefined || status.state === "RUNNING" ? core : this.#keep(core);
  }

  #keep(core: SessionCore): SessionCore {
    this.open.set(core.id, core);
    const { name, status } = core;
    // Only the status, so that the contents of the session can be freed.
    this.#names.set(core.id, {
      name,
      get state() {
        return status.state;
      },
    });
    return core;
  }

  async #statusOf(row: SessionRow): Promise<SessionStatus> {
    const { startedAt, endedAt } = row;
    const endReason = row.endReason as SessionStatus["endReason"];
    return { state: await this.#stateOf(row), endReason, startedAt, endedAt, error: errorOfData(row.error) };
  }

  // A session that is RUNNING in no process was left by one that died. It is PAUSED at its last commit.
  async #stateOf({ id, state }: Pick<SessionRow, "id" | "state">): Promise<SessionState> {
    if (state !== "RUNNING" || !this.#store.writable) return state;
    const release = await this.#store.acquire(id);
    if (release === undefined) return state;
    await release();
    return "PAUSED";
  }

  async #known(idOrName: number | string): Promise<SessionRow> {
    if (typeof idOrName !== "string" && !Number.isInteger(idOrName)) {
      throw expected("session", "the name or number of a session", idOrName);
    }
    const row = await this.#store.session(idOrName);
    if (row !== undefined) return row;
    const names = (await this.#store.sessions()).map(({ name }) => name);
    const near = typeof idOrName === "string" ? didYouMean(idOrName, names) : "";
    const known = names.length === 0 ? " The lab has none" : ` It has ${listText(names)}`;
    throw new PaperLabError("UNKNOWN_SESSION", `Unknown session ${shown(idOrName)}.${near || known}`);
  }
}

/** What a session needs to go on. */
interface Restoring {
  readonly strategyState?: StrategyState;
  readonly again?: () => RunMaterial | undefined;
}

// A session that is open goes on with the live feed that was given last, if that is the same but for its source.
function renewed(open: SessionCore, row: SessionRow, feed: FeedSource | undefined): SessionCore {
  const recipe = (row.config as SessionConfig).feed;
  if (feed !== undefined && isLive(feed) && haveSameBars(feed.manifest, recipe)) open.renew(feed);
  return open;
}

function checkNotRunning(session: SessionCore | undefined): void {
  if (session?.status.state !== "RUNNING") return;
  throw new PaperLabError("INVALID_STATE", `Session "${session.name}" is RUNNING and cannot be deleted. Stop it first`);
}

// Its files may have been moved.
function placedNow(row: SessionRow, { config: { feed } }: PreparedSession): SessionRow {
  const config = row.config as SessionConfig;
  return { ...row, config: { ...config, feed: placedAs(config.feed, feed) } };
}

import { expected } from "../core/checks";
import { PaperLabError } from "../errors";
import { type FeedSource, withEnd } from "../feeds/source/source";
import { displayable } from "../notebook/display";
import type { DataFrame } from "../output/frames/danfo";
import { type Verification, type VerificationOptions, verificationOf } from "../session/again/verification";
import type { SessionCore } from "../session/core";
import type { ListedRow, ListingWish, Overview, OverviewWish } from "../session/lab-sessions";
import { isSignal } from "../session/life/waiting";
import { type LookAheadFinding, type LookAheadOptions, lookAheadOf } from "../session/look-ahead/check";
import { checkName, checkOptions } from "../session/options/checks";
import type { SessionOptions } from "../session/options/options";
import { checkEnds } from "../session/options/pace";
import { prepareSession } from "../session/plan/plan";
import { type RealismOptions, realismOf } from "../session/realism/ladder";
import { type ReopenOptions, reopenOptionKeys } from "../session/stored/reopen";
import { hasSignals } from "../strategy/define-signals";
import type { AnyStrategy, Params, Strategy } from "../strategy/strategy";
import type { SweepOptions } from "../sweep/plan/options";
import { prepareSweep } from "../sweep/plan/prepare";
import { threads } from "../sweep/threads/threads";
import { labCard } from "../views/lab/card";
import { rowOfOpen } from "../views/lab/listed";
import { queryFrame } from "../views/lab/query-frame";
import { sessionFrame } from "../views/lab/session-frame";
import {
  changeOfTags,
  checkedTest,
  type SessionListOptions,
  type SessionQuery,
  type SessionTest,
  sessionQuery,
} from "../views/lab/session-list";
import { sweepsFrame } from "../views/lab/sweeps";
import { trialFrame } from "../views/lab/trials";
import { lookAheadCard } from "../views/look-ahead-card";
import { sessionColumns } from "../views/session/tables";
import { verificationCard } from "../views/verification-card";
import { Comparison, type ComparisonOptions } from "./comparison";
import { checkFeed, Feed } from "./feed";
import { LabFile, openLabFile } from "./lab-file";
import { Realism } from "./realism";
import { Session, sessionOf } from "./session";
import { nameOfRun, Sweep } from "./sweep";

/** How a session is verified. What it needs to be run again is asked for only if another process stored it. */
export interface VerifyOptions extends ReopenOptions, VerificationOptions {}

/** One SQLite file and the sessions in it. `openLab` makes it. Prints what it holds. */
export class Lab {
  /** The path of its file, or `":memory:"`. */
  readonly path: string;
  readonly #file: LabFile;
  // The ids of the sessions that it made, or opened to go on.
  readonly #used = new Set<number>();
  #closing: Promise<void> | undefined;

  /** `file`: already counts this lab. @internal */
  constructor(path: string, file: LabFile) {
    this.path = path;
    this.#file = file;
  }

  /**
   * Makes a session of one strategy on one feed, CREATED and stored. If the lab already has the name, `ifExists`
   * decides. Anything wrong with the feed, strategy or options is thrown before anything is stored.
   */
  createSession<P extends Params, S>(
    feed: Feed<FeedSource>,
    strategy: Strategy<P, S>,
    options?: SessionOptions<P>,
  ): Promise<Session>;
  /** Does so with one of several strategies, whose params are not known. */
  createSession(feed: Feed<FeedSource>, strategy: AnyStrategy, options?: SessionOptions<never>): Promise<Session>;
  async createSession(
    feed: Feed<FeedSource>,
    strategy: AnyStrategy,
    options: SessionOptions<never> = {},
  ): Promise<Session> {
    const plan = prepareSession(checkFeed(feed).source, strategy, options);
    return sessionOf(await this.#turn(async () => this.#use(await this.#file.sessions.create(plan, options))));
  }

  /** Does `createSession`, then `run`. Returns the session once it has ended. */
  run<P extends Params, S>(
    feed: Feed<FeedSource>,
    strategy: Strategy<P, S>,
    options?: SessionOptions<P>,
  ): Promise<Session>;
  /** Does so with one of several strategies, whose params are not known. */
  run(feed: Feed<FeedSource>, strategy: AnyStrategy, options?: SessionOptions<never>): Promise<Session>;
  async run(feed: Feed<FeedSource>, strategy: AnyStrategy, options: SessionOptions<never> = {}): Promise<Session> {
    const { source } = checkFeed(feed);
    if (hasSignals(Object(strategy))) withEnd(source, "whole columns of signals");
    checkEnds("run()", options.pace ?? "max", source);
    const session = await this.createSession(feed, strategy, options);
    return session.run();
  }

  /**
   * Returns a session of this lab, even one of another process. A session that has not ended goes on if you give its
   * strategy. Throws UNKNOWN_SESSION, naming the nearest name.
   */
  async session(idOrName: number | string, options: ReopenOptions = {}): Promise<Session> {
    checkOptions("lab.session", options, reopenOptionKeys);
    if (options.feed !== undefined) checkFeed(options.feed);
    const core = await this.#turn(() => this.#file.sessions.reopen(idOrName, options));
    return sessionOf(options.strategy === undefined ? core : this.#use(core));
  }

  /**
   * Runs one strategy many times on one feed, with other params or options, or over other histories, in threads of this process or wherever
   * `on` says: `lab.sweep(feed, strategy, { name: "grid", grid: { fast: range(5, 14), slow: range(20, 65, 5) } })`. Every run is
   * the same as `run` with its params. Resolves once all is done. A sweep of the same name and plan goes on: what is done is not run
   * again, nor what failed, unless `retry` says so. Another plan of the name is `name #2`. Anything wrong is thrown before anything runs:
   * INVALID_OPTION, UNKNOWN_OPTION, CANNOT_TRAVEL, and what `createSession` throws. A run that fails costs itself alone; see
   * `errors()`. Throws INTERRUPTED, SWEEP_IN_USE.
   */
  sweep<P extends Params, S>(
    feed: Feed<FeedSource>,
    strategy: Strategy<P, S>,
    options: SweepOptions<P>,
  ): Promise<Sweep>;
  /** Does so with one of several strategies, whose params are not known. */
  sweep(feed: Feed<FeedSource>, strategy: AnyStrategy, options: SweepOptions<never>): Promise<Sweep>;
  /** Returns a sweep of this lab as it is stored, also one of another process, to look at it. Throws UNKNOWN_SWEEP, naming the nearest name. */
  sweep(name: string): Promise<Sweep>;
  async sweep(feedOrName: Feed<FeedSource> | string, strategy?: AnyStrategy, given: object = {}): Promise<Sweep> {
    const options = given as SweepOptions<never>;
    if (typeof feedOrName === "string") return new Sweep(await this.#turn(() => this.#file.sweeps.known(feedOrName)));
    this.#checkOpen();
    const { source } = checkFeed(feedOrName);
    const { on: executor = threads(), retry = false, signal } = options ?? {};
    executor?.begin?.();
    const prepared = prepareSweep(source, strategy as AnyStrategy, options);
    const record = await this.#turn(() => this.#file.sweeps.create(prepared, options.name));
    const session = async (run: number) => {
      const { feed, options: own } = prepared.sessionOf(record.points[run], run);
      return this.run(feed === source ? feedOrName : new Feed(feed), strategy as AnyStrategy, {
        ...own,
        name: nameOfRun(record, run),
      });
    };
    return new Sweep(record, { prepared, sweeps: this.#file.sweeps, executor, retry, session }).run({ signal });
  }

  /** Returns one row per sweep, in the order they were made: its state, and how many runs are done and failed. */
  async sweeps(): Promise<DataFrame> {
    return sweepsFrame(await this.#turn(() => this.#file.sweeps.list()));
  }

  /** Deletes a sweep and its results. What it tried stays in `trials()`. Throws UNKNOWN_SWEEP, and SWEEP_IN_USE while it runs. */
  async deleteSweep(name: string): Promise<void> {
    checkName(name);
    await this.#turn(() => this.#file.sweeps.delete(name));
  }

  /**
   * Returns one row per session, in the order they were made, with what tells them apart: params and options that differ,
   * tags, notes, metrics. `lab.sessions({ where: "sharpe > 1 and params.fast < 20", orderBy: "-sharpe" })` finds and ranks
   * them. Throws INVALID_OPTION, UNKNOWN_OPTION, INVALID_FORMULA, and UNKNOWN_COLUMN with the near match.
   */
  async sessions(options: SessionListOptions = {}): Promise<DataFrame> {
    const query = sessionQuery(options);
    const chosen = await this.#chosen(query);
    // What was found by a few metrics is shown with all.
    const ids = new Map(chosen.map(({ id }, place) => [id, place]));
    const whole = query.isWhole ? chosen : await this.#listed({ ids: [...ids.keys()] });
    const rows = whole.sort((a, b) => Number(ids.get(a.id)) - Number(ids.get(b.id)));
    return sessionFrame(rows, query.columns, query.asked, query.notes(rows));
  }

  /**
   * Returns the ledger of trials: one row per distinct combination of strategy, params and options that was run to its
   * end on some data, also if its session was deleted. Running it again is no new trial. Each has its Sharpe ratio of a
   * trading day, and the deflated one, which counts all that was tried on data that overlap.
   */
  async trials(): Promise<DataFrame> {
    return trialFrame(await this.#turn(() => this.#file.store.trials()));
  }

  /** Gives a session another name. Throws UNKNOWN_SESSION, and SESSION_EXISTS for a name that is taken. */
  async renameSession(idOrName: number | string, name: string): Promise<void> {
    checkName(name);
    await this.#turn(() => this.#file.sessions.relabel(idOrName, { name }));
  }

  /**
   * Adds tags to all sessions of a kind, and takes others away: `lab.tagSessions("sharpe < 0", { add: ["bad"] })`.
   * Returns the names of these sessions. Throws INVALID_OPTION for `{}` (`"true"` means all), and as `sessions` does.
   */
  async tagSessions(
    where: SessionTest,
    changes: { readonly add?: readonly string[]; readonly remove?: readonly string[] },
  ): Promise<string[]> {
    const changed = changeOfTags(changes);
    const chosen = await this.#chosen(sessionQuery({ where: checkedTest(where) }));
    await this.#turn(async () => {
      for (const { id, tags } of chosen) await this.#file.sessions.relabel(id, { tags: changed(tags) });
    });
    return chosen.map(({ name }) => name);
  }

  /**
   * Deletes all sessions of a kind and all their rows: `lab.deleteSessions('has(tags, "bad")')`. Returns their names. What
   * they tried stays in `trials()`. Throws INVALID_STATE, before it deletes any, if one of them runs here, INVALID_OPTION
   * for `{}` (`"true"` means all), and as `sessions` and `deleteSession` do.
   */
  async deleteSessions(where: SessionTest): Promise<string[]> {
    const chosen = await this.#chosen(sessionQuery({ where: checkedTest(where) }));
    await this.#turn(() => this.#file.sessions.deleteAll(chosen.map(({ id }) => id)));
    return chosen.map(({ name }) => name);
  }

  /**
   * Compares two or more sessions, on the window that they share: `lab.compare(["slow", "fast"], { rank: "sharpe -
   * abs(maxDrawdown)" })`. One that is given several times counts once. Throws UNKNOWN_SESSION, INVALID_OPTION, UNKNOWN_OPTION, NO_SHARED_WINDOW, and for a wrong rank
   * INVALID_FORMULA and UNKNOWN_COLUMN, with the near match.
   */
  async compare(
    sessions: readonly (Session | string | number)[],
    options: ComparisonOptions = {},
  ): Promise<Comparison> {
    this.#checkOpen();
    if (!Array.isArray(sessions)) throw expected("sessions", "an array of sessions or names", sessions);
    const named = sessions.filter((one) => !(one instanceof Session));
    const opened = await this.#turn(() => this.#file.sessions.reopenAll(named));
    const found = sessions.map((one) => (one instanceof Session ? one : sessionOf(opened.shift() as SessionCore)));
    await this.#turn(() => this.#file.sessions.readAhead(found.map(({ core }) => core)));
    return new Comparison(found, options);
  }

  /**
   * Tells whether a strategy uses what it cannot know: runs it twice on a feed, and then up to each of some times on a
   * feed whose bars after that time are drawn anew. Every decision up to that time must be the same: orders, cancels,
   * refusals, fills, records, logs. `strategy` may be a function that makes the strategy from the feed it is given, for
   * one that computes something from the whole feed first. Nothing is stored. What it says is printed by it; what it
   * cannot tell is in `cannotTell`. Throws INVALID_OPTION for a feed without an end or with fewer than 10 steps, and what
   * `createSession` and the strategy throw.
   */
  checkLookAhead<P extends Params, S>(
    feed: Feed<FeedSource>,
    strategy: Strategy<P, S> | ((feed: Feed<FeedSource>) => Strategy<P, S>),
    options?: LookAheadOptions<P>,
  ): Promise<LookAheadFinding>;
  /** Does so with one of several strategies, whose params are not known. */
  checkLookAhead(
    feed: Feed<FeedSource>,
    strategy: AnyStrategy | ((feed: Feed<FeedSource>) => AnyStrategy),
    options?: LookAheadOptions<never>,
  ): Promise<LookAheadFinding>;
  async checkLookAhead(
    feed: Feed<FeedSource>,
    strategy: AnyStrategy | ((feed: Feed<FeedSource>) => AnyStrategy),
    options: LookAheadOptions<never> = {},
  ): Promise<LookAheadFinding> {
    this.#checkOpen();
    const { source } = checkFeed(feed);
    if (typeof options !== "object" || options === null) throw expected("options", "an object", options);
    const isMade = typeof strategy === "function";
    const strategyFor = (one: FeedSource) =>
      isMade ? madeStrategy(strategy(one === source ? feed : new Feed(one))) : strategy;
    const finding = await lookAheadOf(source, { strategyFor, ...(isMade && { made: strategy }) }, options);
    return displayable(finding, lookAheadCard);
  }

  /**
   * Runs a session again, from frictionless to as it is, with one friction of its own settings added at a time: slippage,
   * commission, latency, volume limit, carry, halts. The session must be COMPLETED or PAUSED, and have its strategy.
   * Nothing is stored. Throws INVALID_STATE, INTERRUPTED, RECOVERY_MISMATCH if the session is not the same when it is run
   * again, and what its strategy throws.
   */
  async realism(session: Session | string | number, options: RealismOptions = {}): Promise<Realism> {
    this.#checkOpen();
    checkOptions("realism", options, ["signal"]);
    if (options.signal !== undefined && !isSignal(options.signal))
      throw expected("signal", "an AbortSignal", options.signal);
    const { core } = session instanceof Session ? session : await this.session(session);
    return new Realism(await realismOf(core, options));
  }

  /**
   * Runs a session again, and compares every event, the cash and the equity at every step, bit for bit, with what is kept
   * of it. The session must be COMPLETED or PAUSED; one that was stored by another process needs its strategy. Nothing is
   * stored. Throws INVALID_STATE, INTERRUPTED, UNKNOWN_SESSION, and RECOVERY_MISMATCH if its bars have changed.
   */
  async verify(session: Session | string | number, options: VerifyOptions = {}): Promise<Verification> {
    this.#checkOpen();
    checkOptions("verify", options, ["signal", ...reopenOptionKeys]);
    const { signal, ...given } = options;
    if (signal !== undefined && !isSignal(signal)) throw expected("signal", "an AbortSignal", signal);
    const { core } = session instanceof Session ? session : await this.session(session, given);
    return displayable(await verificationOf(core, { signal }), verificationCard);
  }

  /**
   * Runs one SQL statement that only reads, over the tables `paper_sessions`, `paper_trades`, `paper_snapshots`,
   * `paper_session_metrics`, ... Times are epoch milliseconds in the frame, and print as instants. Throws
   * INVALID_QUERY.
   */
  async query(sql: string, params: readonly unknown[] | Readonly<Record<string, unknown>> = []): Promise<DataFrame> {
    this.#checkOpen();
    return queryFrame(await this.#file.store.query(sql, params), sessionColumns);
  }

  /** Deletes a session and all its rows. Throws UNKNOWN_SESSION, or INVALID_STATE while it runs. */
  async deleteSession(idOrName: number | string): Promise<void> {
    await this.#turn(() => this.#file.sessions.delete(idOrName));
  }

  /**
   * Pauses the running sessions that this lab made or opened to go on, and writes them. The last lab of a file in this
   * process does so with every session, and closes the file. You can call it again. Throws STORE_LOCKED, STORE_FULL or
   * STORE_FAILED if the file cannot be written; sessions then stay at their last commit.
   */
  async close(): Promise<void> {
    const isFirst = this.#closing === undefined;
    this.#closing ??= this.#file.leave(this.#used, this.#closedError());
    // Whoever closes it again has nothing to do but wait.
    await (isFirst ? this.#closing : this.#closing.catch(() => undefined));
  }

  /** Returns how it prints itself. @internal */
  card() {
    const { store, sessions } = this.#file;
    return labCard({
      path: this.path,
      closed: this.#closing !== undefined,
      names: sessions.names,
      open: (id) => sessions.open.live(id),
      unfinished: (id, steps) => sessions.unfinished.at(id, steps),
      overview: (wish) => overviewOf(store, wish),
    });
  }

  async #chosen(query: SessionQuery): Promise<ListedRow[]> {
    return query.choose(await this.#listed(query.wish));
  }

  async #listed(wish: ListingWish): Promise<ListedRow[]> {
    const listed = await this.#turn(() => this.#file.sessions.list(wish));
    return listed.map((one) => ("record" in one ? rowOfOpen(one) : one));
  }

  async #turn<Result>(work: () => Promise<Result>): Promise<Result> {
    this.#checkOpen();
    return this.#file.turns(async () => {
      this.#checkOpen();
      return work();
    });
  }

  #use(core: SessionCore): SessionCore {
    this.#used.add(core.id);
    return core;
  }

  #checkOpen(): void {
    if (this.#closing !== undefined) throw this.#closedError();
  }

  #closedError(): PaperLabError {
    return new PaperLabError("LAB_CLOSED", `Lab ${this.path} is closed. Open it again with openLab`);
  }
}

function madeStrategy(made: AnyStrategy): AnyStrategy {
  if (typeof made === "object" && made !== null && !(made instanceof Promise)) return made;
  const name = "what the function given to checkLookAhead returned";
  const { message } = expected(name, "a strategy", made);
  const cure = made instanceof Promise ? ". Make it a plain function, and await what it needs before the call" : "";
  throw new PaperLabError("INVALID_STRATEGY", message + cure);
}

displayable(Lab.prototype, (lab: Lab) => lab.card());

// A lab prints itself also when its file is gone, or is where no second connection can read it.
function overviewOf(store: LabFile["store"], wish: OverviewWish): Overview | undefined {
  try {
    return store.overviewNow(wish);
  } catch (error) {
    if (error instanceof PaperLabError) return undefined;
    throw error;
  }
}

/**
 * Opens a lab: one SQLite file, which is made if it does not exist. A file that is open in this process already, by
 * whatever path, is shared: each lab of it has the same sessions, running ones too, so you can run its cell again.
 * `":memory:"` keeps everything in memory, in a lab of its own, and leaves no file. Throws STORE_CORRUPT, STORE_NEWER, STORE_READ_ONLY, STORE_LOCKED, STORE_FAILED.
 */
export async function openLab(path = "paperlab.db"): Promise<Lab> {
  if (typeof path !== "string" || path === "") throw expected("path", 'a file path or ":memory:"', path);
  if (path === ":memory:") {
    const { openMemoryStore } = await import("../store/memory");
    return new Lab(path, new LabFile(openMemoryStore()));
  }
  return new Lab(path, await openLabFile(path));
}

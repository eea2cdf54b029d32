import { expected } from "../core/checks";
import type { EndReason } from "../core/engine/engine";
import type { TradingState } from "../core/orders/trading-state";
import { unplainPart } from "../core/plain-data";
import { displayable } from "../notebook/display";
import type { SessionContent } from "../run/content";
import type { SessionCore } from "../session/core";
import type { ListenerEvents, ListenerName } from "../session/life/listeners";
import { follow, instantOf, isSignal, untilRest } from "../session/life/waiting";
import { checkOptions, checkTags, checkTagsToRemove, checkText } from "../session/options/checks";
import type { Pace } from "../session/options/pace";
import type { DescribedOptions } from "../session/plan/config";
import type { SessionState } from "../session/record/status";
import { boardOfCell, watchSession } from "../views/live/board";
import type { Report } from "../views/pages";
import { sessionCard } from "../views/session/card";
import { writeSessionReport } from "../views/session/report/report";
import { Feed } from "./feed";
import { HandTrading } from "./hand-trading";

/** What `until` waits for: the next fill, the next trade, or a condition that is checked after each step. */
export type UntilCondition = "fill" | "trade" | ((session: Session) => boolean);

const known = new WeakMap<SessionCore, Session>();

/** Returns the `Session` of a core. It is always the same object while somebody holds it. @internal */
export function sessionOf(core: SessionCore): Session {
  const session = known.get(core) ?? new Session(core);
  known.set(core, session);
  return session;
}

/** One paper-trading run of one strategy on one feed, with a portfolio of its own. It prints itself as a card. */
export class Session extends HandTrading {
  /** Its number in the lab; never used again. */
  get id(): number {
    return this.core.id;
  }

  /** Its name in the lab. */
  get name(): string {
    return this.core.name;
  }

  /** Its state. */
  get state(): SessionState {
    return this.core.status.state;
  }

  /** Which orders it accepts. */
  get tradingState(): TradingState {
    return this.core.content.tradingStates.at(-1)?.state ?? "ACTIVE";
  }

  /** Why it ended, once it is COMPLETED. */
  get endReason(): EndReason | undefined {
    return this.core.status.endReason;
  }

  /** What ended it, once it is FAILED. */
  get error(): Error | undefined {
    return this.core.status.error;
  }

  /** Why it is PAUSED or COMPLETED, if its live feed says so: "the source ended", "the source failed: ...". */
  get reason(): string | undefined {
    return this.core.reason;
  }

  /** Steps processed so far. */
  get steps(): number {
    return this.content.steps;
  }

  /**
   * A version and the SHA-256 of everything it decided: orders, fills, cash. Two runs with the same fingerprint did
   * the same.
   */
  get fingerprint(): string {
    return this.core.fingerprint();
  }

  /** What it has to show, as plain data. @internal */
  get content(): SessionContent {
    return this.core.content;
  }

  /**
   * Starts or resumes it. Resolves once it is RUNNING, or at once if it is RUNNING or COMPLETED already, so you can
   * run its cell again. Throws INVALID_STATE, SESSION_IN_USE.
   */
  async start(): Promise<void> {
    if (this.state === "COMPLETED") return;
    await this.core.driver("started").start();
  }

  /**
   * Pauses it after the present step. Resolves once it is PAUSED or has ended. Its own strategy can call this, but
   * must not await it, because it waits for the strategy. Throws INVALID_STATE.
   */
  async pause(): Promise<void> {
    await this.core.driver("paused").pause();
  }

  /** Resumes after a pause. Resolves once it is RUNNING. Throws INVALID_STATE. */
  async resume(): Promise<void> {
    await this.core.driver("resumed").set("resumed");
  }

  /**
   * Ends it after the present step: COMPLETED, with `endReason` "STOPPED". Its own strategy can call this, but must
   * not await it. Throws INVALID_STATE.
   */
  async stop(): Promise<void> {
    await this.core.driver("stopped").stop();
  }

  /**
   * Starts or resumes it, waits for the end, and returns the session; at once if it is COMPLETED. If `signal` is
   * aborted, it pauses. In paperlab's kernel the cell shows it while it runs, and an interrupt of the cell pauses it.
   * Throws STRATEGY_FAILED if the strategy fails; the session is then FAILED and keeps everything so far. Throws
   * INTERRUPTED.
   */
  async run(options: { signal?: AbortSignal } = {}): Promise<this> {
    checkOptions("run", options, ["signal"]);
    if (options.signal !== undefined && !isSignal(options.signal)) {
      throw expected("signal", "an AbortSignal", options.signal);
    }
    const driver = this.state === "COMPLETED" ? undefined : this.core.driver("run");
    const over = boardOfCell()?.add(this, this.core);
    try {
      if (driver !== undefined) await follow(this, driver, options.signal);
    } finally {
      over?.();
    }
    return this;
  }

  /**
   * Shows it in a card that is updated until it is over, even after the cell has ended. Outside notebooks it shows
   * nothing. A session that another process runs moves with what that one stores from then on: its state, steps, metrics.
   */
  watch(): void {
    watchSession(this, this.core);
  }

  /**
   * Changes how fast it goes, also while it runs: `setPace({ updatesPerSecond: 5 })`. It changes no result. The next update
   * is due as long from now as two are apart at the new pace. When the session is opened again, the pace of its cell holds.
   * Throws INVALID_OPTION, and INVALID_STATE once it has ended.
   */
  setPace(pace: Pace): void {
    this.core.driver("paced").setPace(pace);
  }

  /** Processes `count` steps and pauses. It is COMPLETED if the feed ends first. Throws INVALID_STATE. */
  async step(count = 1): Promise<void> {
    if (!(Number.isInteger(count) && count >= 1)) throw expected("count", "a whole number of at least 1", count);
    let left = count;
    await this.#runUntil(() => --left <= 0);
  }

  /**
   * Processes all steps up to a time, inclusive, and pauses. `time` is an ISO date (the end of that trading day), an
   * ISO instant, in the feed's zone if it names none, or epoch milliseconds. Throws INVALID_STATE, INVALID_OPTION.
   */
  async runUntil(time: string | number | Date): Promise<void> {
    const driver = this.core.driver("stepped");
    await untilRest(this, driver.set("stepped", { until: instantOf(time, this.core.calendar) }), driver);
  }

  /** Processes steps until the next fill or trade, or until a condition holds, and pauses. Throws INVALID_STATE. */
  async until(condition: UntilCondition): Promise<void> {
    if (typeof condition === "function") return this.#runUntil(() => condition(this));
    if (condition !== "fill" && condition !== "trade") {
      throw expected("condition", '"fill", "trade" or a function', condition);
    }
    const count = () => this.core.countOf(condition);
    const before = count();
    return this.#runUntil(() => count() > before);
  }

  /**
   * Calls `listener` for each bar, order, fill, trade, snapshot, state or event of a live feed from now on. Returns a function that ends
   * this. A listener that throws is no longer called, and the session goes on. Throws INVALID_OPTION for an unknown
   * name.
   */
  on<Name extends ListenerName>(name: Name, listener: (value: ListenerEvents[Name]) => void): () => void {
    return this.core.listeners.add(name, listener);
  }

  /**
   * Returns its feed. Of a live feed, the bars of the steps that it has taken so far, as a feed of its own: a session on it
   * decides the same, unless this one was traded by hand. Throws EMPTY_DATA if there are none.
   */
  feed(): Feed {
    return new Feed(this.core.feed());
  }

  /**
   * Writes a tear sheet as one self-contained HTML page, which can be sent, read on a phone and printed: metrics, returns,
   * drawdowns, trades, attribution, costs, options, strategy. Returns a link to it. Throws REPORT_FAILED if it cannot.
   */
  async report(path: string): Promise<Report> {
    return writeSessionReport(this.core, path);
  }

  /** The params that its strategy runs with. */
  get params(): Readonly<Record<string, unknown>> {
    return copyOf(this.core.record.config.params);
  }

  /** The options that it was made with. Models and rules are given by name and params. */
  get options(): Readonly<DescribedOptions> {
    return copyOf(this.core.options);
  }

  /** Its tags. `tag`, `untag` and `retag` change them. */
  get tags(): readonly string[] {
    return [...this.core.record.labels.tags];
  }

  /** Its notes; an empty text if there are none. `note` changes them. */
  get notes(): string {
    return this.core.record.labels.notes ?? "";
  }

  /** Adds tags. One that it has already stays where it is. Throws INVALID_OPTION. */
  async tag(...tags: readonly string[]): Promise<void> {
    checkTags(tags);
    await this.core.relabel({ tags: [...new Set([...this.tags, ...tags])] });
  }

  /** Takes tags away. Throws INVALID_OPTION. */
  async untag(...tags: readonly string[]): Promise<void> {
    checkTagsToRemove(tags);
    await this.core.relabel({ tags: this.tags.filter((one) => !tags.includes(one)) });
  }

  /** Replaces all its tags. Throws INVALID_OPTION. */
  async retag(tags: readonly string[]): Promise<void> {
    checkTags(tags);
    await this.core.relabel({ tags: [...new Set(tags)] });
  }

  /** Replaces its notes. Throws INVALID_OPTION. */
  async note(text: string): Promise<void> {
    await this.core.relabel({ notes: checkText("notes", text) });
  }

  async #runUntil(reached: () => boolean): Promise<void> {
    const driver = this.core.driver("stepped");
    await untilRest(this, driver.set("stepped", { reached }), driver);
  }
}

// Callers cannot change the session.
function copyOf<Values extends object>(values: Values): Values {
  return unplainPart(values) === undefined ? structuredClone(values) : { ...values };
}

displayable(Session.prototype, (session: Session) => sessionCard(session.core));

import type { CurvePart } from "../analysis/record/part-of-record";
import type { SessionMetrics, SessionSampling } from "../analysis/session-metrics";
import type { Engine } from "../core/engine/engine";
import type { HandRequest } from "../core/journal/inputs";
import type { Journal } from "../core/journal/journal";
import { type Calendar, calendarFrom } from "../core/market/calendar";
import type { Fill } from "../core/orders/fill";
import type { OrderOptions, Side } from "../core/orders/order";
import { PaperLabError } from "../errors";
import { arrivedSource } from "../feeds/kept";
import { isLive } from "../feeds/source/live-source";
import type { FeedSource } from "../feeds/source/source";
import { checkedByHand, orderByHand } from "../run/by-hand";
import { emptyContent, LiveContent, type SessionContent } from "../run/content";
import { Fingerprint, fingerprintsOf } from "../run/fingerprint/fingerprint";
import { samplingOfRun } from "../run/metrics";
import { newestRules, rulesOf } from "../run/rules";
import type { RunMaterial } from "../run/run";
import { impliedHistoryBars, lotSizeOf } from "../run/terms";
import { tradeFormOf } from "../run/tracker";
import type { SessionLabels, SessionRow } from "../store/store";
import { functionTexts } from "../strategy/reach/source";
import { SessionDriver } from "./life/driver";
import { type ListenerName, Listeners } from "./life/listeners";
import type { Pace } from "./options/pace";
import type { DescribedOptions } from "./plan/config";
import { Elsewhere } from "./record/elsewhere";
import { metricsOfRecord, note, type Offer, type SessionRecord, warn } from "./record/record";
import { type Standing, standingOf } from "./record/standing";
import {
  checkTransition,
  hasEnded,
  noStepYet,
  type SessionStatus,
  sessionDeleted,
  sessionInUse,
  type Transition,
} from "./record/status";
import { type TrialStanding, trialStanding } from "./trial-standing";

function slowText(name: ListenerName, late: number): string {
  return `A listener of "${name}" is slower than the session's pace; its steps are ${(late / 1000).toFixed(1)} s late and wait for it`;
}

/** The inside of a session: what `Session` shows and controls. */
export class SessionCore {
  readonly record: SessionRecord;
  /** The calendar of its feed. */
  readonly calendar: Calendar;
  readonly listeners: Listeners;
  #driver: SessionDriver | undefined;
  #again: () => RunMaterial | undefined;
  #fingerprint: { readonly journal: Journal; readonly fingerprint: Fingerprint } | undefined;
  #ended: PaperLabError | undefined;
  #elsewhere: Elsewhere | undefined;

  /**
   * `material`: what it needs to run; absent if it was only read from the store. `again`: returns what it needs to be run
   * once more from the first bar, also if it has ended.
   */
  constructor(
    record: SessionRecord,
    material: RunMaterial | undefined,
    again: () => RunMaterial | undefined = () => material,
  ) {
    this.#again = again;
    this.record = record;
    this.calendar = calendarFrom(record.config.calendar);
    this.listeners = new Listeners(
      (error, name) => warn(record, `A listener of "${name}" failed and is no longer called`, error),
      (name, late) => note(record, slowText(name, late)),
    );
    this.#driver = material && new SessionDriver(record, material, this.listeners);
  }

  /** Its number in the lab. */
  get id(): number {
    return this.record.id;
  }

  /** Its name in the lab. */
  get name(): string {
    return this.record.name;
  }

  /** Its state, and how it got there. */
  get status(): SessionStatus {
    return this.record.status;
  }

  /** Whether it never goes on. */
  get hasEnded(): boolean {
    return hasEnded(this.status.state);
  }

  /** Its initial capital, currency. */
  get initialCapital(): number {
    return this.record.initialCapital;
  }

  /** What the user should know, one line each. */
  get warnings(): readonly string[] {
    return this.record.warnings;
  }

  /** Whether its bars are trading days. */
  get daily(): boolean {
    return this.record.config.daily;
  }

  /** The options it was made with, as stored. */
  get options(): DescribedOptions {
    return this.record.config.options;
  }

  get #allowsNegative(): boolean {
    return this.record.config.negativePrices === true;
  }

  /** The lot size, if it was not given and is not 1. */
  get impliedLotSize(): number | undefined {
    const { config } = this.record;
    const size = lotSizeOf(config)(config.symbols[0]);
    return config.options.lotSize === undefined && size !== 1 ? size : undefined;
  }

  /** Returns the lot size of a symbol, units. */
  lotSize(symbol: string): number {
    return lotSizeOf(this.record.config)(symbol);
  }

  /** How its trades are told, by its rules. */
  get tradeForm() {
    const { config } = this.record;
    return tradeFormOf((rulesOf(config) ?? newestRules()).behavior, lotSizeOf(config));
  }

  /** How many bars of each symbol `history` keeps, if nobody said so and it is not all. */
  get impliedHistoryBars(): number | undefined {
    return impliedHistoryBars(this.record.config);
  }

  /** Its contents so far. */
  get content(): SessionContent {
    const run = this.#driver?.run;
    if (run !== undefined) return new LiveContent(run);
    return this.record.stored?.content ?? emptyContent;
  }

  /** Returns the driver. Throws SESSION_IN_USE, or INVALID_STATE if the transition is not allowed or there is no strategy to run. */
  driver(transition: Transition): SessionDriver {
    const { name, status } = this.record;
    // What its state allows is up to the other process, where alone it can be paused.
    if (this.#ended === undefined && this.runsElsewhere) throw sessionInUse(name);
    checkTransition(name, status.state, transition);
    if (this.#ended !== undefined) throw this.#ended;
    if (this.#driver !== undefined) return this.#driver;
    const message = `Session "${name}" was read from the store and needs its strategy to go on. Use lab.session("${name}", { strategy })`;
    throw new PaperLabError("INVALID_STATE", message);
  }

  /** Whether another process runs it, as far as is known. */
  get runsElsewhere(): boolean {
    return this.record.status.state === "RUNNING" && this.#driver?.used !== true;
  }

  /** Whether it has not ended, and was never started here: another process may take it further. */
  get maySomebodyElseRun(): boolean {
    if (hasEnded(this.status.state) || this.record.store.keepsObjects) return false;
    return this.#driver?.used !== true && this.#driver?.holdsLock !== true;
  }

  /** Takes in what another process has stored of it since. Rejects with the errors of the store. */
  async lookElsewhere(): Promise<void> {
    this.#elsewhere ??= new Elsewhere(this.record);
    if (this.maySomebodyElseRun) await this.#elsewhere.look(() => this.maySomebodyElseRun);
  }

  /** Returns what it needs to be run once more from the first bar. Throws INVALID_STATE if it has no strategy. */
  materialAgain(): RunMaterial {
    const material = this.#again();
    if (material !== undefined) return material;
    const { name } = this;
    const message = `Session "${name}" was read from the store and needs its strategy to run again. Use lab.session("${name}", { strategy })`;
    throw new PaperLabError("INVALID_STATE", message);
  }

  /** Places an order by hand. See `askByHand`. */
  async placeByHand(symbol: string, side: Side, quantity: number, order?: OrderOptions): Promise<string> {
    return (await this.askByHand(
      orderByHand(symbol, side, quantity, order, this.calendar, this.#allowsNegative),
    )) as string;
  }

  /**
   * Does what is asked for by hand. Resolves to the id of the new order, if it is one, when that is stored. Rejects with
   * INVALID_STATE, INVALID_ORDER, UNKNOWN_OPTION, UNKNOWN_SYMBOL, SESSION_IN_USE, and the errors of the store.
   */
  async askByHand(asked: HandRequest): Promise<string | undefined> {
    const { name, status, config } = this.record;
    const caller = new Error();
    const checked = checkedByHand(asked, config.symbols, this.calendar, this.#allowsNegative);
    if (status.state === "CREATED" || (!hasEnded(status.state) && this.content.steps === 0))
      throw noStepYet(name, asked.kind);
    return this.driver("traded by hand")
      .byHand.take(checked)
      .catch((error) => {
        throw calledFrom(caller, error);
      });
  }

  /** How many orders, fills or trades there are so far. */
  countOf(kind: "order" | "fill" | "trade"): number {
    const run = this.#driver?.run;
    if (run === undefined) {
      const { orders, fills, trades } = this.content;
      return { order: orders, fill: fills, trade: trades }[kind].length;
    }
    if (kind === "trade") return run.tracker.trades.length;
    const { orders, fills } = run.engine.journal;
    return kind === "order" ? orders.length : fills.length;
  }

  /** The newest point of its equity curve. It does not look at the others. */
  get lastPoint(): { readonly time: number; readonly equity: number } | undefined {
    const { time, equity, length } = this.#driver?.run?.engine.curve ?? this.content.curve;
    return length === 0 ? undefined : { time: time[length - 1], equity: equity[length - 1] };
  }

  /**
   * How it stands at its newest point. While it runs, nothing is looked at that grows with the run, but for the fills that came
   * since the last call.
   */
  get standing(): Standing {
    const run = this.#driver?.run;
    if (run === undefined) return standingOf(this.content);
    const { portfolio, curve } = run.engine;
    const { trades, closedDays } = run.tracker;
    return {
      ...{ peak: curve.peak, days: closedDays, profits: trades },
      ...{ gross: portfolio.grossValue(), net: portfolio.marketValue() },
    };
  }

  /** The last fills, newest first. While the session runs, it does not look at the others. */
  lastFills(count: number): Fill[] {
    const run = this.#driver?.run;
    if (run === undefined) return this.content.fills.slice(-count).reverse();
    const { fills } = run.engine.journal;
    return Array.from({ length: Math.min(count, fills.length) }, (_, at) => fills.at(fills.length - 1 - at));
  }

  /** The fingerprint of what it has decided so far. */
  fingerprint(): string {
    const engine: Engine | undefined = this.#driver?.run?.engine;
    if (engine === undefined) return this.record.stored?.fingerprint ?? "";
    const { journal, portfolio } = engine;
    if (this.#fingerprint?.journal !== journal) this.#fingerprint = { journal, fingerprint: new Fingerprint(journal) };
    return this.#fingerprint.fingerprint.read(portfolio.cash);
  }

  /** Its fingerprints in every version that can be computed, newest first. */
  fingerprints(): readonly string[] {
    const engine = this.#driver?.run?.engine;
    return engine === undefined ? [this.fingerprint()] : fingerprintsOf(engine.journal, engine.portfolio.cash);
  }

  /** Its metrics so far, or those of a part of it. */
  metrics(part?: CurvePart): SessionMetrics {
    return metricsOfRecord(this.record, this.content, part);
  }

  /** How its returns are taken for its metrics. */
  sampling(): SessionSampling {
    return samplingOfRun(this.record.config, this.content, this.options);
  }

  /** How it stands among the trials of its lab; see `trialStanding`. */
  trialStanding(): TrialStanding | undefined {
    return trialStanding(this.record);
  }

  /**
   * Whether it stands where a row says. It may also be ahead of the row in this process, if that alone can write it.
   */
  isCurrent({ cursor, state, fingerprint = "" }: SessionRow): boolean {
    if (this.#driver?.holdsLock) return true;
    // Its end moves neither its steps nor its fingerprint.
    if (hasEnded(state) && !hasEnded(this.status.state)) return false;
    return this.content.steps === cursor && this.fingerprint() === fingerprint;
  }

  /** Why it is PAUSED or COMPLETED, if its live feed says so. */
  get reason(): string | undefined {
    const { arrived, status } = this.record;
    const kind = status.state === "PAUSED" ? "failed" : status.endReason === "END_OF_FEED" ? "ended" : undefined;
    const last = arrived?.events.list.at(-1);
    return last?.kind === kind ? last?.text : undefined;
  }

  /** Returns its feed. Of a live one, the bars of the steps that it has taken. Throws EMPTY_DATA if it has taken none. */
  feed(): FeedSource {
    const { arrived, config, name, feed } = this.record;
    if (arrived === undefined) return feed();
    const { curve, steps } = this.content;
    const columns = arrived.bars.until(steps === 0 ? -Infinity : curve.time[curve.length - 1]);
    if (columns.length > 0) return arrivedSource(config.feed, config.symbols, columns, name);
    const message = `Expected session "${name}" to have taken bars of its live feed, but it has taken none yet`;
    throw new PaperLabError("EMPTY_DATA", message);
  }

  /** Goes on with another live feed of the same name. A session that runs keeps its own. */
  renew(feed: FeedSource): void {
    if (isLive(feed) && this.status.state !== "RUNNING") this.#driver?.inflow?.renew(feed);
  }

  /** The functions of its strategy as they were written, by name; `undefined` if it was read from the store without it. */
  get functionsAsWritten(): Readonly<Record<string, string>> | undefined {
    const material = this.#again();
    return material && functionTexts(material.strategy, material.rebalance);
  }

  /** Takes the strategy of its cell, which was run again, in case its own has lost the state that it keeps outside. */
  async offer(offer: Offer): Promise<void> {
    if (!hasEnded(this.status.state)) await this.#driver?.own.offer(offer);
  }

  /** Whether it was read from the store, and no run has been taken to its step yet, so that it may be given others. */
  get canBeGivenAgain(): boolean {
    const { status, stored } = this.record;
    const isAtRest = status.state !== "RUNNING" && !hasEnded(status.state);
    return isAtRest && stored !== undefined && this.#driver !== undefined && this.#driver.run === undefined;
  }

  /** Goes on with what it is given now: what it was given before may not have been what it was made with. */
  async giveAgain({ material, state }: Offer, again: () => RunMaterial | undefined = () => material): Promise<void> {
    const before = this.#driver;
    this.record.strategyState = state;
    this.#again = again;
    this.#driver = new SessionDriver(this.record, material, this.listeners);
    await before?.release();
  }

  /** Whether nobody else can write it, or it is about to run here. */
  get isOurs(): boolean {
    return this.#driver?.holdsLock === true || this.status.state === "RUNNING";
  }

  /** Sets how fast it goes from the next time it is started or resumed. */
  set nextPace(pace: Pace) {
    if (this.#driver !== undefined) this.#driver.nextPace = pace;
  }

  /** Pauses it if it runs. */
  async pauseNow(): Promise<void> {
    if (this.status.state === "RUNNING") await this.#driver?.pause();
  }

  /** Stores what the store could not take when it was paused. Rejects if it still cannot. */
  async save(): Promise<void> {
    await this.#driver?.save();
  }

  /** Changes its name, notes or tags. Throws SESSION_EXISTS for a name that is taken, UNKNOWN_SESSION if it was deleted. */
  async relabel(labels: SessionLabels): Promise<void> {
    const { record } = this;
    if (!(await record.store.relabel(record.id, labels))) throw sessionDeleted(record.name);
    record.name = labels.name ?? record.name;
    const notes = labels.notes ?? record.labels.notes;
    // No notes, as in the store.
    record.labels = { notes: notes === "" ? undefined : notes, tags: labels.tags ?? record.labels.tags };
  }

  /** Releases the lock of its only writer. */
  async releaseLock(): Promise<void> {
    await this.#driver?.release();
  }

  /** Makes every later attempt to run it fail with `reason`. */
  endUse(reason: PaperLabError): void {
    this.#ended = reason;
  }
}

// What is found wrong between two steps has the stack of whoever asked, so that a cell shows its line.
function calledFrom({ stack = "" }: Error, error: unknown): unknown {
  if (error instanceof Error) error.stack = `${error.name}: ${error.message}\n${stack.slice(stack.indexOf("\n") + 1)}`;
  return error;
}

import type { SessionMetrics } from "../analysis/session-metrics";
import { thrownText } from "../core/checks";
import type { Engine } from "../core/engine/engine";
import type { Journal } from "../core/journal/journal";
import { type Calendar, calendarOf } from "../core/market/calendar";
import type { Fill } from "../core/orders/fill";
import { PaperLabError } from "../errors";
import type { FeedSource } from "../feeds/source";
import { emptyContent, LiveContent, type SessionContent } from "../run/content";
import { Fingerprint, fingerprintsOf } from "../run/fingerprint";
import { metricsOfRun } from "../run/metrics";
import { type RunMaterial, SessionRun } from "../run/run";
import type { SessionRow, Store } from "../store/store";
import type { DescribedOptions, SessionConfig } from "./config";
import { SessionDriver } from "./life/driver";
import { Listeners } from "./life/listeners";
import type { Recovery } from "./life/recovery";
import { checkTransition, type SessionStatus, sessionInUse, type Transition } from "./life/state";
import { SessionWriter } from "./life/writer";
import { contentOfStored } from "./stored/content";
import type { Benchmark } from "./terms/benchmark";

/** What the store holds of a session. */
export interface StoredPart {
  readonly content: SessionContent;
  readonly fingerprint: string;
}

/** What a session is made of. */
export interface CoreParts {
  readonly id: number;
  readonly name: string;
  readonly config: SessionConfig;
  readonly status: SessionStatus;
  readonly initialCapital: number;
  readonly benchmark: Pick<Benchmark, "name" | "series"> | undefined;
  /** Finds its feed; throws where it is not at hand. */
  readonly feed: () => FeedSource;
  /** What it needs to run; absent in one that was only read from the store. */
  readonly material: RunMaterial | undefined;
  /** Where it is kept; absent in a lab that keeps objects only. */
  readonly store: Store | undefined;
  /** What the store holds of it. */
  readonly stored?: StoredPart;
}

/** A session's inside: what `Session` shows and moves. */
export class SessionCore {
  readonly parts: CoreParts;
  /** The calendar of its feed. */
  readonly calendar: Calendar;
  readonly listeners: Listeners;
  /** What went wrong without ending the session, one line each. */
  readonly warnings: string[] = [];
  readonly #driver: SessionDriver | undefined;
  readonly #writer: SessionWriter | undefined;
  #stored: StoredPart | undefined;
  #fingerprint: { readonly journal: Journal; readonly fingerprint: Fingerprint } | undefined;
  #ended: PaperLabError | undefined;

  constructor(parts: CoreParts) {
    this.parts = parts;
    const { spec, timezone } = parts.config.calendar;
    this.calendar = calendarOf(spec, timezone);
    this.#stored = parts.stored;
    this.listeners = new Listeners((error, name) =>
      this.#warn(`A listener of "${name}" failed and is told no more`, error),
    );
    if (parts.material !== undefined) {
      const { store, id, name, status, stored } = parts;
      const metrics = () => ({ ...this.metrics().metrics });
      this.#writer = store && new SessionWriter({ store, id, name, status, stored, metrics });
      this.#driver = this.#makeDriver(parts.material);
    }
  }

  /** Its number in the lab. */
  get id(): number {
    return this.parts.id;
  }

  /** Its name in the lab. */
  get name(): string {
    return this.parts.name;
  }

  /** What its life has come to. */
  get status(): SessionStatus {
    return this.parts.status;
  }

  /** What it began with, currency. */
  get initialCapital(): number {
    return this.parts.initialCapital;
  }

  /** Whether its bars are trading days. */
  get daily(): boolean {
    return this.parts.config.daily;
  }

  /** The options it was made with, as stored. */
  get options(): DescribedOptions {
    return this.parts.config.options;
  }

  /** What it has to show now. */
  get content(): SessionContent {
    const run = this.#driver?.run;
    if (run !== undefined) return new LiveContent(run);
    return this.#stored?.content ?? emptyContent;
  }

  /** Returns what moves it. Throws INVALID_STATE where the transition is not allowed or there is no strategy to run. */
  driver(transition: Transition): SessionDriver {
    const { name, status } = this.parts;
    checkTransition(name, status.state, transition);
    if (this.#ended !== undefined) throw this.#ended;
    if (status.state === "RUNNING" && this.#driver?.used !== true) throw sessionInUse(name);
    if (this.#driver !== undefined) return this.#driver;
    const message = `Session "${name}" was read from the store, and its strategy is needed to go on. Use lab.session("${name}", { strategy })`;
    throw new PaperLabError("INVALID_STATE", message);
  }

  /** How many orders, fills or trades there are so far. */
  countOf(kind: "order" | "fill" | "trade"): number {
    const run = this.#driver?.run;
    if (run === undefined) return 0;
    if (kind === "trade") return run.tracker.trades.length;
    const { orders, fills } = run.engine.journal;
    return kind === "order" ? orders.length : fills.length;
  }

  /** The last fills, newest first; found without looking at the others while it runs. */
  lastFills(count: number): Fill[] {
    const run = this.#driver?.run;
    if (run === undefined) return this.content.fills.slice(-count).reverse();
    const { fills } = run.engine.journal;
    return Array.from({ length: Math.min(count, fills.length) }, (_, at) => fills.at(fills.length - 1 - at));
  }

  /** The fingerprint of what it has decided so far. */
  fingerprint(): string {
    const engine: Engine | undefined = this.#driver?.run?.engine;
    if (engine === undefined) return this.#stored?.fingerprint ?? "";
    const { journal, portfolio } = engine;
    if (this.#fingerprint?.journal !== journal) this.#fingerprint = { journal, fingerprint: new Fingerprint(journal) };
    return this.#fingerprint.fingerprint.read(portfolio.cash);
  }

  /** Its fingerprints of every version that can be told, the newest first. */
  fingerprints(): readonly string[] {
    const engine = this.#driver?.run?.engine;
    return engine === undefined ? [this.fingerprint()] : fingerprintsOf(engine.journal, engine.portfolio.cash);
  }

  /** Its metrics as of now. */
  metrics(): SessionMetrics {
    const { config, benchmark } = this.parts;
    const measuring = { ...this.options, benchmark: benchmark?.series };
    return metricsOfRun(config, this.content, this.initialCapital, measuring);
  }

  /** Whether it stands where a row says, or is ahead of it in this process, which alone may write it. */
  isCurrent({ cursor, fingerprint = "" }: SessionRow): boolean {
    if (this.#writer?.holdsLock) return true;
    return this.content.steps === cursor && this.fingerprint() === fingerprint;
  }

  /** Says something of the session that its user should know, once. */
  note(text: string): void {
    if (this.warnings.includes(text)) return;
    this.warnings.push(text);
    console.error(`paperlab: session "${this.name}": ${text}`);
  }

  /** Pauses it where it runs. */
  async pauseNow(): Promise<void> {
    if (this.status.state === "RUNNING") await this.#driver?.pause();
  }

  /** Gives the lock of its one writer back. */
  async releaseLock(): Promise<void> {
    await this.#writer?.release();
  }

  /** Makes every later attempt to set it off fail with `reason`. */
  endUse(reason: PaperLabError): void {
    this.#ended = reason;
  }

  /** Writes all that has happened in it to a store that has its row. */
  async copyTo(store: Store): Promise<void> {
    const { id, name, status, benchmark } = this.parts;
    if (benchmark !== undefined) await store.commit(id, { benchmark: benchmark.series });
    const run = this.#driver?.run;
    if (run === undefined) return;
    const metrics = () => ({ ...this.metrics().metrics });
    await new SessionWriter({ store, id, name, status, metrics }).write(run, status.state);
  }

  #makeDriver(material: RunMaterial): SessionDriver {
    const { name, status, stored, config } = this.parts;
    return new SessionDriver({
      name,
      status,
      pace: config.options.pace ?? "max",
      listeners: this.listeners,
      makeRun: () => new SessionRun(config, material),
      writer: this.#writer,
      recovery: recoveryOf(stored),
      goBack: () => this.#goBack(),
      warn: (what, error) => this.#warn(what, error),
    });
  }

  // What it has done since its last commit is forgotten.
  async #goBack(): Promise<Recovery | undefined> {
    const { store, id } = this.parts;
    const row = await store?.session(id);
    const content = row && store && contentOfStored(await store.restore(id), row.cursor);
    this.#stored = content && { content, fingerprint: row.fingerprint ?? "" };
    return recoveryOf(this.#stored);
  }

  #warn(what: string, error: unknown): void {
    this.warnings.push(`${what}: ${thrownText(error)}`);
    const head = `paperlab: session "${this.name}": ${what}:`;
    try {
      console.error(head, error);
    } catch {
      // Not every error lets itself be printed.
      console.error(head, thrownText(error));
    }
  }
}

// Nothing was ever committed of a session without a fingerprint: it begins as a new one does.
function recoveryOf(stored: StoredPart | undefined): Recovery | undefined {
  if (stored === undefined || stored.fingerprint === "") return undefined;
  const { content, fingerprint } = stored;
  return { steps: content.steps, fingerprint, events: content.events };
}

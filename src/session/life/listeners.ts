import { type SnapshotRow, snapshotRow } from "../../core/account/position";
import { expected } from "../../core/checks";
import type { Bar, BarColumns } from "../../core/market/bar";
import { barAt } from "../../core/market/bar";
import type { Fill } from "../../core/orders/fill";
import type { Order } from "../../core/orders/order";
import type { Trade } from "../../core/orders/trade";
import type { FeedEvent } from "../../feeds/source/live-source";
import type { SessionRun } from "../../run/run";
import type { SessionState } from "../record/status";

/** What a listener is called with, by the name of the event. */
export interface ListenerEvents {
  bar: Bar;
  order: Order;
  fill: Fill;
  trade: Trade;
  snapshot: SnapshotRow;
  state: SessionState;
  /** What happened on a live feed besides its bars. */
  feed: FeedEvent;
}

/** The names that can be listened to. */
export type ListenerName = keyof ListenerEvents;

type AnyListener = (value: never) => unknown;

const names: readonly ListenerName[] = ["bar", "order", "fill", "trade", "snapshot", "state", "feed"];
// What is told apart from the steps of a run.
const apart: readonly ListenerName[] = ["state", "feed"];
// Milliseconds that a session may be behind its pace before a listener is said to be too slow.
const LATE = 1000;

/**
 * Tells listeners what happens, step by step. A listener that throws or rejects is no longer called, and its error
 * goes to `onError`. Listeners only watch: the session goes on without them. One that keeps the session from its pace is
 * told to `onSlow` once.
 */
export class Listeners {
  readonly #listeners = new Map<ListenerName, Set<AnyListener>>(names.map((name) => [name, new Set()]));
  readonly #onError: (error: unknown, name: ListenerName) => void;
  #run: SessionRun | undefined;
  #events = 0;
  #trades = 0;
  #snapshots = 0;
  readonly #onSlow: (name: ListenerName, late: number) => void;
  // Milliseconds that listeners took since the session was last on time; measured where it has a pace.
  readonly #taken = new Map<ListenerName, number>();
  #clock: (() => number) | undefined;
  #isSlowTold = false;

  /** `late`: milliseconds. */
  constructor(
    onError: (error: unknown, name: ListenerName) => void,
    onSlow: (name: ListenerName, late: number) => void = () => undefined,
  ) {
    this.#onError = onError;
    this.#onSlow = onSlow;
  }

  /**
   * Adds a listener and returns a function that removes it. Throws INVALID_OPTION for an unknown name or a
   * non-function.
   */
  add<Name extends ListenerName>(name: Name, listener: (value: ListenerEvents[Name]) => void): () => void {
    const listeners = this.#listeners.get(name);
    if (listeners === undefined)
      throw expected("event", `one of ${names.map((known) => `"${known}"`).join(", ")}`, name);
    if (typeof listener !== "function") throw expected(`listener of "${name}"`, "a function", listener);
    listeners.add(listener);
    this.#hook();
    return () => {
      listeners.delete(listener);
      this.#hook();
    };
  }

  /** Follows a run. What it has done so far is not reported. */
  follow(run: SessionRun): void {
    this.#run = run;
    this.#catchUp(run);
    this.#hook();
  }

  /** Reports a new state. */
  tellState(state: SessionState): void {
    this.#tell("state", state);
  }

  /** Reports what happened on a live feed besides its bars. */
  tellFeed(event: FeedEvent): void {
    this.#tell("feed", event);
  }

  /** Reports what happened outside the steps, such as the end of a run. */
  tellRest(): void {
    if (this.#run !== undefined && this.#hears()) this.#tellNews(this.#run);
  }

  /** Notes that a step of a session with a pace is `late` milliseconds late, by a clock in milliseconds. */
  noteLate(late: number, clock: () => number): void {
    this.#clock = clock;
    if (late <= 0) {
      this.#taken.clear();
      return;
    }
    if (this.#isSlowTold || late < LATE) return;
    const [slowest] = [...this.#taken].sort(([, a], [, b]) => b - a);
    // The rest is the strategy's, or that of other work.
    if (slowest === undefined || slowest[1] < late / 2) return;
    this.#isSlowTold = true;
    this.#onSlow(slowest[0], late);
  }

  // The run takes its steps one by one only while somebody listens.
  #hook(): void {
    const run = this.#run;
    if (run === undefined) return;
    if (!this.#hears()) {
      run.onStep = undefined;
    } else if (run.onStep === undefined) {
      this.#catchUp(run);
      run.onStep = (columns, from, to) => this.#step(run, columns, from, to);
    }
  }

  #hears(): boolean {
    return names.some((name) => !apart.includes(name) && this.#has(name));
  }

  #has(name: ListenerName): boolean {
    return (this.#listeners.get(name) as Set<AnyListener>).size > 0;
  }

  #catchUp({ engine, tracker }: SessionRun): void {
    this.#events = engine.journal.length;
    this.#trades = this.#has("trade") ? tracker.trades.length : 0;
    this.#snapshots = tracker.snapshots.length;
  }

  #step(run: SessionRun, columns: BarColumns, from: number, to: number): void {
    if (this.#has("bar")) {
      for (let row = from; row < to; row++) this.#tell("bar", barAt(columns, row, run.engine.portfolio.symbols));
    }
    this.#tellNews(run);
  }

  #tellNews({ engine, tracker }: SessionRun): void {
    while (this.#events < engine.journal.length) {
      const event = engine.journal.at(this.#events++);
      if (event.kind === "fill") this.#tell("fill", event.fill);
      else if ("order" in event) this.#tell("order", event.order);
    }
    if (this.#has("trade")) {
      const { trades } = tracker;
      while (this.#trades < trades.length) this.#tell("trade", trades.at(this.#trades++));
    }
    while (this.#snapshots < tracker.snapshots.length)
      this.#tell("snapshot", snapshotRow(tracker.snapshots[this.#snapshots++]));
  }

  #tell<Name extends ListenerName>(name: Name, value: ListenerEvents[Name]): void {
    const listeners = this.#listeners.get(name) as Set<AnyListener>;
    if (listeners.size === 0) return;
    const clock = this.#clock;
    const before = clock?.() ?? 0;
    this.#call(listeners, name, value);
    if (clock !== undefined) this.#taken.set(name, (this.#taken.get(name) ?? 0) + clock() - before);
  }

  #call<Name extends ListenerName>(listeners: Set<AnyListener>, name: Name, value: ListenerEvents[Name]): void {
    // A copy: listeners added meanwhile are called from the next event on.
    for (const listener of [...listeners]) {
      const drop = (error: unknown) => {
        // An asynchronous listener may have been called again before its first promise was rejected.
        if (!listeners.delete(listener)) return;
        this.#hook();
        this.#onError(error, name);
      };
      try {
        const returned: unknown = listener(value as never);
        if (returned instanceof Promise) returned.catch(drop);
      } catch (error) {
        drop(error);
      }
    }
  }
}

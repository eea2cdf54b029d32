import { thrownText } from "../../core/checks";
import { type Bar, type BarColumns, barAt } from "../../core/market/bar";
import type { FeedSource } from "../../feeds/source/source";
import { kernelHook, type RunningSession } from "../../notebook/hook";
import type { Slice } from "../../run/run";
import { checkEnds, checkPace, defaultPace, type Pace, type Pacer, pacerOf } from "../options/pace";
import { type Slices, slices } from "../turns/slices";

/** How a feed is played. */
export interface SubscribeOptions {
  /** Default one update per second, all bars of one time. */
  readonly pace?: Pace;
  /** Default all of the feed's. */
  readonly symbols?: readonly string[];
}

/** Called with each bar. A promise that it returns is awaited before it is called again. */
export type BarListener = (bar: Bar) => unknown;

// Milliseconds that bars may be late before their listener is told that it is too slow.
const LATE = 1000;

/**
 * Plays a feed from its first bar to one listener. A listener that throws or rejects ends it. Like a session, it goes on
 * until it is over, and a kernel that is interrupted or ends finds it here.
 */
export class Playback implements RunningSession {
  readonly name: string;
  readonly #feed: FeedSource;
  readonly #listener: BarListener;
  readonly #symbols: readonly string[];
  readonly #blocks: Iterator<BarColumns>;
  readonly #pace: Pace;
  readonly #slices: Slices;
  #columns: BarColumns | undefined;
  #row = 0;
  #ended = false;
  // Milliseconds that the listener took, and whether it was told that this is too long.
  #taken = 0;
  #isTold = false;
  #wake: (() => void) | undefined;

  /** `shared`: how it shares the thread. Throws INVALID_OPTION, UNKNOWN_OPTION, UNKNOWN_SYMBOL. */
  constructor(feed: FeedSource, listener: BarListener, options: SubscribeOptions, shared: Slices = slices) {
    const { pace = defaultPace, symbols } = options;
    checkEnds("subscribe()", checkPace(pace), feed);
    this.name = `subscription to ${feed.name}`;
    this.#feed = feed;
    this.#listener = listener;
    this.#blocks = feed.blocks(symbols);
    this.#symbols = symbols ?? feed.symbols;
    this.#pace = pace;
    this.#slices = shared;
  }

  /** Plays the feed until it is over. */
  async play(): Promise<void> {
    const hook = kernelHook();
    hook?.sessions.set(this, hook.cell());
    try {
      // The caller gets what ends it before the first bar comes.
      await null;
      await this.#updates();
    } catch (error) {
      this.#tell("A listener failed and is no longer called", error);
    } finally {
      this.#ended = true;
      this.#blocks.return?.();
      hook?.sessions.delete(this);
    }
  }

  /** Ends it. */
  end(): void {
    this.#ended = true;
    this.#wake?.();
  }

  async pauseNow(): Promise<void> {
    kernelHook()?.sessions.delete(this);
    this.end();
  }

  async #updates(): Promise<void> {
    const first = this.#nextTime();
    const pacer = pacerOf(this.#pace, first ?? 0);
    const began = this.#slices.now;
    for (let index = 0; !this.#ended; index++) {
      const time = this.#nextTime();
      if (time === undefined) return;
      if (pacer === undefined) await this.#slices.run((slice) => this.#bars(slice));
      else await this.#update(began, pacer, index, time);
    }
  }

  // All bars of one time, when they are due.
  async #update(began: number, pacer: Pacer, index: number, time: number): Promise<void> {
    const due = began + pacer.dueAt(index, time);
    this.#checkLate(this.#slices.now - due);
    const waking = this.#slices.wakingFor(due);
    while (!this.#ended && this.#slices.now < waking) {
      await this.#slices.sleepUntil(waking, (wake) => {
        this.#wake = wake;
      });
    }
    while (!this.#ended && this.#nextTime() === time) await this.#slices.due(() => this.#bar());
  }

  // As many bars as fit. It ends at a promise, which is to be awaited.
  #bars(slice: Slice): unknown {
    while (!this.#ended && this.#nextTime() !== undefined) {
      const promise = this.#bar();
      if (promise !== undefined || slice.isOver()) return promise;
    }
    return undefined;
  }

  #bar(): Promise<unknown> | undefined {
    if (this.#ended) return undefined;
    const bar = barAt(this.#columns as BarColumns, this.#row++, this.#symbols);
    const before = this.#slices.now;
    const call = () => this.#listener(bar);
    const hook = kernelHook();
    const returned = hook === undefined ? call() : hook.interruptible(call);
    this.#taken += this.#slices.now - before;
    return returned instanceof Promise ? this.#settled(returned, this.#slices.now) : undefined;
  }

  async #settled(promise: Promise<unknown>, before: number): Promise<void> {
    try {
      await promise;
    } finally {
      this.#taken += this.#slices.now - before;
    }
  }

  #nextTime(): number | undefined {
    while (this.#columns === undefined || this.#row === this.#columns.length) {
      const value = this.#nextBlock();
      if (value === undefined) return undefined;
      this.#columns = value;
      this.#row = 0;
    }
    return this.#columns.time[this.#row];
  }

  #nextBlock(): BarColumns | undefined {
    try {
      const { done, value } = this.#blocks.next();
      return done === true ? undefined : value;
    } catch (error) {
      this.#tell("Its bars cannot be read any further", error);
      return undefined;
    }
  }

  #checkLate(late: number): void {
    if (this.#isTold || late < LATE || this.#taken < late) return;
    this.#isTold = true;
    this.#tell(`A listener is slower than its pace; its bars are ${(late / 1000).toFixed(1)} s late and wait for it`);
  }

  // What comes after its end is nobody's concern.
  #tell(what: string, error?: unknown): void {
    if (this.#ended) return;
    const head = `paperlab: feed "${this.#feed.name}": ${what}`;
    try {
      console.error(...(error === undefined ? [head] : [`${head}:`, error]));
    } catch {
      // Some errors cannot be printed.
      console.error(`${head}:`, thrownText(error));
    }
  }
}

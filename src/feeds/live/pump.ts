import { clearTimeout, setImmediate, setTimeout } from "node:timers";
import { thrownText } from "../../core/checks";
import type { Arrivals, Arrived, Taken } from "../source/live-source";
import { Gatherer, type GathererTerms } from "./gatherer";

/** What a pump must know of its feed. */
export interface PumpTerms extends GathererTerms {
  /** Milliseconds that a step waits for bars of other symbols. */
  readonly grace: number;
  /** Begins the source. May throw. */
  readonly begin: () => AsyncIterator<unknown> | Promise<AsyncIterator<unknown>>;
}

// Most bars that are taken off a source while earlier ones wait for the strategy.
const READ_AHEAD = 64;
// Messages after which the event loop has its turn, if a source never waits.
const STRETCH = 256;

/** Takes messages off a source, no faster than the session takes its steps unless bars that wait become one. */
export class Pump implements Arrivals {
  readonly #terms: PumpTerms;
  readonly #gatherer: Gatherer;
  #iterator: AsyncIterator<unknown> | undefined;
  #pulls = false;
  #end: Arrived["end"];
  #arrive: (() => void) | undefined;
  // The step that the timer is for.
  #timed: number | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(terms: PumpTerms, taken: Taken) {
    this.#terms = terms;
    this.#gatherer = new Gatherer(terms, taken);
  }

  async next(): Promise<Arrived> {
    void this.#pull();
    if (!this.#gatherer.hasNews && this.#end === undefined)
      await new Promise<void>((resolve) => {
        this.#arrive = resolve;
      });
    const arrived = this.#gatherer.handOut();
    void this.#pull();
    return { ...arrived, end: this.#end };
  }

  close(): Arrived {
    this.#gatherer.close();
    const left = this.#gatherer.handOut();
    if (this.#end === undefined) this.#endWith("closed");
    return { ...left, end: this.#end };
  }

  // With a source that is read ahead, at most one pull is under way.
  async #pull(): Promise<void> {
    if (this.#pulls) return;
    this.#pulls = true;
    try {
      this.#iterator ??= await this.#terms.begin();
      const iterator = this.#iterator;
      for (let messages = 1; this.#wantsMore; messages++) {
        const { done, value } = await iterator.next();
        if (this.#end !== undefined) break;
        if (done === true) {
          this.#gatherer.close();
          this.#gatherer.note("ended", "the source ended");
          this.#endWith("ended");
          break;
        }
        this.#gatherer.take(value, Date.now());
        this.#heed();
        if (messages % STRETCH === 0) await new Promise((resolve) => setImmediate(resolve));
      }
    } catch (error) {
      this.#fail(error);
    } finally {
      this.#pulls = false;
    }
    // It was closed before its source had begun.
    if (this.#end === "closed") this.#giveBack();
  }

  get #wantsMore(): boolean {
    if (this.#end !== undefined) return false;
    return this.#terms.coalesces || this.#gatherer.waiting < READ_AHEAD;
  }

  #fail(error: unknown): void {
    if (this.#end !== undefined) return;
    this.#gatherer.close();
    this.#gatherer.note("failed", `the source failed: ${thrownText(error)}`);
    this.#endWith("failed");
  }

  // A step that waits for bars of other symbols does not wait for ever.
  #heed(): void {
    if (this.#gatherer.hasNews) this.#tell();
    const { openTime } = this.#gatherer;
    if (openTime === this.#timed) return;
    this.#timed = openTime;
    clearTimeout(this.#timer);
    if (openTime === undefined) return;
    this.#timer = setTimeout(() => {
      this.#gatherer.close();
      this.#heed();
    }, this.#terms.grace);
  }

  #endWith(end: NonNullable<Arrived["end"]>): void {
    this.#end = end;
    clearTimeout(this.#timer);
    this.#tell();
    if (end === "closed") this.#giveBack();
  }

  // A generator that waits for something answers only after that, so nobody waits for its answer.
  #giveBack(): void {
    const iterator = this.#iterator;
    this.#iterator = undefined;
    try {
      void Promise.resolve(iterator?.return?.()).catch(() => undefined);
    } catch {
      // A source that cannot be closed is no longer of interest.
    }
  }

  #tell(): void {
    this.#arrive?.();
    this.#arrive = undefined;
  }
}

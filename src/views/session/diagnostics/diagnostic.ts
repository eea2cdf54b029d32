import type { SessionMetrics } from "../../../analysis/session-metrics";
import type { SessionContent } from "../../../run/content";
import type { SessionCore } from "../../../session/core";
import { timeTextOf } from "../days";
import { type Shortfalls, shortfallsOf } from "../shortfalls";

/** What looks wrong with a session. */
export interface Finding {
  /** One sentence without its full stop. */
  readonly what: string;
  /** How much of it there is: a count, or a fraction where `what` says so. */
  readonly amount: number;
  /** What to do about it, one sentence without its full stop. */
  readonly cure: string;
}

/** One thing that may be wrong with a session. */
export interface Diagnostic {
  /** Returns what was found, if anything. */
  find(examined: Examined): Finding | undefined;
}

/** A session as diagnostics look at it. What several of them need is read once, when the first asks. */
export class Examined {
  readonly core: SessionCore;
  readonly content: SessionContent;
  /** Writes a time of the session. */
  readonly timeText: (time: number) => string;
  #measured: SessionMetrics | undefined;
  #shortfalls: Shortfalls | undefined;

  constructor(core: SessionCore) {
    this.core = core;
    this.content = core.content;
    this.timeText = timeTextOf(core);
  }

  /** Whether its results are final, so that what is missing will not come. */
  get isOver(): boolean {
    return this.core.status.state === "COMPLETED" && this.content.steps > 0;
  }

  /** Its metrics. */
  get measured(): SessionMetrics {
    this.#measured ??= this.core.metrics();
    return this.#measured;
  }

  /**
   * The standard error of its annual Sharpe ratio, `√((1 + SR²/2N)/n)·√N` for independent returns (Lo, "The Statistics of
   * Sharpe Ratios", 2002); `null` without a ratio.
   */
  get sharpeError(): number | null {
    const { returns, periodsPerYear, metrics } = this.measured;
    const { sharpe } = metrics;
    if (sharpe === null) return null;
    return Math.sqrt(((1 + sharpe ** 2 / (2 * periodsPerYear)) / returns) * periodsPerYear);
  }

  /** What it asked for but did not get. */
  get shortfalls(): Shortfalls {
    this.#shortfalls ??= shortfallsOf(this.content.events);
    return this.#shortfalls;
  }
}

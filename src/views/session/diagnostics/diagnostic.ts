import { metricsOfLevels, type SessionMetrics } from "../../../analysis/session-metrics";
import type { CashEntry } from "../../../core/journal/cash-entry";
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

  /** Its annual Sharpe ratio by what it traded: that of its returns without the interest that cash earned. */
  get sharpeOfTrading(): number | null {
    const { cash, curve } = this.content;
    const earned = cash.filter(({ kind }) => kind === "interest");
    return earned.length === 0 || curve.thinned ? this.measured.metrics.sharpe : sharpeWithout(earned, this.core);
  }

  /**
   * Returns the standard error of an annual Sharpe ratio of its returns, `√((1 + SR²/2N)/n)·√N` for independent ones (Lo, "The
   * Statistics of Sharpe Ratios", 2002); by default of its own. `null` without a ratio.
   */
  sharpeError(sharpe = this.measured.metrics.sharpe): number | null {
    const { returns, periodsPerYear } = this.measured;
    if (sharpe === null) return null;
    return Math.sqrt(((1 + sharpe ** 2 / (2 * periodsPerYear)) / returns) * periodsPerYear);
  }

  /** What it asked for but did not get. */
  get shortfalls(): Shortfalls {
    this.#shortfalls ??= shortfallsOf(this.core);
    return this.#shortfalls;
  }
}

// Each return is without the cash that came in its period.
function sharpeWithout(earned: readonly CashEntry[], core: SessionCore): number | null {
  const { sampled, periodsPerYear } = core.sampling();
  const { time, levels } = sampled;
  const grown = new Float64Array(levels.length);
  grown[0] = levels[0];
  let next = 0;
  for (let at = 1; at < levels.length; at++) {
    let interest = 0;
    for (; next < earned.length && Number(earned[next].time) <= time[at]; next++) interest += earned[next].amount;
    grown[at] = (grown[at - 1] * (levels[at] - interest)) / levels[at - 1];
  }
  // Without the risk-free rate either, which is what cash may earn.
  return metricsOfLevels({ time, levels: grown }, { periodsPerYear, calendar: core.calendar }).sharpe;
}

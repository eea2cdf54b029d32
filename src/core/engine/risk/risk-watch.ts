import type { RiskAction, RiskRule, RiskStop } from "../../account/risk";
import type { EngineTerms } from "../../account/terms";
import { dayLength } from "../../days";
import { denialText } from "../../orders/denial";
import type { TradingState } from "../../orders/trading-state";
import type { Trading } from "../trading";
import type { RiskBook } from "./risk-book";

/** What a rule holds the session to, and how long: it is over once both its time and its step are past. */
interface Hold {
  readonly action: RiskAction;
  readonly time: number;
  readonly step: number;
}

/** Asks the rules after each step, does what they ask for, and ends it when it is over. */
export class RiskWatch {
  readonly #book: RiskBook;
  readonly #trading: Trading;
  // The rules that have something to say after a step.
  readonly #rules: readonly RiskRule[];
  readonly #holds = new Map<RiskRule, Hold>();
  readonly #isLong: boolean;
  readonly #namesStops: boolean;
  readonly #keepsStateByHand: boolean;
  readonly #liquidatesHalted: boolean;
  #liquidates = false;
  // Whether the session is REDUCING because it was set so by hand, whatever rules ask for besides.
  #isReducedByHand = false;

  constructor(book: RiskBook, trading: Trading, { risk, daily, interval = 0, behavior }: EngineTerms) {
    this.#book = book;
    this.#trading = trading;
    this.#rules = risk.filter(({ afterStep }) => afterStep !== undefined);
    this.#isLong = daily || interval >= dayLength;
    this.#namesStops = behavior.namesStops;
    this.#keepsStateByHand = behavior.keepsStateByHand;
    this.#liquidatesHalted = behavior.liquidatesHalted;
  }

  /** Begins a step with its equity, before the strategy is called. */
  begin(time: number, equity: number): void {
    this.#book.begin(time, equity);
    if (this.#holds.size > 0) this.#release(time);
  }

  /** Asks every rule, after the orders of a step were accepted or denied. */
  afterStep(time: number): void {
    for (const rule of this.#rules) {
      const asked = rule.afterStep?.(this.#book.view);
      if (asked !== undefined) this.#obey(rule, typeof asked === "string" ? plainStop(asked) : asked, time);
    }
    if (this.#liquidates) this.#trading.goOnLiquidating();
  }

  /** Forgets what rules asked for, because `state` is set by hand. Past losses no longer count. */
  forget(state: TradingState): void {
    this.#isReducedByHand = this.#keepsStateByHand && state === "REDUCING";
    this.#holds.clear();
    this.#liquidates = false;
    this.#nameStop();
    this.#book.beginAgain();
  }

  #obey(rule: RiskRule, { action, code, details, until }: RiskStop, time: number): void {
    const hold = { action, ...this.#holdUntil(until) };
    const before = this.#holds.get(rule);
    const isMore = this.#liquidatesHalted && action === "LIQUIDATE" && before?.action === "HALT";
    if (before?.time === hold.time && before.step === hold.step && !isMore) return;
    this.#holds.set(rule, hold);
    this.#nameStop();
    const reason = denialText({ code, details });
    const state = this.#trading.gate.state === "HALTED" ? "HALTED" : "REDUCING";
    this.#trading.change({ time, state, reason, rule: rule.name });
    if (action !== "LIQUIDATE" || state === "HALTED" || this.#liquidates) return;
    this.#liquidates = true;
    this.#trading.liquidate();
  }

  // Of several rules that hold it, the one that has asked first.
  #nameStop(): void {
    if (!this.#namesStops) return;
    const [first] = this.#holds.keys();
    this.#trading.gate.rule = first?.name;
  }

  // A bar of a day or longer is over with its day, so what holds "to the end of the day" holds for the next bar.
  #holdUntil(until: RiskStop["until"]): Omit<Hold, "action"> {
    const { dayEnd, steps } = this.#book;
    if (until === undefined) return { time: Number.POSITIVE_INFINITY, step: 0 };
    return this.#isLong ? { time: Number.NEGATIVE_INFINITY, step: steps + 1 } : { time: dayEnd, step: 0 };
  }

  #release(time: number): void {
    const { steps } = this.#book;
    for (const [rule, hold] of this.#holds) {
      if (time <= hold.time || steps <= hold.step) continue;
      this.#holds.delete(rule);
      this.#nameStop();
      if (this.#holds.size > 0) continue;
      this.#liquidates = false;
      if (this.#trading.gate.state === "REDUCING" && !this.#isReducedByHand)
        this.#trading.change({ time, state: "ACTIVE", reason: "DAY_OVER", rule: rule.name });
    }
  }
}

function plainStop(action: RiskAction): RiskStop {
  return { action, code: "RULE_ASKED" };
}

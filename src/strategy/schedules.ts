import { expected, isGenerator } from "../core/checks";
import { dateOf } from "../core/days";
import type { Desk } from "../core/engine/desk";
import type { Hook } from "../core/engine/hook";
import type { ScheduledCalls } from "../core/engine/scheduled";
import { type Condition, isMet } from "../core/schedule/condition";
import { Due, type DueDay } from "../core/schedule/due";
import { checkedRule, type RuleOf } from "../core/schedule/rule";
import { PaperLabError } from "../errors";
import { type AnyRule, checkComes } from "./rebalance";
import type { Weights } from "./strategy";
import type { WarmUp } from "./warm-up";

interface Entry<Context> {
  readonly hook: Hook;
  /** What its log lines call it. */
  readonly label: string;
  /** Absent if every step is due. */
  readonly due: Due | undefined;
  readonly when: Condition<Context> | undefined;
  readonly call: (context: Context) => unknown;
  /** Whether a due day has come. */
  hasCome: boolean;
}

const NEXT = "was due and had no bar; it came at the next one";
const LATE = "was due and had no bar; it came with the last one before, as its period had no more";

/**
 * What a strategy has scheduled: `schedule(rule, fn)` in the order of the calls, and `targetWeights` last if it has a
 * `rebalance`. The engine asks it after `onBars`.
 */
export class Schedules<Context> implements ScheduledCalls {
  next = Number.NEGATIVE_INFINITY;
  overdue = Number.POSITIVE_INFINITY;
  asked: string | undefined;
  readonly #desk: Desk;
  readonly #context: () => Context;
  readonly #entries: Entry<Context>[] = [];
  #isOpen = false;
  #targets: ReadonlyMap<string, number> | undefined;
  // Absent once it is over, and was asked since.
  #warmUp: Pick<WarmUp, "isOver"> | undefined;

  /** `context`: returns the context of hooks that have no bar. Nothing is due before `warmUp` is over. */
  constructor(desk: Desk, context: () => Context, warmUp?: Pick<WarmUp, "isOver">) {
    this.#desk = desk;
    this.#context = context;
    this.#warmUp = warmUp;
  }

  get length(): number {
    return this.#entries.length;
  }

  /** Lets `add` be called until `close`. */
  open(): void {
    this.#isOpen = true;
  }

  /** Ends the time of `add`. */
  close(): void {
    this.#isOpen = false;
  }

  /**
   * Has a function called when a rule is due. Throws INVALID_STATE outside `onStart`, INVALID_OPTION and UNKNOWN_OPTION
   * for a rule that makes no sense or is never due.
   */
  add(rule: RuleOf<Context>, call: (context: Context) => unknown): void {
    if (!this.#isOpen) {
      const message = "Expected schedule to be called in onStart, was called in another hook or after a first step";
      throw new PaperLabError("INVALID_STATE", message);
    }
    const label = `schedule ${this.#entries.length + 1}`;
    const checked = checkedRule(`the rule of ${label}`, rule);
    if (typeof call !== "function" || isGenerator(call))
      throw expected(`the second argument of ${label}`, "a plain function", call);
    checkComes(`the rule of ${label}`, checked, this.#desk.calendar, !this.#desk.refusesTimesOutsideHours);
    this.#add("schedule", label, checked, call);
  }

  /** Has `targetWeights` called when its rule is due. It goes last. */
  addTargetWeights(rule: AnyRule, call: (context: Context) => unknown): void {
    this.#add("targetWeights", "rebalance", rule, call);
  }

  #add(hook: Hook, label: string, { due, when }: AnyRule, call: Entry<Context>["call"]): void {
    const times = due && new Due(this.#desk.calendar, due);
    this.#entries.push({ hook, label, due: times, when: when as Condition<Context> | undefined, call, hasCome: false });
    this.#refresh();
  }

  hook(at: number): Hook {
    return this.#entries[at].hook;
  }

  call(at: number, time: number): unknown {
    if (this.#warmUp?.isOver === false) return undefined;
    const isFirst = this.#warmUp !== undefined;
    const entry = this.#entries[at];
    const came = entry.due?.at(time);
    if (at === this.#entries.length - 1) {
      this.#refresh();
      this.#warmUp = undefined;
    }
    if (entry.due !== undefined && came === undefined) return undefined;
    if (came !== undefined && came.day !== came.came)
      this.#tell(entry, came, isFirst ? "was due before the warm-up was over; it came then" : NEXT);
    return this.#callIfMet(entry);
  }

  callLate(at: number, time: number): unknown {
    if (this.#warmUp !== undefined) return undefined;
    const entry = this.#entries[at];
    const came = entry.due?.late(time, this.#desk.now);
    if (at === this.#entries.length - 1) this.#refresh();
    if (came === undefined) return undefined;
    this.#tell(entry, came, LATE);
    return this.#callIfMet(entry);
  }

  /** Notes target weights, from which weights drift. `caller`: what gave them, for messages. */
  rebalanceTo(weights: Weights, caller?: string): void {
    this.#desk.rebalanceTo(weights, caller);
    if (this.#entries.length === 0) return;
    this.#targets = new Map(Object.entries(weights));
  }

  /** Logs what was never due. Called at the end of the run. */
  tellWhatNeverCame(): void {
    const why = this.#warmUp?.isOver === false ? "the warm-up was never over" : "no due day has come";
    for (const { label, due, hasCome } of this.#entries)
      if (due !== undefined && !hasCome) this.#desk.log(`${label}: it was never due, because ${why}`);
  }

  #callIfMet(entry: Entry<Context>): unknown {
    const { when, call, due, label } = entry;
    entry.hasCome = true;
    const context = this.#context();
    if (when !== undefined) {
      this.asked = `${due === undefined ? "the condition" : "when"} of ${label}`;
      const isCalled = isMet(when, { context, drift: () => this.#drift() });
      this.asked = undefined;
      if (!isCalled) return undefined;
    }
    return call(context);
  }

  #tell({ label }: Entry<Context>, { day, came }: DueDay, how: string): void {
    const on = day === came ? "" : `, on ${dateOf(came)}`;
    this.#desk.log(`${label}: ${dateOf(day)} ${how}${on}`);
  }

  #refresh(): void {
    let next = Number.POSITIVE_INFINITY;
    let overdue = Number.POSITIVE_INFINITY;
    for (const { due } of this.#entries) {
      next = Math.min(next, due?.next ?? Number.NEGATIVE_INFINITY);
      overdue = Math.min(overdue, due?.overdue ?? Number.POSITIVE_INFINITY);
    }
    this.next = next;
    this.overdue = overdue;
  }

  // Before there are targets, everything has drifted, so that a strategy gets its first weights.
  #drift(): { readonly absolute: number; readonly relative: number } {
    const targets = this.#targets;
    if (targets === undefined) return { absolute: Number.POSITIVE_INFINITY, relative: Number.POSITIVE_INFINITY };
    const { equity, positions } = this.#desk;
    const weights = new Map(positions.map(({ symbol, marketValue }) => [symbol, marketValue / equity]));
    let absolute = 0;
    let relative = 0;
    for (const symbol of new Set([...targets.keys(), ...weights.keys()])) {
      const target = targets.get(symbol) ?? 0;
      const difference = Math.abs((weights.get(symbol) ?? 0) - target);
      if (difference === 0) continue;
      absolute = Math.max(absolute, difference);
      relative = Math.max(relative, difference / Math.abs(target));
    }
    return { absolute, relative };
  }
}

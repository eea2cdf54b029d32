import type { Hook } from "./hook";

/** What a strategy has scheduled. The engine asks after `onBars`, and before a step that begins another period. */
export interface ScheduledCalls {
  /** How many there are. They are called in order. */
  readonly length: number;
  /** A step before this time need not ask. */
  readonly next: number;
  /** Before a step later than this, `callLate` must be called. */
  readonly overdue: number;
  /** Returns the name of the hook at an index, for messages. */
  hook(at: number): Hook;
  /** The condition that is being asked, such as "when of rebalance", for messages; `undefined` if none is. */
  readonly asked: string | undefined;
  /** Calls what is at an index if it is due at the step of that time, and returns what it returned. */
  call(at: number, time: number): unknown;
  /** Calls what is at an index if it is overdue before the step of that time, and returns what it returned. */
  callLate(at: number, time: number): unknown;
}

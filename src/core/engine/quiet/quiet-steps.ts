import type { PaperLabError } from "../../../errors";
import type { EquityLedger, LoneHolding } from "../../journal/equity-ledger";
import type { BarColumns } from "../../market/bar";
import type { EngineParts } from "../parts";
import type { StrategyTurn } from "../strategy-turn";

// Rows after which the bell is looked at while the strategy sleeps.
const NAP = 4096;

/** What quiet steps need of the engine. */
export interface QuietEngine {
  pending: PromiseLike<unknown> | undefined;
  steps: number;
  readonly stopped: boolean;
  fail(cause: unknown): PaperLabError;
}

/**
 * Takes steps of the only symbol while no order works and no risk rule watches, if that comes to the same as their stages one by
 * one, to the last bit: then only the price and what the strategy asks for can change anything. Returns the row after the last,
 * which is `from` if the next step must be taken stage by stage. What the strategy asks for at the last one is left to be
 * settled.
 */
export function quietSteps(
  engine: QuietEngine,
  parts: EngineParts,
  turn: StrategyTurn,
  columns: BarColumns,
  from: number,
  to: number,
  until: number,
  bell: Int32Array,
): number {
  const { carry, actions, margin, portfolio } = parts;
  // Cash that is paid, and shares that change, end them.
  const due = Math.min(until, carry?.due ?? until, actions?.due ?? until);
  const isAsleep = turn.wake > columns.time[from];
  if (margin !== undefined && !(isAsleep && portfolio.held.length === 0)) return from;
  const row = isAsleep ? sleep(engine, parts, turn.wake, columns, from, to, due) : from;
  const isCalled = turn.wake <= columns.time[row] && margin === undefined && bell[0] === 0;
  return isCalled ? callAlone(engine, parts, turn, columns, row, to, due, bell) : row;
}

// Takes the steps up to the one at `wake`, at which the strategy is called.
function sleep(
  engine: QuietEngine,
  { curve, portfolio, desk, market }: EngineParts,
  wake: number,
  columns: BarColumns,
  from: number,
  to: number,
  until: number,
): number {
  const row = curve.pushHeld(columns, from, Math.min(to, from + NAP), portfolio, until, wake);
  if (row === from) return from;
  engine.steps += row - from;
  desk.now = columns.time[row - 1];
  market.mark(columns, row - 1, row);
  return row;
}

// Takes steps at which the strategy is called, up to the first at which it asks for anything or returns a promise.
function callAlone(
  engine: QuietEngine,
  { curve, portfolio, desk, market }: EngineParts,
  turn: StrategyTurn,
  columns: BarColumns,
  from: number,
  to: number,
  until: number,
  bell: Int32Array,
): number {
  const { time: times, close: closes } = columns;
  const { cash } = portfolio;
  const [quantity] = portfolio.quantity;
  // The last row of a block has no row after it to be compared with.
  const end = Math.min(to, columns.length - 1);
  let before = desk.now;
  let row = from;
  try {
    while (row < end) {
      const time = times[row];
      const close = closes[row];
      const isPlain = time > before && time <= until && time !== times[row + 1] && cash + quantity * close > 0;
      if (!isPlain || time < turn.wake) break;
      before = time;
      desk.now = time;
      row++;
      market.markOnly(columns, row);
      const promise = turn.step(columns, row - 1, row);
      if (promise !== undefined) {
        engine.pending = promise;
        break;
      }
      if (desk.waiting || engine.stopped || bell[0] !== 0) break;
    }
  } catch (error) {
    throw engine.fail(error);
  } finally {
    engine.steps += row - from;
    pushAll(curve, columns, from, row, portfolio);
  }
  return row;
}

// Nobody looks at the curve while the strategy is called, and one loop over it is faster.
function pushAll(curve: EquityLedger, columns: BarColumns, from: number, to: number, held: LoneHolding): void {
  for (let row = from; row < to; ) row = curve.pushHeld(columns, row, to, held, Infinity, Infinity);
}

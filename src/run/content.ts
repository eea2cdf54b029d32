import { type FillRows, fillRowsOf } from "../analysis/record/fill-rows";
import type { DayColumns, EquityCurve } from "../analysis/record/track-record";
import { profitsOf, type TradeProfits } from "../analysis/record/trade-profits";
import { type Position, type SnapshotRow, snapshotRow } from "../core/account/position";
import type { Suppressed } from "../core/account/suppressed";
import type { CashEntry } from "../core/journal/cash-entry";
import type { SessionEvent } from "../core/journal/events";
import type { SessionInput } from "../core/journal/inputs";
import type { MarginCall } from "../core/journal/margin-call";
import type { RecordLine } from "../core/journal/recorder";
import type { AppliedAction } from "../core/market/corporate-action";
import type { Fill } from "../core/orders/fill";
import type { Order } from "../core/orders/order";
import type { Trade } from "../core/orders/trade";
import type { TradingStateChange } from "../core/orders/trading-state";
import type { SessionRun } from "./run";

/** A line that the strategy logged. */
export interface LogLine {
  /** Epoch milliseconds UTC of the step. */
  readonly time: number;
  readonly text: string;
}

/** The contents of a session, whether it runs in this process or comes from the store. */
export interface SessionContent {
  /** Steps processed. */
  readonly steps: number;
  readonly curve: EquityCurve;
  readonly days: DayColumns;
  readonly orders: readonly Order[];
  readonly fills: readonly Fill[];
  readonly trades: readonly Trade[];
  /** The results of the trades. */
  readonly profits: TradeProfits;
  /** The fills by row. */
  readonly fillRows: FillRows;
  readonly snapshots: readonly SnapshotRow[];
  readonly positions: readonly Position[];
  /** When the prices of the positions were made, by symbol, epoch milliseconds UTC. */
  readonly priceTimes: ReadonlyMap<string, number>;
  readonly events: readonly SessionEvent[];
  readonly logs: readonly LogLine[];
  /** Changes of the trading state; none while it is ACTIVE from the first step on. */
  readonly tradingStates: readonly TradingStateChange[];
  /** What was asked for by hand. */
  readonly inputs: readonly SessionInput[];
  /** What moved cash other than fills and the initial capital. */
  readonly cash: readonly CashEntry[];
  readonly marginCalls: readonly MarginCall[];
  /** Corporate actions that were applied. */
  readonly actions: readonly AppliedAction[];
  /** The risk rules that denied orders, by the ids of the orders. */
  readonly deniedBy: ReadonlyMap<string, string>;
  readonly records: readonly RecordLine[];
  /** Targets that ordered nothing although the position was not there yet; absent if there are none. */
  readonly suppressed?: Suppressed;
  /** Sums over the fills, currency. */
  readonly costs: { readonly commission: number; readonly slippage: number };
}

/** Shows a run as it is now. Every read looks again. */
export class LiveContent implements SessionContent {
  readonly #run: SessionRun;

  constructor(run: SessionRun) {
    this.#run = run;
  }

  get steps(): number {
    return this.#run.engine.steps;
  }

  get curve(): EquityCurve {
    return this.#run.curve;
  }

  get days(): DayColumns {
    return this.#run.tracker.days(this.#run.engine.portfolio);
  }

  get orders(): readonly Order[] {
    const { orders } = this.#run.engine.journal;
    // By number, as in the store. An order for a target gets its number later than a plain order that was requested
    // after it.
    const rows = Array.from({ length: orders.length }, (_, row) => row);
    return rows.sort((a, b) => orders.number(a) - orders.number(b)).map((row) => orders.at(row));
  }

  get fills(): readonly Fill[] {
    const { fills } = this.#run.engine.journal;
    return Array.from({ length: fills.length }, (_, row) => fills.at(row));
  }

  get trades(): readonly Trade[] {
    return this.#run.tracker.trades.all();
  }

  get profits(): TradeProfits {
    return this.#run.tracker.trades;
  }

  get fillRows(): FillRows {
    return this.#run.engine.journal.fills;
  }

  get snapshots(): readonly SnapshotRow[] {
    return this.#run.tracker.snapshots.map(snapshotRow);
  }

  get positions(): readonly Position[] {
    return this.#run.engine.portfolio.positions();
  }

  get priceTimes(): ReadonlyMap<string, number> {
    const { portfolio, lastBars } = this.#run.engine;
    return new Map(portfolio.held.map((index) => [portfolio.symbols[index], lastBars[index]]));
  }

  get events(): readonly SessionEvent[] {
    const { journal } = this.#run.engine;
    return Array.from({ length: journal.length }, (_, index) => journal.at(index));
  }

  get logs(): readonly LogLine[] {
    return this.#run.engine.journal.logs.map((line) => ({ ...line }));
  }

  get tradingStates(): readonly TradingStateChange[] {
    return this.#run.engine.journal.states.map((change) => ({ ...change }));
  }

  get inputs(): readonly SessionInput[] {
    return structuredClone(this.#run.inputs.taken);
  }

  get cash(): readonly CashEntry[] {
    return this.#run.engine.journal.cash.map((entry) => ({ ...entry }));
  }

  get marginCalls(): readonly MarginCall[] {
    return this.#run.engine.journal.marginCalls.map((call) => ({ ...call }));
  }

  get actions(): readonly AppliedAction[] {
    return this.#run.engine.journal.actions.map((action) => ({ ...action }));
  }

  get deniedBy(): ReadonlyMap<string, string> {
    return this.#run.engine.journal.orders.deniers();
  }

  get records(): readonly RecordLine[] {
    const { columns } = this.#run.engine.recorder;
    return columns.map(({ name, time, value }) => ({ name, time: time.view().slice(), value: value.view().slice() }));
  }

  get suppressed(): Suppressed | undefined {
    return this.#run.engine.suppressed;
  }

  get costs() {
    return this.#run.tracker.costs;
  }
}

const nothing = new Float64Array(0);

/** The contents of a session that has not begun: one equity point once its time is known, and nothing else. */
export const emptyContent: SessionContent = {
  steps: 0,
  curve: { length: 0, time: nothing, equity: nothing },
  days: {
    length: 0,
    day: new Int32Array(0),
    time: nothing,
    equity: nothing,
    gross: nothing,
    net: nothing,
    traded: nothing,
  },
  orders: [],
  fills: [],
  trades: [],
  profits: profitsOf([]),
  fillRows: fillRowsOf([]),
  snapshots: [],
  positions: [],
  priceTimes: new Map(),
  events: [],
  logs: [],
  tradingStates: [],
  inputs: [],
  cash: [],
  marginCalls: [],
  actions: [],
  deniedBy: new Map(),
  records: [],
  costs: { commission: 0, slippage: 0 },
};

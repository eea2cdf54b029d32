import { enoughDays } from "../../analysis/tracking/running";
import { thrownText } from "../../core/checks";
import { counted } from "../../core/short-text";
import type { Table } from "../../core/table";
import type { Display } from "../../notebook/display";
import { formatValue, moneyWriter } from "../../output/formats";
import { type Card, type CardTable, cardDisplay, type Pair } from "../../output/pages/cards";
import type { Spark } from "../../output/pages/sparkline";
import type { SessionCore } from "../../session/core";
import type { SessionRecord } from "../../session/record/record";
import { durationText } from "../durations";
import { cardHeight, sessionNote } from "../session/card";
import { timesOf, timeTextOf } from "../session/days";
import { benchmarkNote } from "../session/figures/benchmark";
import { type LiveCurve, liveCurve } from "./curve";
import { runningView } from "./standing";

/** What can be seen of a session without computing its metrics, so that looking costs the run next to nothing. */
export interface Glance {
  readonly name: string;
  readonly state: string;
  /** The session's own time, as text. */
  readonly clock: string;
  /** Share of its steps that it has taken, 0 to 1; `undefined` if its feed cannot be found or has no end. */
  readonly progress: number | undefined;
  readonly steps: number;
  /** Steps to the end of its feed; `undefined` as with `progress`. */
  readonly stepsLeft: number | undefined;
  readonly equity: number;
  readonly totalReturn: number;
  readonly orders: number;
  readonly fills: number;
  /** Open positions. */
  readonly positions: number;
  /** What went wrong: why it failed, or else its last warning. */
  readonly trouble: string | undefined;
}

/** Looks at a session. */
export function glanceAt(core: SessionCore): Glance {
  const { steps } = core.content;
  const { initialCapital } = core;
  const { time, equity = initialCapital } = core.lastPoint ?? {};
  const total = core.status.endReason === "END_OF_FEED" ? steps : stepsOfFeed(core);
  return {
    name: core.name,
    state: core.runsElsewhere ? "RUNNING in another process" : sessionNote(core),
    clock: time === undefined ? "–" : timeTextOf(core)(time),
    progress: total && Math.min(1, steps / total),
    steps,
    stepsLeft: total === undefined ? undefined : Math.max(0, total - steps),
    equity,
    totalReturn: equity / initialCapital - 1,
    orders: core.countOf("order"),
    fills: core.countOf("fill"),
    positions: core.content.positions.length,
    trouble: troubleOf(core),
  };
}

// A row has room for the error's own message. The session itself says where it happened.
function troubleOf({ status: { error }, warnings }: SessionCore): string | undefined {
  return error === undefined ? warnings.at(-1) : thrownText(error.cause ?? error);
}

// Counted when a session is first looked at.
const stepsOfFeeds = new WeakMap<SessionRecord, number | undefined>();

// Those of its own symbols, which may have bars only in a part of the feed's time.
function stepsOfFeed({ record }: SessionCore): number | undefined {
  if (!stepsOfFeeds.has(record)) stepsOfFeeds.set(record, countedSteps(record));
  return stepsOfFeeds.get(record);
}

function countedSteps({ feed: find, config: { symbols } }: SessionRecord): number | undefined {
  try {
    const feed = find();
    return feed.bounded ? feed.steps(symbols) : undefined;
  } catch {
    return undefined;
  }
}

const lastFills = 3;
const mostPositions = 4;

/** What a board knows about a session: its last glance, and the estimated seconds to its end. */
export interface BoardRow {
  readonly glance: Glance;
  readonly secondsLeft: number | undefined;
}

/** Returns the card of a session that runs, or may run again. It is as high at every update. */
export function liveCard(core: SessionCore, { glance, secondsLeft }: BoardRow): Display {
  const spark = liveCurve(core);
  const card: Card = {
    title: `Session ${core.name}`,
    note: glance.state,
    progress: glance.progress,
    spark: { ...spark, ...scaleOf(core, spark) },
    pairs: livePairs(core, glance, secondsLeft, spark),
    tables: fillTables(core),
    live: core.status.state === "RUNNING",
    height: cardHeight(core),
  };
  return cardDisplay(card);
}

function livePairs(core: SessionCore, glance: Glance, secondsLeft: number | undefined, spark: LiveCurve): Pair[] {
  const left = secondsLeft === undefined ? "" : `, ${durationText(secondsLeft)} left`;
  const view = runningView(core);
  const percent = (value: number | null) => (value === null ? "–" : formatValue(value, "percent"));
  const dayText = view.dayReturn === null ? "" : `; this day ${signedPercent(view.dayReturn)}`;
  const winners =
    view.trades === 0 ? "none closed" : `${formatValue(view.trades, "count")} closed, ${percent(view.winRate)} won`;
  const { benchmark } = core.record;
  const money = moneyWriter([glance.equity, view.profit]);
  const pairs: Pair[] = [
    // The one place of the card that names the zone.
    ["Clock", `${glance.clock}, ${counted(glance.steps, "step")}${left}`],
    ["Equity", money(glance.equity)],
    ["Profit", `${view.profit > 0 ? "+" : ""}${money(view.profit)}  (${signedPercent(glance.totalReturn)}${dayText})`],
    ...(benchmark === undefined ? [] : [["Benchmark", benchmarkText(core, view)] as const]),
    ["Drawdown", percent(view.drawdown)],
    ["Exposure", `gross ${percent(view.grossExposure)}, net ${percent(view.netExposure)}`],
    ["Positions", positionsText(core)],
    ["Trades", winners],
    ["Sharpe", ratiosText(view)],
    ["Fills", `${formatValue(glance.fills, "count")} of ${counted(glance.orders, "order")}`],
    ["Curve", scaleText(core, spark)],
  ];
  for (const warning of core.warnings) pairs.push(["Warning", warning]);
  return pairs;
}

// As the card of a session that is over has it behind its own return.
function benchmarkText(core: SessionCore, view: ReturnType<typeof runningView>): string {
  const { benchmarkReturn, benchmarkBegin, benchmarkEnd } = view;
  const growth = benchmarkReturn === null ? "–" : formatValue(benchmarkReturn, "percent");
  const { timeText } = timesOf(core);
  const from = benchmarkBegin === null ? "" : ` from ${timeText(benchmarkBegin)}`;
  const until = benchmarkEnd === null ? "" : ` until ${timeText(benchmarkEnd)}`;
  const without = benchmarkNote(core);
  const about = [core.record.benchmark?.name, ...(without === "" ? [] : [without])].join(", ");
  return `${growth}${from}${until}  (${about})`;
}

function ratiosText({ sharpe, sortino, dayReturns, daysPerYear }: ReturnType<typeof runningView>): string {
  const basis = `${counted(dayReturns, "day return")}, ${formatValue(daysPerYear, "quantity")} a year`;
  if (dayReturns < enoughDays) return `–  (${basis}; at least ${enoughDays} are needed)`;
  return `${formatValue(sharpe, "ratio")}, Sortino ${formatValue(sortino, "ratio")}  (${basis})`;
}

function scaleText(core: SessionCore, spark: LiveCurve): string {
  if (spark.since === undefined || spark.values.length < 2) return "not begun";
  const range = rangeOf(spark);
  const [low, high] = range.map(moneyWriter(range));
  const dashed = spark.against === undefined ? "" : "; dashed: the benchmark, from the equity where it begins";
  return `from ${low} to ${high}, since ${timesOf(core).timeText(spark.since)}${dashed}`;
}

// What is written at the corners of the curve, in place of axes.
function scaleOf(core: SessionCore, spark: LiveCurve): Pick<Spark, "scale"> {
  if (spark.since === undefined || spark.values.length < 2) return {};
  const range = rangeOf(spark);
  const [low, high] = range.map(moneyWriter(range));
  const { timeText } = timesOf(core);
  return { scale: { low, high, from: timeText(spark.since), to: timeText(core.lastPoint?.time ?? spark.since) } };
}

function rangeOf({ values, against }: LiveCurve): [low: number, high: number] {
  let [low, high] = [Infinity, -Infinity];
  for (const series of [values, against ?? []])
    for (const value of series) {
      if (value < low) low = value;
      if (value > high) high = value;
    }
  return [low, high];
}

function positionsText({ content }: SessionCore): string {
  const { positions } = content;
  const texts = positions.slice(0, mostPositions).map(({ symbol, quantity, unrealizedPnl }) => {
    return `${formatValue(quantity, "quantity")} ${symbol} (profit ${signedCurrency(unrealizedPnl)})`;
  });
  const more = positions.length - texts.length;
  return texts.length === 0 ? "none" : `${texts.join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}

function fillTables(core: SessionCore): CardTable[] {
  const fills = core.lastFills(lastFills);
  const { timeText } = timesOf(core);
  const rows: (string | number | null)[][] = fills.map(({ time, side, quantity, symbol, price }) => {
    return [timeText(time), side, quantity, symbol, price];
  });
  // Rows that are there from the start keep the card as high as it is.
  while (rows.length < lastFills) rows.push(["–", "–", null, "–", null]);
  const table: Table = { columns: ["time", "side", "quantity", "symbol", "price"], rows };
  return [{ heading: "Last fills", table, options: { formats: { quantity: "quantity", price: "price" } } }];
}

const mostRows = 30;

/** Returns the card of several sessions, one row each. */
export function boardCard(sessions: readonly BoardRow[]): Display {
  const live = sessions.some(({ glance }) => glance.state.startsWith("RUNNING"));
  const troubled = sessions.some(({ glance }) => glance.trouble !== undefined);
  const columns = ["session", "state", "done", ...(live ? ["left"] : []), "clock", "equity", "return"];
  const rows = sessions.map(({ glance, secondsLeft }) => {
    const { name, state, progress, clock, equity, totalReturn, positions, fills, trouble } = glance;
    const left = secondsLeft === undefined ? null : durationText(secondsLeft);
    const row = [
      name,
      state.replace(", END_OF_FEED", ""),
      progress ?? null,
      ...(live ? [left] : []),
      clock,
      equity,
      totalReturn,
      positions,
      fills,
    ];
    return troubled ? [...row, trouble ?? null] : row;
  });
  const table: Table = { columns: [...columns, "positions", "fills", ...(troubled ? ["trouble"] : [])], rows };
  const formats = {
    done: "percent",
    equity: "currency",
    return: "percent",
    positions: "count",
    fills: "count",
  } as const;
  const note = countText(sessions.map(({ glance }) => glance.state));
  const title = counted(sessions.length, "session");
  return cardDisplay({
    title,
    note,
    tables: [{ table, options: { formats, maxRows: mostRows, maxWidth: 180 } }],
    live,
  });
}

// If some have not ended yet: `18 completed, 1 running, 1 failed`.
function countText(states: readonly string[]): string | undefined {
  const countOf = (state: string) => states.filter((one) => one.startsWith(state)).length;
  const counts = ["RUNNING", "PAUSED", "COMPLETED", "FAILED"].map((state) => [countOf(state), state] as const);
  if (countOf("COMPLETED") === states.length) return undefined;
  return counts.flatMap(([count, state]) => (count === 0 ? [] : `${count} ${state.toLowerCase()}`)).join(", ");
}

function signedCurrency(value: number): string {
  return `${value > 0 ? "+" : ""}${formatValue(value, "currency")}`;
}

function signedPercent(value: number): string {
  return `${value > 0 ? "+" : ""}${formatValue(value, "percent")}`;
}

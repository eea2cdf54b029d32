import type { EquityCurve, Thinned } from "../../analysis/record/track-record";
import type { Suppressed } from "../../core/account/suppressed";
import type { Order } from "../../core/orders/order";
import { counted, listText, paramsText } from "../../core/short-text";
import type { Display } from "../../notebook/display";
import { formatValue, moneyWriter } from "../../output/formats";
import { cardDisplay, type Pair } from "../../output/pages/cards";
import type { SessionContent } from "../../run/content";
import type { SessionCore } from "../../session/core";
import { badRowsText } from "../left-out";
import { metricText, noteOf } from "../metrics-display";
import { sessionActionPairs } from "./actions";
import { handPairs } from "./by-hand";
import { carryPairs } from "./carry";
import { timesOf } from "./days";
import { diagnosticPairs } from "./diagnostics";
import { equityPlot } from "./figures";
import { benchmarkNote } from "./figures/benchmark";
import { livePairs } from "./live";
import { benchmarkLack, benchmarkSpan } from "./report/benchmark";
import { shortfallsOf } from "./shortfalls";
import { tradingPairs } from "./stops";

type SessionConfig = SessionCore["record"]["config"];

/** Returns how a session prints itself: what it is, its state, its results, and its equity curve. */
export function sessionCard(core: SessionCore): Display {
  const figures = core.content.curve.length > 2 ? [equityPlot(core)] : [];
  const [title, note] = [`Session ${core.name}`, sessionNote(core)];
  const height = figures.length === 0 ? undefined : cardHeight(core);
  return cardDisplay({ title, note, pairs: sessionPairs(core), figures, ...(height && { height }) });
}

/**
 * Returns the least height of a session's card in pixels, while it runs and once it is over, so that what is below it stays
 * where it is.
 */
export function cardHeight({ record: { benchmark } }: SessionCore): number {
  return benchmark === undefined ? 800 : 830;
}

/** Writes the state of a session. */
export function sessionNote({ status }: SessionCore): string {
  return status.endReason === undefined ? status.state : `${status.state}, ${status.endReason}`;
}

/** Writes what a session is, its results, and what went wrong. */
export function sessionPairs(core: SessionCore): Pair[] {
  return [
    ...whatItIs(core),
    ...(core.content.curve.length > 1 ? results(core) : []),
    ...handPairs(core.content),
    ...carryPairs(core.content, timesOf(core).timeText),
    ...sessionActionPairs(core.content),
    ...livePairs(core),
    ...troubles(core),
  ];
}

function whatItIs(core: SessionCore): Pair[] {
  const { record, content } = core;
  const { config } = record;
  const params = paramsText(config.params);
  const { curve, steps } = content;
  const { timeText, inZone } = timesOf(core);
  const when = (at: number) => timeText(curve.time[at]);
  // The one place of the card that names the zone.
  const range =
    curve.length > 1
      ? `${inZone(`${when(1)} to ${when(curve.length - 1)}`)}, ${counted(steps, "step")}`
      : "not started";
  return [
    ["Strategy", params === "" ? config.strategy.name : `${config.strategy.name} (${params})`],
    ["Symbols", listText(config.symbols)],
    ...(core.impliedLotSize === undefined ? [] : [["Lot size", impliedLotText(core.impliedLotSize, config)] as const]),
    ...(core.impliedHistoryBars === undefined ? [] : [["History", historyText(core.impliedHistoryBars)] as const]),
    ["Range", range],
    ...(curve.thinned === undefined ? [] : [["Curve", thinnedText(curve, curve.thinned)] as const]),
  ];
}

function historyText(bars: number): string {
  return `the newest ${formatValue(bars, "count")} bars of each symbol; historyBars says otherwise`;
}

function thinnedText({ length }: EquityCurve, { points, all }: Thinned): string {
  const [newest, kept, older] = [length - points, points, all].map((count) => formatValue(count, "count"));
  return `all of the last ${newest} points, and ${kept} of ${older} before them`;
}

// The rule is that of the feed. A stock beside a coin has the coin's lots.
function impliedLotText(size: number, { year }: SessionConfig): string {
  const isOpenDaily = year === undefined || year.perYear < leastDays || year.perYear > mostWeekdays;
  const why = isOpenDaily ? "the market never closes" : "its feed trades every day; lotSize: 1 asks for whole units";
  return `${size.toFixed(8)}, because ${why}`;
}

// A year of weekdays has 261 days. One of fewer than 60 rows has longer periods than days.
const [leastDays, mostWeekdays] = [60, 300];

// Nobody said that the market closes, if the calendar was found in the rows.
function smallerLotsText({ calendar, options }: SessionConfig): string {
  const isOpen = calendar.found && calendar.spec !== "always" && options.lotSize === undefined;
  return `with the option lotSize${isOpen ? ', or calendar: "always" in the feed if its market never closes' : ""}`;
}

function results(core: SessionCore): Pair[] {
  const measured = core.metrics();
  const { metrics } = measured;
  const { record, content } = core;
  const percent = (value: number | null) => formatValue(value, "percent");
  const without = benchmarkNote(core);
  const notes = [benchmarkLack(core), without].filter((note) => note !== "").map((note) => `, ${note}`);
  const growth = `${percent(metrics.benchmarkReturn)}${benchmarkSpan(core, timesOf(core).timeText)}${notes.join("")}`;
  const against = record.benchmark === undefined ? "" : `  (${record.benchmark.name} ${growth})`;
  const money = moneyWriter([core.initialCapital, metrics.finalEquity]);
  const tradesText = (count: number | null, winRate: number | null) =>
    `${formatValue(count, "count")}${count === 0 ? "" : `, ${percent(winRate)} won`}`;
  return [
    ["Equity", `${money(core.initialCapital)} → ${money(metrics.finalEquity)}`],
    ["Total return", `${percent(metrics.totalReturn)}${against}`],
    ["CAGR", metricText(measured, "cagr")],
    ["Sharpe", `${formatValue(metrics.sharpe, "ratio")}  (${noteOf(measured)})`],
    ...trialPairs(core),
    ["Max drawdown", percent(metrics.maxDrawdown)],
    ["Trades", tradesText(metrics.trades, metrics.winRate)],
    ["From flat to flat", tradesText(metrics.roundTrips, metrics.roundTripWinRate)],
    [
      "Fills",
      `${formatValue(content.fills.length, "count")}, commission ${formatValue(metrics.commission, "currency")}`,
    ],
  ];
}

// Of one trial alone, the ratio is as good as it looks.
function trialPairs(core: SessionCore): Pair[] {
  const { trials = 0, deflatedSharpe, why, uncounted } = core.trialStanding() ?? {};
  const more: Pair[] = uncounted === undefined ? [] : [["Trials", uncounted]];
  if (trials < 2) return more;
  if (why !== undefined) return [["Deflated Sharpe", `no answer: ${why}`], ...more];
  const among = `one of ${counted(trials, "trial")} on such data, see lab.trials()`;
  return [["Deflated Sharpe", `${formatValue(deflatedSharpe, "chance")}  (${among})`], ...more];
}

function troubles(core: SessionCore): Pair[] {
  const { status, content, warnings, record } = core;
  const { refused, canceled, unchanged, cut, expired } = shortfallsOf(core);
  const pairs: Pair[] = tradingPairs(content, timesOf(core).timeText);
  const { skipped = 0 } = record.config.feed;
  if (skipped > 0) pairs.push(["Left out", `${badRowsText(skipped)} of its feed`]);
  if (refused.size > 0) pairs.push(["Refused", refusedText(refused, content)]);
  if (canceled.size > 0) pairs.push(["Canceled", codesText(canceled)]);
  if (unchanged.size > 0) pairs.push(["Not changed", codesText(unchanged)]);
  if (refused.has("QUANTITY_BELOW_LOT_SIZE")) pairs.push(["Smaller lots", smallerLotsText(record.config)]);
  if (cut.length > 0) pairs.push(["Cut to fit cash", cutText(cut)]);
  if (expired > 0)
    pairs.push(["Expired", `${counted(expired, "market order")}, not filled in full by the end of the day`]);
  pairs.push(...suppressedPairs(content.suppressed));
  pairs.push(...diagnosticPairs(core));
  for (const warning of warnings) pairs.push(["Warning", warning]);
  if (status.error !== undefined) pairs.push(["Error", status.error.message]);
  return pairs;
}

function codesText(counts: ReadonlyMap<string, number>): string {
  return Array.from(counts, ([code, count]) => `${formatValue(count, "count")} ${code}`).join(", ");
}

// Refusals by code and by the risk rule that refused. What is left of a code was not refused by a rule.
function refusedText(refused: ReadonlyMap<string, number>, content: SessionContent): string {
  const rules = rulesByCode(content);
  const parts = Array.from(refused, ([code, count]) => {
    const byRule = rules.get(code) ?? new Map<string, number>();
    const rest = count - [...byRule.values()].reduce((sum, one) => sum + one, 0);
    const told = Array.from(byRule, ([rule, some]) => `${formatValue(some, "count")} ${code} (${rule})`);
    const isByHand = code === "TRADING_REDUCING" && told.length > 0;
    if (rest > 0) told.push(`${formatValue(rest, "count")} ${code}${isByHand ? " (by hand)" : ""}`);
    return told;
  });
  return parts.flat().join(", ");
}

// How many orders each risk rule refused, by the codes of their reasons.
function rulesByCode({ orders, deniedBy }: SessionContent): ReadonlyMap<string, ReadonlyMap<string, number>> {
  const rules = new Map<string, Map<string, number>>();
  if (deniedBy.size === 0) return rules;
  for (const { id, reason = "" } of orders) {
    const rule = deniedBy.get(id);
    if (rule === undefined) continue;
    const [code] = reason.split(":");
    const byRule = rules.get(code) ?? new Map<string, number>();
    rules.set(code, byRule.set(rule, (byRule.get(rule) ?? 0) + 1));
  }
  return rules;
}

function cutText(orders: readonly Order[]): string {
  let asked = 0;
  let missing = 0;
  for (const { quantity, filledQuantity, averagePrice = 0 } of orders) {
    asked += quantity * averagePrice;
    missing += (quantity - filledQuantity) * averagePrice;
  }
  return `${counted(orders.length, "order")}, by ${formatValue(missing / asked, "percent")} of what they asked for`;
}

function suppressedPairs(suppressed: Suppressed | undefined): Pair[] {
  if (suppressed === undefined) return [];
  const { shrunk = 0 } = suppressed;
  const [smaller, alone] = [
    `${counted(shrunk, "order")} than wanted, as far as the cash went`,
    suppressedText(suppressed),
  ];
  return [
    ...(shrunk > 0 ? [["Placed smaller", smaller] as Pair] : []),
    ...(alone === "" ? [] : [["Left alone", alone] as Pair]),
  ];
}

function suppressedText({ minimumTrade, belowLot }: Suppressed): string {
  const parts: string[] = [];
  if (minimumTrade > 0) parts.push(`${counted(minimumTrade, "correction")} under minimumTrade`);
  if (belowLot > 0) parts.push(`${counted(belowLot, "target")} under a lot`);
  return parts.join(", ");
}

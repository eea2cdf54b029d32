import type { SessionEvent } from "../../core/journal/events";
import { timeText } from "../../core/market/instant";
import { listText, paramsText } from "../../core/short-text";
import type { Display } from "../../notebook/display";
import { formatValue } from "../../output/formats";
import { cardDisplay, type Pair } from "../../output/pages/cards";
import type { SessionCore } from "../../session/core";
import { metricText, noteOf } from "../metrics-display";
import { equityPlot } from "./figures";

/** Returns how a session prints itself: what it is, how it stands, what came of it, and its equity curve. */
export function sessionCard(core: SessionCore): Display {
  const figures = core.content.curve.length > 2 ? [equityPlot(core)] : [];
  return cardDisplay({ title: `Session ${core.name}`, note: sessionNote(core), pairs: sessionPairs(core), figures });
}

/** Says how a session stands. */
export function sessionNote({ status }: SessionCore): string {
  return status.endReason === undefined ? status.state : `${status.state}, ${status.endReason}`;
}

/** Says what a session is, what came of it, and what went wrong. */
export function sessionPairs(core: SessionCore): Pair[] {
  return [...whatItIs(core), ...(core.content.curve.length > 1 ? results(core) : []), ...troubles(core)];
}

function whatItIs({ record, content, daily, calendar }: SessionCore): Pair[] {
  const { config } = record;
  const params = paramsText(config.params);
  const { curve, steps } = content;
  const when = (at: number) => timeText(curve.time[at], daily ? calendar : undefined);
  const range =
    curve.length > 1 ? `${when(1)} to ${when(curve.length - 1)}, ${formatValue(steps, "count")} steps` : "not started";
  return [
    ["Strategy", params === "" ? config.strategy.name : `${config.strategy.name} (${params})`],
    ["Symbols", listText(config.symbols)],
    ["Range", range],
  ];
}

function results(core: SessionCore): Pair[] {
  const measured = core.metrics();
  const { metrics } = measured;
  const { record, content } = core;
  const percent = (value: number | null) => formatValue(value, "percent");
  const against =
    record.benchmark === undefined ? "" : `  (${record.benchmark.name} ${percent(metrics.benchmarkReturn)})`;
  const won = metrics.trades === 0 ? "" : `, ${percent(metrics.winRate)} won`;
  return [
    ["Equity", `${formatValue(core.initialCapital, "currency")} → ${formatValue(metrics.finalEquity, "currency")}`],
    ["Total return", `${percent(metrics.totalReturn)}${against}`],
    ["CAGR", metricText(measured, "cagr")],
    ["Sharpe", `${formatValue(metrics.sharpe, "ratio")}  (${noteOf(measured)})`],
    ["Max drawdown", percent(metrics.maxDrawdown)],
    ["Trades", `${formatValue(metrics.trades, "count")}${won}`],
    [
      "Fills",
      `${formatValue(content.fills.length, "count")}, commission ${formatValue(metrics.commission, "currency")}`,
    ],
  ];
}

function troubles({ status, content, warnings }: SessionCore): Pair[] {
  const pairs: Pair[] = [];
  const refused = refusals(content.events);
  if (refused !== "") pairs.push(["Refused or cut", refused]);
  const doubtful = content.fills.filter((fill) => fill.doubtful !== undefined).length;
  if (doubtful > 0) pairs.push(["Doubtful fills", formatValue(doubtful, "count")]);
  for (const warning of warnings) pairs.push(["Warning", warning]);
  if (status.error !== undefined) pairs.push(["Error", status.error.message]);
  return pairs;
}

// Denials and rejections by code: what a strategy asked for and did not get.
function refusals(events: readonly SessionEvent[]): string {
  const counts = new Map<string, number>();
  for (const event of events) {
    if (event.kind !== "orderDenied" && event.kind !== "orderRejected" && event.kind !== "orderCanceled") continue;
    const code = event.reason.split(":")[0];
    if (code === "REQUESTED" || code === "REPLACED" || code === "END_OF_FEED" || code === "STOPPED") continue;
    counts.set(code, (counts.get(code) ?? 0) + 1);
  }
  return Array.from(counts, ([code, count]) => `${count} ${code}`).join(", ");
}

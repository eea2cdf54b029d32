import { listText } from "../../../core/short-text";
import { type Display, displayable } from "../../../notebook/display";
import { formatValue, moneyWriter } from "../../../output/formats";
import { cardDisplay, type Pair } from "../../../output/pages/cards";
import type { SessionCore } from "../../../session/core";
import { timesOf } from "../days";
import { type Moment, momentAt } from "./moment";
import { changeText, orderText } from "./order-text";

// Its type, its quantity and two prices.
const LETTERS_OF_ORDER = 90;

/** Returns a session as it stood at a time, which prints itself. Throws INVALID_OPTION. */
export function shownMoment(core: SessionCore, time: string | number | Date): Moment {
  const moment = momentAt(core, time);
  return displayable(moment, momentCard(core, moment));
}

function momentCard(core: SessionCore, moment: Moment): Display {
  const { time, equity, drawdown, grossExposure, netExposure, tradingState, positions, orders, records } = moment;
  const { timeText, inZone } = timesOf(core);
  const money = moneyWriter([equity, moment.cash]);
  const percent = (value: number | null) => formatValue(value, "percent");
  const pairs: Pair[] = [
    ["Equity", `${money(equity)}, drawdown ${percent(drawdown)}`],
    ["Cash", money(moment.cash)],
    ["Exposure", `gross ${percent(grossExposure)}, net ${percent(netExposure)}`],
    ["Positions", positions.length === 0 ? "none" : listText(positions.map(positionText))],
    ["Working orders", orders.length === 0 ? "none" : listText(orders.map(orderText), LETTERS_OF_ORDER)],
    ...(tradingState === "ACTIVE" ? [] : [["Trading", tradingState] as const]),
    ...(Object.keys(records).length === 0 ? [] : [["Recorded", recordsText(records)] as const]),
    ...(moment.missing === undefined ? [] : [["Prices", `not known: ${moment.missing}`] as const]),
  ];
  const events = {
    columns: ["time", "kind", "about"],
    rows: moment.events.map((event) => [timeText(event.time), event.kind, aboutText(event, timeText)]),
  };
  const tables = moment.events.length === 0 ? [] : [{ heading: "Last events", table: events }];
  return cardDisplay({ title: `Session ${core.name} at ${inZone(timeText(time))}`, pairs, tables });
}

/** Writes numbers that were recorded: `fast 101.2, slow 99.8`. */
export function recordsText(records: Readonly<Record<string, number | null>>): string {
  return listText(Object.entries(records).map(([name, value]) => `${name} ${formatValue(value)}`));
}

function positionText({ symbol, quantity, price }: Moment["positions"][number]): string {
  return `${formatValue(quantity, "quantity")} ${symbol} at ${formatValue(price, "price")}`;
}

function aboutText(event: Moment["events"][number], timeText: (time: number) => string): string {
  if (event.kind === "fill") {
    const { orderId, side, quantity, symbol, price } = event.fill;
    return `${orderId}, ${side} ${formatValue(quantity, "quantity")} ${symbol} at ${formatValue(price, "price")}`;
  }
  if (event.kind === "log") return event.text;
  if (event.kind === "cash") return `${event.entry.cause}: ${formatValue(event.entry.amount, "currency")}`;
  if (event.kind === "tradingState") return `${event.state}, ${event.reason}`;
  if (event.kind === "marginCall") return `required ${formatValue(event.required, "currency")}`;
  if (event.kind === "corporateAction") return `${event.action.symbol} ${event.action.type} ${event.action.value}`;
  const { id, side, quantity, symbol } = event.order;
  const why = "terms" in event ? changeText(event, timeText) : "reason" in event ? event.reason : "";
  return `${id}, ${side} ${formatValue(quantity, "quantity")} ${symbol}${why === "" ? "" : `: ${why}`}`;
}

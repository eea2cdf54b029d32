import { sharesAtExit } from "../../../analysis/tracking/shares-at-exit";
import { counted, listText } from "../../../core/short-text";
import { type Display, displayable } from "../../../notebook/display";
import { formatValue, moneyWriter } from "../../../output/formats";
import { cardDisplay, type Pair } from "../../../output/pages/cards";
import type { SessionCore } from "../../../session/core";
import { timeTextOf } from "../days";
import { orderText, recordsText } from "./moment-card";
import { type TradeLeg, type TradeStory, tradeStory } from "./trade-story";

/** How times and amounts of money of a trade are written. */
interface Written {
  readonly timeText: (time: number) => string;
  readonly money: Money;
}

type Money = (value: number | null) => string;

/** Returns a trade of a session with its story, which prints itself. Throws INVALID_OPTION for an unknown id. */
export function shownTrade(core: SessionCore, id: string): TradeStory {
  const story = tradeStory(core, id);
  return displayable(story, tradeCard(core, story));
}

function tradeCard(core: SessionCore, { trade, entry, exit, beside, missing }: TradeStory): Display {
  const { id, symbol, direction, quantity, entryTime, exitTime, exitPrice, netPnl, returnOnEntry } = trade;
  const timeText = timeTextOf(core);
  const money = moneyOf(trade);
  const pairs: Pair[] = [
    ["Held", [`${timeText(entryTime)} to ${timeText(exitTime)}`, ...lengthTexts(trade)].join(", ")],
    ...legPairs("Entry", entry, entryPriceText(core, trade), { timeText, money }),
    ...(exit === null
      ? [["Exit", `${timeText(exitTime)} ${withoutOrder(core, trade)}`] as const]
      : legPairs("Exit", exit, formatValue(exitPrice, "price"), { timeText, money })),
    ["Profit", `${profitText(trade, money)} = ${money(netPnl)} (${formatValue(returnOnEntry, "percent")})`],
    ["Excursions", excursionText(trade, money, missing)],
    ["Beside it", beside.length === 0 ? "nothing else was held" : listText(beside.map(heldText))],
    ...(trade.tag === undefined ? [] : [["Tag", trade.tag] as const]),
  ];
  const title = `${id}: ${direction} ${formatValue(quantity, "quantity")} ${symbol}, ${money(netPnl)}`;
  return cardDisplay({ title, note: `session ${core.name}`, pairs });
}

// Minutes are no days.
function lengthTexts({ days, bars }: TradeStory["trade"]): string[] {
  return [...(days < 1 ? [] : [formatValue(days, "days")]), ...(bars === null ? [] : [counted(bars, "bar")])];
}

function legPairs(name: string, leg: TradeLeg, price: string, { timeText, money }: Written): Pair[] {
  const { order, decidedAt, decisionPrice, records, logs, fills, gap, gapCost, slippage, commission } = leg;
  const [first, last] = [fills[0], fills[fills.length - 1]].map(({ time }) => timeText(time));
  const close = decisionPrice === null ? "" : `, close ${formatValue(decisionPrice, "price")}`;
  const gapText = gap === null ? "" : `, gap ${formatValue(gap, "percent")} (${money(gapCost)})`;
  const of = fills.length === 1 ? "" : ` in ${counted(fills.length, "fill")}`;
  const seen = Object.keys(records).length === 0 ? "" : `, ${recordsText(records)}`;
  return [
    [`${name} decided`, `${timeText(decidedAt)}${close}${seen}`],
    ...logs.map((text): Pair => ["Logged", text]),
    [`${name} order`, orderText(order)],
    [
      name,
      `${first === last ? last : `${first} to ${last}`} at ${price}${of}${gapText}, slippage ${money(slippage)}, commission ${money(commission)}`,
    ],
  ];
}

// As it was traded. Profits are in the shares of the exit.
function entryPriceText({ content: { actions } }: SessionCore, trade: TradeStory["trade"]): string {
  const shares = sharesAtExit(trade, actions);
  const atExit = formatValue(trade.entryPrice, "price");
  return shares === 1
    ? atExit
    : `${formatValue(trade.entryPrice * shares, "price")} (${atExit} in the shares of the exit)`;
}

function withoutOrder({ content: { actions } }: SessionCore, { symbol, exitTime, exitPrice }: TradeStory["trade"]) {
  const of = ({ time, symbol: one, type }: (typeof actions)[number]) =>
    time === exitTime && one === symbol && type !== "dividend";
  // A delisting is the last of them.
  const action = actions.filter(of).at(-1);
  const date = action?.ex_date;
  const what = action?.type === "delisting" ? `the delisting of ${date}` : `what the split of ${date} left over`;
  return `at ${formatValue(exitPrice, "price")}, without an order: ${what}`;
}

function profitText(trade: TradeStory["trade"], money: Money): string {
  const { grossPnl, entryCommission, exitCommission, dividends, borrow } = trade;
  const parts = [`prices ${money(grossPnl)}`, `commission ${money(-entryCommission - exitCommission + 0)}`];
  if (dividends !== 0) parts.push(`dividends ${money(dividends)}`);
  if (borrow !== 0) parts.push(`borrow ${money(-borrow)}`);
  return parts.join(", ");
}

function excursionText(
  { adverseExcursion, favorableExcursion }: TradeStory["trade"],
  money: Money,
  missing?: string,
): string {
  if (adverseExcursion === null) return `not known${missing === undefined ? "" : `: ${missing}`}`;
  return `worst ${money(adverseExcursion)}, best ${money(favorableExcursion)}, by prices alone`;
}

function heldText({ symbol, quantity, averagePrice }: TradeStory["beside"][number]): string {
  return `${formatValue(quantity, "quantity")} ${symbol} at ${formatValue(averagePrice, "price")}`;
}

// With as many decimals as its profit needs, so that the parts of it add up as they are read. What rounding left is 0.
function moneyOf({ grossPnl, netPnl, entryPrice, quantity }: TradeStory["trade"]): Money {
  const least = Math.abs(entryPrice * quantity) * OF_ROUNDING;
  const clean = (value: number | null) => (value !== null && Math.abs(value) < least ? 0 : value);
  const write = moneyWriter([grossPnl, netPnl].map(clean));
  return (value) => write(clean(value));
}

const OF_ROUNDING = 1e-10;

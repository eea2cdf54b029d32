import { sharesAtExit } from "../../../analysis/tracking/shares-at-exit";
import { counted, listText } from "../../../core/short-text";
import { type Display, displayable } from "../../../notebook/display";
import { formatValue, moneyWriter } from "../../../output/formats";
import { cardDisplay, type Pair } from "../../../output/pages/cards";
import type { SessionCore } from "../../../session/core";
import { splitText } from "../../splits";
import { timesOf } from "../days";
import { recordsText } from "./moment-card";
import { changeText, orderText, termsText } from "./order-text";
import type { Decision, LegChange, TradeLeg } from "./trade-leg";
import { type TradeStory, tradeStory } from "./trade-story";

/** How times and amounts of money of a trade are written, and the order that is its entry. */
interface Written {
  readonly entryId: string;
  readonly timeText: (time: number) => string;
  readonly money: Money;
}

type Money = (value: number | null) => string;

/** Returns a trade of a session with its story, which prints itself. Throws INVALID_OPTION for an unknown id. */
export function shownTrade(core: SessionCore, id: string): TradeStory {
  const story = tradeStory(core, id);
  return displayable(story, tradeCard(core, story));
}

function tradeCard(core: SessionCore, { trade, entry, exit, beside, missing, splits }: TradeStory): Display {
  const { id, symbol, direction, quantity, entryTime, exitTime, exitPrice, netPnl, returnOnEntry } = trade;
  const { timeText, inZone } = timesOf(core);
  const money = moneyOf(trade);
  const written = { timeText, money, entryId: trade.entryOrderId };
  const pairs: Pair[] = [
    ["Held", [inZone(`${timeText(entryTime)} to ${timeText(exitTime)}`), ...lengthTexts(trade)].join(", ")],
    ...(splits === undefined
      ? []
      : [["Shares", `prices and quantities are ${splitText(splits)}; records and logs are as they were`] as const]),
    ...legPairs("Entry", entry, { own: trade.entryPrice, text: entryPriceText(core, trade, entry) }, written),
    ...(exit === null
      ? [["Exit", `${timeText(exitTime)} ${withoutOrder(core, trade)}`] as const]
      : legPairs("Exit", exit, { own: exitPrice, text: formatValue(exitPrice, "price") }, written)),
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

/** The price of one side of a trade, and how it is written. */
interface LegPrice {
  readonly own: number;
  readonly text: string;
}

function legPairs(name: string, leg: TradeLeg, price: LegPrice, { timeText, money, entryId }: Written): Pair[] {
  const { order, changes, decidedWith, gap, gapCost, slippage, commission } = leg;
  const gapText = gap === null ? "" : `, gap ${formatValue(gap, "percent")} (${money(gapCost)})`;
  // What was recorded and logged then stands at the entry.
  const isWithEntry = decidedWith === entryId;
  const withText = decidedWith === undefined ? "" : `, with ${isWithEntry ? "the entry" : decidedWith}`;
  const decision = isWithEntry && decidedWith !== undefined ? { ...leg, records: {}, logs: [] } : leg;
  return [
    ...decisionPairs(`${name} decided`, decision, { timeText, suffix: withText }),
    ...changePairs(name, changes, timeText),
    [`${name} order`, orderText(order)],
    [
      name,
      `${fillsText(leg, price, timeText)}${gapText}, slippage ${money(slippage)}, commission ${money(commission)}`,
    ],
  ];
}

// A trade may have only a part of what its order filled.
function fillsText({ fills }: TradeLeg, { own, text }: LegPrice, timeText: Written["timeText"]): string {
  const [first, last] = [fills[0], fills[fills.length - 1]].map(({ time }) => timeText(time));
  const times = first === last ? last : `${first} to ${last}`;
  if (fills.length === 1) return `${times} at ${text}`;
  const quantity = fills.reduce((sum, fill) => sum + fill.quantity, 0);
  const average = fills.reduce((sum, fill) => sum + fill.quantity * fill.price, 0) / quantity;
  const count = counted(fills.length, "fill");
  if (Math.abs(average - own) <= 1e-9 * Math.abs(average)) return `${times} at ${text} in ${count}`;
  return `at ${text}, a part of its order: ${times} at ${formatValue(average, "price")} in ${count}`;
}

// When something was decided, and what the strategy had seen and wrote then.
function decisionPairs(
  label: string,
  { decidedAt, decisionPrice, records, logs }: Decision,
  { timeText, suffix }: Pick<Written, "timeText"> & { readonly suffix: string },
): Pair[] {
  const close = decisionPrice === null ? "" : `, close ${formatValue(decisionPrice, "price")}`;
  const seen = Object.keys(records).length === 0 ? "" : `, ${recordsText(records)}`;
  return [[label, `${timeText(decidedAt)}${close}${seen}${suffix}`], ...logs.map((text): Pair => ["Logged", text])];
}

// A stop that is raised at every bar has hundreds.
const MOST_CHANGES = 4;

function changePairs(name: string, changes: readonly LegChange[], timeText: Written["timeText"]): Pair[] {
  const earlier = changes.length - MOST_CHANGES;
  const label = ({ refused }: LegChange) => (refused ? `${name} not changed` : `${name} changed`);
  return [
    ...(earlier > 0 ? [[`${name} changed`, `${counted(earlier, "time")} before`] as const] : []),
    ...changes.slice(-MOST_CHANGES).flatMap((change): Pair[] => {
      const { terms, reason, refused, decidedAt } = change;
      const isAsked = refused || reason === "REQUESTED";
      if (!isAsked) return [[label(change), `${timeText(decidedAt)}: ${changeText(change, timeText)}`]];
      const suffix = `: ${refused ? changeText(change, timeText) : termsText(terms, timeText)}`;
      return decisionPairs(label(change), change, { timeText, suffix });
    }),
  ];
}

// In the shares of the exit, as all of the card.
function entryPriceText(
  { content: { actions } }: SessionCore,
  trade: TradeStory["trade"],
  { fills }: TradeLeg,
): string {
  const shares = sharesAtExit(trade, actions);
  const atExit = formatValue(trade.entryPrice, "price");
  // Of fills on both sides of a split, the average is no price that was traded.
  const isBetween = actions.some(
    ({ type, symbol, time }) =>
      type === "split" && symbol === trade.symbol && time > fills[0].time && time <= fills[fills.length - 1].time,
  );
  return shares === 1 || isBetween
    ? atExit
    : `${atExit} (${formatValue(trade.entryPrice * shares, "price")} as traded)`;
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

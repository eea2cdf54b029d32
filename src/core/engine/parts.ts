import { PaperLabError } from "../../errors";
import { Portfolio } from "../account/portfolio";
import type { EngineTerms } from "../account/terms";
import { PaperBroker } from "../broker/paper-broker";
import { thrownText } from "../checks";
import { EquityLedger } from "../journal/equity-ledger";
import { Journal } from "../journal/journal";
import type { RunRoom } from "../journal/run-room";
import { timeText } from "../market/instant";
import { Liquidity } from "../market/liquidity/liquidity";
import { Market } from "../market/market";
import { OrderNumbers } from "../orders/numbers";
import { TradingGate } from "../orders/trading-state";
import { CorporateActions } from "./actions/corporate-actions";
import { Carry } from "./carry/carry";
import { MarginCalls } from "./carry/margin-calls";
import { Closing } from "./closing";
import { OrderDesk } from "./order-desk";
import { RiskWatch } from "./risk/risk-watch";
import { Trading } from "./trading";

/** Everything that the steps of an engine need. */
export interface EngineParts {
  readonly curve: EquityLedger;
  readonly journal: Journal;
  readonly market: Market;
  readonly portfolio: Portfolio;
  readonly broker: PaperBroker;
  readonly desk: OrderDesk;
  readonly closing: Closing;
  readonly trading: Trading;
  /** Absent without risk rules. */
  readonly watch: RiskWatch | undefined;
  /** Absent if money costs and earns nothing overnight. */
  readonly carry: Carry | undefined;
  /** Absent without corporate actions. */
  readonly actions: CorporateActions | undefined;
  /** Absent if positions require no equity. */
  readonly margin: MarginCalls | undefined;
}

/** Makes the parts of an engine. `room`: how many points of the curve to make room for at once, or the room of a run that is over. */
export function engineParts(terms: EngineTerms, room: number | RunRoom): EngineParts {
  const isNew = typeof room === "number";
  const points = isNew ? room : room.curve.time.length;
  const { symbols, carry: rates, maintenance } = terms;
  // Unused room costs nothing, because the system gives memory only when it is touched. Growing costs a copy each time.
  const journal = new Journal(symbols, isNew ? points / 8 : room.journal);
  const gate = new TradingGate();
  const numbers = new OrderNumbers();
  const liquidity = terms.slippage.usesMarket ? new Liquidity(symbols, terms.calendar, terms.interval) : undefined;
  const split = terms.actions.filter(({ type }) => type === "split").map(({ symbol }) => symbol);
  const market = new Market(symbols, terms.historyBars, points, liquidity, split);
  const portfolio = new Portfolio(market, terms);
  const broker = new PaperBroker(market, portfolio, journal, terms, gate, numbers);
  const desk = new OrderDesk(market, portfolio, broker, journal, numbers, terms, gate);
  const closing = new Closing(portfolio, broker, desk);
  const trading = new Trading(gate, portfolio, broker, journal, closing, terms);
  const { risk } = desk;
  const hasActions = terms.actions.length > 0;
  return {
    curve: new EquityLedger(isNew ? room : room.curve),
    journal,
    market,
    portfolio,
    broker,
    desk,
    closing,
    trading,
    watch: risk && new RiskWatch(risk, trading, terms),
    carry: rates && new Carry(rates, terms.calendar, portfolio, journal),
    actions: hasActions ? new CorporateActions(terms, market, portfolio, broker, journal, risk?.acted) : undefined,
    margin: maintenance && new MarginCalls(maintenance, terms, portfolio, broker, journal, gate, closing),
  };
}

/** Returns the error of a strategy call that threw or rejected: it says which one, when and at which bar. */
export function strategyFailed(
  name: string,
  { place, symbolIndex }: { readonly place: string; readonly symbolIndex: number | undefined },
  { market, desk }: Pick<EngineParts, "market" | "desk">,
  { symbols, daily, calendar }: EngineTerms,
  cause: unknown,
): PaperLabError {
  const bar = symbolIndex === undefined ? "" : ` (${symbols[symbolIndex]}, bar ${market.history(symbolIndex).seen})`;
  // The time before a first bar may be on a day that the market is closed.
  const isBefore = market.lastTime.every((time) => time === Number.NEGATIVE_INFINITY);
  const when = isBefore ? "before the first bar" : `at ${timeText(desk.now, daily ? calendar : undefined)}`;
  const message = `Strategy "${name}" failed in ${place} ${when}${bar}: ${thrownText(cause)}`;
  return new PaperLabError("STRATEGY_FAILED", message, { cause });
}

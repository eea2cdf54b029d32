import type { Calendar } from "../market/calendar";
import type { CorporateAction } from "../market/corporate-action";
import type { HaltTest } from "../market/halts";
import type { CommissionModel } from "../models/commission";
import type { LatencyModel } from "../models/latency";
import type { SlippageModel } from "../models/slippage";
import type { FillRules } from "../orders/types/kind";
import { isOwn } from "../own";
import type { RandomStream } from "../random";
import type { Behavior } from "./behavior";
import type { CarryTerms, MaintenanceMargin } from "./carry/rates";
import type { MinimumTrade } from "./minimum-trade";
import type { RiskRule } from "./risk";

/** Everything that an engine is given once, for all its parts: the market, the money and the rules. */
export interface EngineTerms {
  readonly symbols: readonly string[];
  readonly calendar: Calendar;
  /** Milliseconds between bars; `undefined` if they come at any time. */
  readonly interval: number | undefined;
  /** Whether bars are trading days, so that messages show dates. */
  readonly daily: boolean;
  /** Number of newest bars per symbol that `history` keeps; `Infinity` for all. */
  readonly historyBars: number;
  readonly halted: HaltTest | undefined;
  /** Corporate actions of the symbols, by date. */
  readonly actions: readonly CorporateAction[];
  /** Whether a dividend lowers the prices of the orders that would otherwise meet its fall; docs/actions.md. */
  readonly adjustOrders: boolean;

  /** Currency, positive. */
  readonly initialCapital: number;
  /** Gross exposure allowed, in multiples of equity. */
  readonly leverage: number;
  readonly shorting: boolean;
  /** What money costs and earns overnight; `undefined` for nothing. */
  readonly carry: CarryTerms | undefined;
  /** The equity that positions require; `undefined` for none. */
  readonly maintenance: MaintenanceMargin | undefined;
  readonly onInsufficientCash: "reduce" | "reject";
  /** Whether open positions are closed at their last close when the run ends. */
  readonly closeAtEnd: boolean;

  /** Whether prices may be at or below zero. */
  readonly negativePrices: boolean;
  readonly commission: CommissionModel;
  readonly slippage: SlippageModel;
  /** How commission and slippage depend on the quantity. */
  readonly costs: CostForm;
  readonly latency: LatencyModel;
  readonly risk: readonly RiskRule[];
  readonly fill: FillRules;
  /** Share of a bar's volume that all fills of its symbol can take; `Infinity` for no limit. */
  readonly volumeLimit: number;
  /** Units of one lot of a symbol. */
  lotSize(symbol: string): number;
  /** Smallest step of the limit and stop prices of a symbol; 0 for none. */
  tickSize(symbol: string): number;
  readonly minimumTrade: MinimumTrade;
  readonly behavior: Behavior;

  /** Begins the strategy's random stream; called once by each engine. `name`: begins another one, for that purpose. */
  randomStream(name?: string): RandomStream;
}

/**
 * How costs depend on the quantity: `"proportional"`, with at most something fixed on top; `"growing"`, also by more than
 * that; or in `"any"` way, as those of a user's own models may.
 */
export type CostForm = "proportional" | "growing" | "any";

/** Returns how the costs of two models depend on the quantity. Rules that do not expect any take users' as proportional. */
export function costFormOf({
  commission,
  slippage,
  behavior,
}: Pick<EngineTerms, "commission" | "slippage" | "behavior">): CostForm {
  const areOwn = isOwn(commission) && isOwn(slippage);
  if (!areOwn && behavior.expectsAnyCosts) return "any";
  return isOwn(slippage) && slippage.usesMarket === true ? "growing" : "proportional";
}

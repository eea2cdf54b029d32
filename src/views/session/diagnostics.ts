import type { Pair } from "../../output/pages/cards";
import type { SessionCore } from "../../session/core";
import { costs, withoutCosts } from "./diagnostics/costs";
import { type Diagnostic, Examined } from "./diagnostics/diagnostic";
import { doubtfulFills } from "./diagnostics/doubtful-fills";
import { equityLost } from "./diagnostics/equity-lost";
import { noTrades } from "./diagnostics/no-trades";
import { notDeterministic } from "./diagnostics/not-deterministic";
import { oneSymbol } from "./diagnostics/one-symbol";
import { oneTrade } from "./diagnostics/one-trade";
import { refusedExit } from "./diagnostics/refused-exit";
import { shortOfCash } from "./diagnostics/short-of-cash";
import { shortRecord } from "./diagnostics/short-record";
import { stalePrice } from "./diagnostics/stale-price";
import { tooGood } from "./diagnostics/too-good";

// Every diagnostic by its code, the gravest first.
const diagnostics = {
  EQUITY_LOST: equityLost,
  LOOK_AHEAD_SUSPECTED: tooGood,
  NOT_DETERMINISTIC: notDeterministic,
  NO_TRADES: noTrades,
  REFUSED_EXIT: refusedExit,
  SHORT_OF_CASH: shortOfCash,
  STALE_PRICE: stalePrice,
  DOUBTFUL_FILLS: doubtfulFills,
  WITHOUT_COSTS: withoutCosts,
  COSTS_EAT_PROFIT: costs,
  PROFIT_OF_ONE_TRADE: oneTrade,
  ONE_SYMBOL: oneSymbol,
  SHORT_RECORD: shortRecord,
} satisfies Readonly<Record<string, Diagnostic>>;

/** The code of a diagnostic. */
export type DiagnosticCode = keyof typeof diagnostics;

/** Every code. */
export const diagnosticCodes = Object.keys(diagnostics) as DiagnosticCode[];

/** What looks wrong with a session. */
export interface DiagnosticRow {
  readonly code: DiagnosticCode;
  readonly what: string;
  /** How much of it there is: a count, or a fraction if `what` has one. */
  readonly amount: number;
  readonly whatToDo: string;
}

/** Looks for everything that may be wrong with a session, the gravest first. */
export function diagnosticRows(core: SessionCore): DiagnosticRow[] {
  const examined = new Examined(core);
  return diagnosticCodes.flatMap((code) => {
    const found = (diagnostics[code] as Diagnostic).find(examined);
    return found === undefined ? [] : [{ code, what: found.what, amount: found.amount, whatToDo: found.cure }];
  });
}

/** Writes what looks wrong with a session as warnings. */
export function diagnosticPairs(core: SessionCore): Pair[] {
  return diagnosticRows(core).map(({ what, whatToDo }) => ["Warning", `${what}. ${whatToDo}`]);
}

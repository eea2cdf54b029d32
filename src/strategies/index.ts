import { needsMost, needsPair, needsWeights, withNeeds } from "../api/strategy";
import { bollingerReversion, bollingerReversionSignals } from "./bollinger-reversion";
import { bracketReversion } from "./bracket-reversion";
import { buyAndHold } from "./buy-and-hold";
import { donchianBreakout, donchianBreakoutSignals } from "./donchian-breakout";
import { emaCross, emaCrossSignals } from "./ema-cross";
import { equalWeight } from "./equal-weight";
import { fixedWeights } from "./fixed-weights";
import { inverseVolatility } from "./inverse-volatility";
import { macdCross, macdCrossSignals } from "./macd-cross";
import { momentum } from "./momentum";
import { pairs } from "./pairs";
import { rsiReversion, rsiReversionSignals } from "./rsi-reversion";
import { smaCross, smaCrossSignals } from "./sma-cross";
import { trailingBreakout } from "./trailing-breakout";
import { volatilityTarget } from "./volatility-target";

/**
 * Ready-made strategies, as baselines for research: `lab.run(feed, strategies.smaCross, { params: { fast: 5 } })`. Those
 * whose name ends with `Signals` are the same in the other style.
 */
export const strategies = Object.freeze({
  bollingerReversion,
  bollingerReversionSignals,
  bracketReversion,
  buyAndHold,
  donchianBreakout,
  donchianBreakoutSignals,
  emaCross,
  emaCrossSignals,
  equalWeight,
  fixedWeights: withNeeds(fixedWeights, needsWeights),
  inverseVolatility,
  macdCross,
  macdCrossSignals,
  momentum,
  pairs: withNeeds(pairs, needsPair),
  rsiReversion,
  rsiReversionSignals,
  smaCross,
  smaCrossSignals,
  trailingBreakout,
  volatilityTarget: withNeeds(volatilityTarget, needsMost),
});

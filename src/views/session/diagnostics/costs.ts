import { formatValue } from "../../../output/formats";
import { isWithoutCosts } from "../../../session/realism/frictions";
import type { Diagnostic } from "./diagnostic";

const SHARE = 0.5;

/** Commission and slippage that took over half of what was earned before them, or are over half of what was lost. */
export const costs: Diagnostic = {
  find({ isOver, core, measured: { metrics }, content }) {
    const { commission, slippage } = content.costs;
    const paid = commission + slippage;
    const net = (metrics.finalEquity ?? core.initialCapital) - core.initialCapital;
    const before = net + paid;
    const amount = paid / (before > 0 ? before : -net);
    if (!isOver || !(paid > 0 && amount > SHARE)) return undefined;
    const turnover =
      metrics.turnover === null ? "" : `, at a turnover of ${formatValue(metrics.turnover, "ratio")} a year`;
    return {
      what: `Costs ${before > 0 ? "took" : "are"} ${formatValue(amount, "percent")} of the ${before > 0 ? "profit before them" : "loss"}${turnover}`,
      amount,
      cure: 'Trade less often, or only on larger moves; attribution("cost") shows the parts',
    };
  },
};

/** Fills that cost nothing. */
export const withoutCosts: Diagnostic = {
  find({ core, content: { fillRows } }) {
    if (fillRows.length === 0 || !isWithoutCosts(core.record.config)) return undefined;
    return {
      what: "No commission, slippage or spread: results are better than a market would have given",
      amount: fillRows.length,
      cure: "Set commission and slippage; lab.realism(session) tells what they take",
    };
  },
};

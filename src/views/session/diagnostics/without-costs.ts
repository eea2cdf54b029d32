import { isWithoutCosts } from "../../../session/realism/frictions";
import type { Diagnostic } from "./diagnostic";

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

import { counted } from "../../../core/short-text";
import { formatValue } from "../../../output/formats";
import type { Diagnostic } from "./diagnostic";

/** An equity that was used up. Returns near zero are of any size, and ratios of them can be high. */
export const equityLost: Diagnostic = {
  find({ content: { curve }, timeText }) {
    const { time, equity, length } = curve;
    const lost = equity.subarray(0, length).findIndex((value) => value <= 0);
    if (lost < 0) return undefined;
    let steps = 0;
    for (let at = lost; at < length; at++) if (equity[at] <= 0) steps++;
    return {
      what: `Its equity fell to ${formatValue(equity[lost], "currency")} on ${timeText(time[lost])}, and was not above 0 at ${counted(steps, "step")}: ratios of its returns say nothing`,
      amount: steps,
      cure: "Trade with less leverage, or set maintenanceMargin, which closes positions before",
    };
  },
};

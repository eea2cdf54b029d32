import { counted } from "../../../core/short-text";
import { formatValue } from "../../../output/formats";
import type { Diagnostic, Examined, Finding } from "./diagnostic";

// Of what there was at first: as good as lost.
const LITTLE = 0.05;

/** An equity that was used up, or nearly. Returns near zero are of any size, and ratios of them can be high. */
export const equityLost: Diagnostic = {
  find(examined) {
    const { curve } = examined.content;
    const { time, equity, length } = curve;
    const lost = equity.subarray(0, length).findIndex((value) => value <= 0);
    if (lost < 0) return nearlyLost(examined);
    let steps = 0;
    for (let at = lost; at < length; at++) if (equity[at] <= 0) steps++;
    return {
      what: `Its equity fell to ${formatValue(equity[lost], "currency")} on ${examined.timeText(time[lost])}, and was not above 0 at ${counted(steps, "step")}: ratios of its returns say nothing`,
      amount: steps,
      cure: callsMargin(examined)
        ? less
        : "Trade with less leverage, or set maintenanceMargin, which closes positions before",
    };
  },
};

const less = "Trade with less leverage, or stop it before with maxDrawdownStop";

// One that borrows has margin calls unless it is told to have none.
function callsMargin({ core: { options } }: Examined): boolean {
  const given = options.maintenanceMargin;
  const { long = 1, short = 1 } = typeof given === "number" ? { long: given, short: given } : (given ?? {});
  return long > 0 && short > 0;
}

function nearlyLost({ content: { curve, marginCalls }, core, timeText }: Examined): Finding | undefined {
  const { time, equity, length } = curve;
  let least = 0;
  for (let at = 1; at < length; at++) if (equity[at] < equity[least]) least = at;
  const left = equity[least] / core.initialCapital;
  if (!(left < LITTLE)) return undefined;
  const calls = marginCalls.length === 0 ? "" : `, with ${counted(marginCalls.length, "margin call")}`;
  return {
    what: `All but ${formatValue(left, "percent")} of its equity was lost: ${formatValue(equity[least], "currency")} was left on ${timeText(time[least])}${calls}`,
    amount: left,
    cure: less,
  };
}

import type { TradeProfits } from "../../analysis/record/trade-profits";
import type { SessionContent } from "../../run/content";

/** How a session stands, without the history that led there. */
export interface Standing {
  /** The highest equity so far, currency. */
  readonly peak: number;
  /** Sum of the absolute market values, currency. */
  readonly gross: number;
  /** Sum of the market values, currency. */
  readonly net: number;
  /** The trading days that have closed: times in epoch milliseconds UTC, and equities. */
  readonly days: { readonly time: Float64Array; readonly equity: Float64Array };
  readonly profits: TradeProfits;
}

const known = new WeakMap<SessionContent, Standing>();

/** Returns how a session stands that is only read. It is worked out once. */
export function standingOf(content: SessionContent): Standing {
  const found = known.get(content) ?? read(content);
  known.set(content, found);
  return found;
}

function read({ curve, days, positions, profits }: SessionContent): Standing {
  let peak = -Infinity;
  for (let at = 0; at < curve.length; at++) if (curve.equity[at] > peak) peak = curve.equity[at];
  let [gross, net] = [0, 0];
  for (const { marketValue } of positions) {
    gross += Math.abs(marketValue);
    net += marketValue;
  }
  const { time, equity, length } = days;
  return { peak, gross, net, profits, days: { time: time.subarray(0, length), equity: equity.subarray(0, length) } };
}

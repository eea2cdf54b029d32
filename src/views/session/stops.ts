import { counted } from "../../core/short-text";
import { formatValue } from "../../output/formats";
import type { Pair } from "../../output/pages/cards";
import type { SessionContent } from "../../run/content";

interface Stops {
  count: number;
  /** The largest excess over the rule's limit, a fraction; `undefined` if its reasons have none. */
  excess: number | undefined;
  last: number;
}

/**
 * Writes what the risk rules stopped and the state of trading. `timeText` writes a time. Nothing if trading was ACTIVE all
 * the time.
 */
export function tradingPairs(
  { tradingStates }: Pick<SessionContent, "tradingStates">,
  timeText: (time: number) => string,
): Pair[] {
  const last = tradingStates.at(-1);
  if (last === undefined) return [];
  const byRule = new Map<string, Stops>();
  for (const { state, rule, reason, time } of tradingStates) {
    if (state === "ACTIVE" || rule === undefined) continue;
    const { count, excess } = byRule.get(rule) ?? { count: 0, excess: undefined };
    byRule.set(rule, { count: count + 1, excess: larger(excess, excessOf(reason)), last: time });
  }
  const pairs: Pair[] = Array.from(byRule, ([rule, stops]) => ["Stopped", stopText(rule, stops, timeText)]);
  if (last.state !== "ACTIVE") pairs.push(["Trading", `${last.state} since ${timeText(sinceOf(tradingStates))}`]);
  return pairs;
}

function stopText(rule: string, { count, excess, last }: Stops, timeText: (time: number) => string): string {
  const by =
    excess === undefined ? "" : `, ${count === 1 ? "" : "at most "}${formatValue(excess, "percent")} beyond its limit`;
  return `by ${rule} ${count === 1 ? "once" : counted(count, "time")}${by}; ${count === 1 ? "" : "last "}at ${timeText(last)}`;
}

function excessOf(reason: string): number | undefined {
  const text = /\bexcess=([^,\s]+)/.exec(reason)?.[1];
  return text === undefined ? undefined : Number(text);
}

function larger(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined || b === undefined ? (a ?? b) : Math.max(a, b);
}

// When the state became what it is, which may have had further reasons since.
function sinceOf(states: SessionContent["tradingStates"]): number {
  let at = states.length - 1;
  while (at > 0 && states[at - 1].state === states[at].state) at--;
  return states[at].time;
}

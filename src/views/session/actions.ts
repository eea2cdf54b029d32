import { actionDoubt, actionTypes } from "../../core/market/corporate-action";
import { counted } from "../../core/short-text";
import { formatValue } from "../../output/formats";
import type { Pair } from "../../output/pages/cards";
import type { SessionContent } from "../../run/content";

/** Writes the corporate actions that a session applied, what they moved in cash, and what is odd about them. */
export function sessionActionPairs({ actions }: Pick<SessionContent, "actions">): Pair[] {
  if (actions.length === 0) return [];
  const parts = actionTypes.flatMap((type) => {
    const those = actions.filter((action) => action.type === type);
    if (those.length === 0) return [];
    const amount = those.reduce((sum, action) => sum + action.amount, 0);
    return [counted(those.length, type) + (amount === 0 ? "" : ` (${formatValue(amount, "currency")})`)];
  });
  const doubts = actions.flatMap((action) => actionDoubt(action) ?? []);
  return [["Actions", parts.join(", ")], ...doubts.map((doubt): Pair => ["Warning", sentence(doubt)])];
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

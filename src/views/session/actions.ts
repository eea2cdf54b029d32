import { type AppliedAction, actionDoubt, actionTypes, type CorporateAction } from "../../core/market/corporate-action";
import { counted } from "../../core/short-text";
import { afterDelisting, barsAfter } from "../../feeds/source/action-doubts";
import { formatValue } from "../../output/formats";
import type { Pair } from "../../output/pages/cards";
import type { SessionContent } from "../../run/content";

/**
 * Writes the corporate actions that a session applied, what they moved in cash, and what is odd about them. `known`: those
 * of its feed, by date.
 */
export function sessionActionPairs(
  { actions }: Pick<SessionContent, "actions">,
  known: readonly CorporateAction[] = [],
): Pair[] {
  if (actions.length === 0) return [];
  const parts = actionTypes.flatMap((type) => {
    const those = actions.filter((action) => action.type === type);
    if (those.length === 0) return [];
    const amount = those.reduce((sum, action) => sum + action.amount, 0);
    return [counted(those.length, type) + (amount === 0 ? "" : ` (${formatValue(amount, "currency")})`)];
  });
  const doubts = actions.flatMap((action) =>
    action.type === "delisting" ? delistingDoubts(action, actions, known) : (actionDoubt(action) ?? []),
  );
  return [["Actions", parts.join(", ")], ...doubts.map((doubt): Pair => ["Warning", sentence(doubt)])];
}

// A bar after it shows in the price of the delisting itself, or in that of a later action.
function delistingDoubts(
  delisting: AppliedAction,
  applied: readonly AppliedAction[],
  known: readonly CorporateAction[],
): string[] {
  const { symbol, time } = delisting;
  const isOf = (action: CorporateAction) => action.symbol === symbol;
  const hasBars = applied.some((action) => isOf(action) && action.time >= time && action.firstPrice !== undefined);
  return [...(hasBars ? [barsAfter(delisting)] : []), ...afterDelisting(known.filter(isOf))];
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

import {
  type AppliedAction,
  actionDoubt,
  actionTypes,
  afterDelisting,
  barsAfterDelisting,
} from "../../core/market/corporate-action";
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
  const doubts = actions.flatMap((action) =>
    isContradicted(action) ? barsAfterDelisting(action) : (actionDoubt(action) ?? []),
  );
  const symbols = new Set(actions.map(({ symbol }) => symbol));
  const late = [...symbols].flatMap((symbol) => afterDelisting(actions.filter((action) => action.symbol === symbol)));
  return [["Actions", parts.join(", ")], ...[...doubts, ...late].map((doubt): Pair => ["Warning", sentence(doubt)])];
}

// Its symbol has a bar at the step of its delisting.
function isContradicted({ type, firstPrice }: AppliedAction): boolean {
  return type === "delisting" && firstPrice !== undefined;
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

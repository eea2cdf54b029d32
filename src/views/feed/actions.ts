import { actionTypes, type CorporateAction } from "../../core/market/corporate-action";
import { counted, listText } from "../../core/short-text";
import { actionDoubts, actionsOutside } from "../../feeds/source/action-doubts";
import { type FeedSource, isRecorded, type RecordedSource } from "../../feeds/source/source";
import type { Pair } from "../../output/pages/cards";

/** Returns what the card of a feed says of its corporate actions. */
export function actionPairs(source: FeedSource): Pair[] {
  const { actions = [] } = source;
  const { found: { unusedActions = [] } = {}, adjusted }: Partial<RecordedSource> = isRecorded(source) ? source : {};
  const pairs: Pair[] = [];
  if (adjusted !== undefined) pairs.push(["Adjusted", adjustedText(adjusted.applied)]);
  if (actions.length > 0) pairs.push(["Actions", actionsText(actions)]);
  if (unusedActions.length > 0)
    pairs.push(["Not carried", `actions of ${listText(unusedActions)}, which the feed does not have`]);
  const doubts = isRecorded(source) ? actionDoubts(source) : [];
  const outside = isRecorded(source) ? actionsOutside(source).others : [];
  if (outside.length > 0)
    pairs.push(["Never come", `${actionsText(outside)}, before the first bar of its symbol or after the last`]);
  return [...pairs, ...doubts.map((doubt): Pair => ["Warning", doubt.charAt(0).toUpperCase() + doubt.slice(1)])];
}

function adjustedText(applied: readonly CorporateAction[]): string {
  return applied.length === 0 ? "for nothing, as no action is within its bars" : `for ${actionsText(applied)}`;
}

/** Writes how many actions there are of which kind: `3 splits (AAPL 2, MSFT 1), 1 dividend (IBM 1)`. */
function actionsText(actions: readonly CorporateAction[]): string {
  const texts = actionTypes.map((type) => {
    const those = actions.filter((action) => action.type === type);
    const symbols = [...new Set(those.map(({ symbol }) => symbol))];
    const each = symbols.map((symbol) => `${symbol} ${those.filter((action) => action.symbol === symbol).length}`);
    return those.length === 0 ? "" : `${counted(those.length, type)} (${listText(each)})`;
  });
  return texts.filter((text) => text !== "").join(", ");
}

import type { Adjusted } from "../../../core/market/corporate-action";
import { adjustedParts } from "../../source/adjust";
import type { Found } from "../../source/found";
import type { RecordedParts } from "../../source/recorded";
import { type ActionsInput, readActions } from "./read-actions";

/** What is asked of a feed's actions. */
export interface ActionOptions {
  readonly actions?: ActionsInput;
  readonly symbols?: readonly string[];
  readonly adjust?: Adjusted["by"];
}

/**
 * Returns the parts of a feed with its corporate actions, and adjusted for them if asked. `known` is what was found when
 * the feed was first made. Throws what `readActions` and `adjustedParts` throw.
 */
export function withActions(parts: RecordedParts, options: ActionOptions, known?: Found): RecordedParts {
  const { actions, adjust } = options;
  if (actions === undefined && known?.unusedActions === undefined) return parts;
  const carrying = { ...parts, ...carriedActions(parts, options, known) };
  return adjust === undefined ? carrying : adjustedParts(carrying, adjust);
}

/** Returns the corporate actions that a feed carries, and what was found with those that it does not. */
export function carriedActions(
  { name, symbols, calendar, found }: Pick<RecordedParts, "name" | "symbols" | "calendar" | "found">,
  { actions: input = [], symbols: chosen }: ActionOptions,
  known?: Found,
): Pick<RecordedParts, "actions" | "found"> {
  const { actions, unused } = readActions(input, { feed: name, symbols, calendar, chosen: chosen !== undefined });
  const left = known?.unusedActions ?? unused;
  return {
    ...(actions.length > 0 && { actions }),
    ...(found && { found: { ...found, ...(left.length > 0 && { unusedActions: left }) } }),
  };
}

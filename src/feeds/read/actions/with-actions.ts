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
 * Returns the parts of a feed with its corporate actions, and adjusted for them if asked. `known` is what was found when the feed was first made. Throws what `readActions` and `adjustedParts` throw.
 */
export function withActions(
  parts: RecordedParts,
  { actions: input, symbols: chosen, adjust }: ActionOptions,
  known?: Found,
): RecordedParts {
  if (input === undefined && known?.unusedActions === undefined) return parts;
  const { name, symbols, calendar, found } = parts;
  const { actions, unused } = readActions(input ?? [], { feed: name, symbols, calendar, chosen: chosen !== undefined });
  const left = known?.unusedActions ?? unused;
  const carrying = {
    ...parts,
    ...(actions.length > 0 && { actions }),
    ...(found && { found: { ...found, ...(left.length > 0 && { unusedActions: left }) } }),
  };
  return adjust === undefined ? carrying : adjustedParts(carrying, adjust);
}

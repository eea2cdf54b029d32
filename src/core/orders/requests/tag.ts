import { checkKeys, expected } from "../../checks";
import type { TargetOptions } from "../order";

/** Returns the tag among the options of a target. Throws INVALID_ORDER if it is no text, UNKNOWN_OPTION for another option. */
export function tagOf(what: string, options: TargetOptions | undefined): string | undefined {
  return options === undefined ? undefined : checkedTag(what, options);
}

function checkedTag(what: string, options: TargetOptions): string | undefined {
  if (typeof options !== "object" || options === null)
    throw expected(`options of ${what}`, 'an object, such as { tag: "breakout" }', options, "INVALID_ORDER");
  checkKeys(what, options, ["tag"]);
  const { tag } = options;
  if (tag !== undefined && typeof tag !== "string") throw expected(`tag of ${what}`, "text", tag, "INVALID_ORDER");
  return tag;
}

import { checkKeys, expected } from "../../core/checks";
import { PaperLabError } from "../../errors";

/** Above 0 and finite. */
export const isPositive = (value: number) => value > 0 && value < Infinity;

/** Returns `value` if it is a number that is `allowed`. Throws INVALID_OPTION. */
export function checkNumber(name: string, value: unknown, wanted: string, allowed: (value: number) => boolean): number {
  if (typeof value === "number" && allowed(value)) return value;
  throw expected(name, wanted, value);
}

/** Returns `value` if it is true or false. Throws INVALID_OPTION. */
export function checkBoolean(name: string, value: unknown): boolean {
  if (typeof value === "boolean") return value;
  throw expected(name, "true or false", value);
}

/** Returns `value` if it is one of some words. Throws INVALID_OPTION. */
export function checkOneOf<Word extends string>(name: string, value: unknown, words: readonly Word[]): Word {
  const found = words.find((word) => word === value);
  if (found !== undefined) return found;
  throw expected(name, `one of ${words.map((word) => `"${word}"`).join(", ")}`, value);
}

/** Throws INVALID_OPTION unless `options` is an object, and UNKNOWN_OPTION for keys that are not in `known`. */
export function checkOptions(where: string, options: unknown, known: readonly string[]): void {
  if (typeof options !== "object" || options === null) throw expected("options", "an object", options);
  checkKeys(where, options, known);
}

/** Throws UNKNOWN_OPTION for an option that is a part of the strategy. */
export function checkNotOfStrategy(where: string, options: object): void {
  if (!("lookAhead" in options)) return;
  const place = "It is a part of the strategy: defineSignals({ name, signals, lookAhead })";
  throw new PaperLabError("UNKNOWN_OPTION", `Unknown option "lookAhead" of ${where}. ${place}`);
}

/** Returns `value` if it is a text. Throws INVALID_OPTION. */
export function checkText(name: string, value: unknown): string {
  if (typeof value === "string") return value;
  throw expected(name, "text", value);
}

// A name is a heading in every table and figure.
const LONGEST_NAME = 200;

/** Returns `name` if it can be the name of a session. Throws INVALID_OPTION. */
export function checkName(name: unknown): string {
  if (typeof name !== "string" || name.trim() === "") throw expected("name", "text that is not empty", name);
  if (name.length > LONGEST_NAME) throw expected("name", `of at most ${LONGEST_NAME} characters`, name.length);
  return name;
}

/** Throws INVALID_OPTION unless `tags` is a list of texts that are not empty. */
export function checkTags(tags: unknown): void {
  checkTagsToRemove(tags);
  const at = tags.findIndex((tag) => tag.trim() === "");
  if (at >= 0) throw expected(`tags[${at}]`, "a string that is not empty", tags[at]);
}

/** Throws INVALID_OPTION unless `tags` is a list of texts. Stored sessions may have empty ones. */
export function checkTagsToRemove(tags: unknown): asserts tags is readonly string[] {
  if (!Array.isArray(tags)) throw expected("tags", "an array of strings", tags);
  const wrong = Array.from(tags).findIndex((tag) => typeof tag !== "string");
  if (wrong >= 0) throw expected(`tags[${wrong}]`, "a string", tags[wrong]);
}

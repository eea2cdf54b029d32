import { checkKeys, expected } from "../../core/checks";
import { parseInterval } from "../../feeds/interval";
import { checkNumber, checkOneOf, checkOptions, isPositive } from "./checks";
import { type SessionOptions, sessionOptionKeys } from "./options";

const DAY = 86_400_000;
// A name is a heading in every table and picture.
const LONGEST_NAME = 200;

/** Checks what is not the engine's: names, metrics, seed, notes. Throws INVALID_OPTION or UNKNOWN_OPTION. */
export function checkSessionOptions(options: SessionOptions<never>): void {
  checkOptions("a session", options, sessionOptionKeys);
  const { ifExists, periodsPerYear, riskFree, returnsEvery } = options;
  if (ifExists !== undefined) checkOneOf("ifExists", ifExists, ["reuse", "replace", "error", "new"]);
  if (returnsEvery !== undefined) checkOneOf("returnsEvery", returnsEvery, ["bar", "minute", "hour", "day"]);
  if (periodsPerYear !== undefined) checkNumber("periodsPerYear", periodsPerYear, "a positive number", isPositive);
  if (riskFree !== undefined) checkNumber("riskFree", riskFree, "a fraction above -1, such as 0.02", isRate);
  checkTexts(options);
}

/** Throws INVALID_OPTION unless params are an object, and UNKNOWN_OPTION for one that the strategy does not have. */
export function checkParams(strategy: { name: string; params?: object }, params: unknown): void {
  if (params === undefined) return;
  if (typeof params !== "object" || params === null || Array.isArray(params))
    throw expected("params", "an object", params);
  if (strategy.params !== undefined) checkKeys(`params of "${strategy.name}"`, params, Object.keys(strategy.params));
}

/** Returns the interval of snapshots: milliseconds, or `"day"` for whole days. Throws INVALID_OPTION. */
export function snapshotInterval(every: string | number | undefined): number | "day" {
  const milliseconds = parseInterval(every ?? "1d", "snapshotEvery");
  return milliseconds === DAY ? "day" : milliseconds;
}

const isRate = (value: number) => value > -1 && value < Infinity;

function checkTexts({ name, seed, notes, tags }: SessionOptions<never>): void {
  if (name !== undefined && (typeof name !== "string" || name.trim() === "")) throw expected("name", "text", name);
  if (name !== undefined && name.length > LONGEST_NAME)
    throw expected("name", `of at most ${LONGEST_NAME} characters`, name.length);
  if (seed !== undefined && typeof seed !== "string" && !Number.isFinite(seed))
    throw expected("seed", "text or a number", seed);
  if (notes !== undefined && typeof notes !== "string") throw expected("notes", "text", notes);
  if (tags !== undefined && !(Array.isArray(tags) && tags.every((tag) => typeof tag === "string"))) {
    throw expected("tags", "an array of texts", tags);
  }
}

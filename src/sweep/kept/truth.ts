import { remakeSource } from "../../feeds/remake";
import type { FeedRecipe, Truth } from "../../feeds/source/source";

// Their prices are only made when they are asked for.
const made: readonly string[] = ["gbm", "randomWalk", "cointegrated"];

/** Returns what is known of the prices of a made feed, whatever its seed; `undefined` of any other feed. */
export function truthOf(recipe: FeedRecipe): Truth | undefined {
  return made.includes(recipe.kind) ? remakeSource(recipe).truth : undefined;
}

import { PaperLabError } from "../errors";
import { remakeSource } from "./remake";
import { type BootstrapOptions, bootstrapSource, perturbSource } from "./shaped/bootstrap";
import type { FeedRecipe, FeedSource } from "./source/source";

/** Kinds of feeds whose bars are made of the options and the seed alone. */
const made: readonly string[] = ["gbm", "randomWalk", "cointegrated"];
/** Kinds of feeds whose bars are drawn from those of another feed. */
const drawn: readonly string[] = ["bootstrap", "perturb"];

/** What is known of a feed of chance. */
export interface SeededRecipe {
  readonly seed: string | number;
  /** The recipe of the feed that it is drawn from; absent if it is made of its options alone. */
  readonly base?: FeedRecipe;
}

/** Returns what is known of a feed whose bars depend on a seed. Throws INVALID_OPTION for one whose bars do not. */
export function seededRecipe({ kind, name, options, source }: FeedRecipe): SeededRecipe {
  const seed = (options.seed ?? 1) as string | number;
  if (made.includes(kind)) return { seed };
  if (drawn.includes(kind) && source !== undefined && "feeds" in source) return { seed, base: source.feeds[0] };
  const cure = "Wrap it, as in bootstrap(feed), or give one that is made, such as gbm(...)";
  throw new PaperLabError(
    "INVALID_OPTION",
    `Expected feed "${name}" to be made of chance for seeds, but its bars are always the same. ${cure}`,
  );
}

/**
 * Makes the feed of a recipe with another seed. `base`: returns the feed that it is drawn from. Throws as `seededRecipe` does.
 */
export function reseededSource(recipe: FeedRecipe, seed: string, base: () => FeedSource): FeedSource {
  if (seededRecipe(recipe).base === undefined) return remakeSource({ ...recipe, options: { ...recipe.options, seed } });
  const { block, after = Number.NaN, wholeDays, from, to } = recipe.options as DrawnOptions;
  const asBefore = wholeDays === undefined;
  const again =
    recipe.kind === "bootstrap"
      ? bootstrapSource(base(), { block, seed }, asBefore)
      : perturbSource(base(), { block, seed, from: after }, asBefore);
  return again.slice(from, to);
}

type DrawnOptions = BootstrapOptions & {
  readonly after?: string | number;
  readonly wholeDays?: true;
  readonly from?: string;
  readonly to?: string;
};

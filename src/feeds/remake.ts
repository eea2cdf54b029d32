import { isDeepStrictEqual } from "node:util";
import { PaperLabError } from "../errors";
import { historySource } from "./chunked/history";
import { cointegratedSource, type PairOptions, type PairTerms } from "./made/cointegrated";
import { type GbmOptions, type GbmTerms, gbmSource } from "./made/gbm";
import { randomWalkSource, type WalkTerms } from "./made/random-walk";
import { type SampleName, type SampleOptions, sampleSource } from "./made/sample";
import type { MadeOptions, SymbolsInput } from "./path/options";
import type { ReplayOptions } from "./read/replay";
import { type BootstrapOptions, bootstrapSource, perturbSource } from "./shaped/bootstrap";
import { mergeSource } from "./shaped/merge";
import { resampleSource } from "./shaped/resample";
import type { FeedKind, FeedRecipe, FeedSource } from "./source/source";

/** The options in the recipe of a feed that was drawn from another. */
type DrawnOptions = BootstrapOptions & { readonly after?: string | number; readonly wholeDays?: true };

/** Makes a feed of its recipe again; `undefined` where what it was made of is not at hand. */
type Remaker = (recipe: FeedRecipe) => FeedSource | undefined;

const makers: Readonly<Record<FeedKind, Remaker>> = {
  replay: ({ source, options, calendar, timezone, actions, adjusted, found, interval }) => {
    if (source === undefined || !("files" in source)) return undefined;
    const declared = found?.calendar === undefined ? { calendar } : {};
    const rows = adjusted === undefined ? actions : [...adjusted.applied, ...adjusted.others];
    const given = { ...(options as ReplayOptions), ...declared, timezone, actions: rows };
    return historySource(source.files, given, { calendar, found, interval });
  },
  sample: ({ source, options }) =>
    source !== undefined && "sample" in source
      ? sampleSource(source.sample as SampleName, options as SampleOptions)
      : undefined,
  resample: (recipe) => {
    const { source, options } = recipe;
    if (source === undefined || !("feeds" in source)) return undefined;
    return cut(resampleSource(remakeSource(source.feeds[0]), options.interval as string), recipe);
  },
  merge: (recipe) => {
    const { source } = recipe;
    if (source === undefined || !("feeds" in source)) return undefined;
    return cut(mergeSource(source.feeds.map(remakeSource)), recipe);
  },
  // What comes live cannot be had again.
  live: () => undefined,
  gbm: (recipe) => {
    const { symbols, rest } = madeFrom(recipe.options);
    return cut(gbmSource(symbols as SymbolsInput<GbmTerms>, rest as GbmOptions), recipe);
  },
  randomWalk: (recipe) => {
    const { symbols, rest } = madeFrom(recipe.options);
    return cut(randomWalkSource(symbols as SymbolsInput<WalkTerms>, rest as MadeOptions), recipe);
  },
  cointegrated: (recipe) => {
    const { symbols, rest } = madeFrom(recipe.options);
    return cut(cointegratedSource(symbols as SymbolsInput<PairTerms>, rest as PairOptions), recipe);
  },
  bootstrap: (recipe) => {
    const { source, options } = recipe;
    if (source === undefined || !("feeds" in source)) return undefined;
    const { block, seed, wholeDays } = options as DrawnOptions;
    return cut(bootstrapSource(remakeSource(source.feeds[0]), { block, seed }, wholeDays === undefined), recipe);
  },
  perturb: (recipe) => {
    const { source, options } = recipe;
    if (source === undefined || !("feeds" in source)) return undefined;
    const { block, seed, after = Number.NaN, wholeDays } = options as DrawnOptions;
    const drawn = { block, seed, from: after };
    return cut(perturbSource(remakeSource(source.feeds[0]), drawn, wholeDays === undefined), recipe);
  },
};

function isKnown(kind: string): kind is FeedKind {
  return Object.hasOwn(makers, kind);
}

/** The options of a made feed, without the range that it was cut to: its symbols, and how it is made. */
function madeFrom({ symbols, from: _, to: __, ...rest }: FeedRecipe["options"]) {
  return { symbols, rest };
}

/** Feeds that are not read are cut after they were made. A hash tells that the bars were held as columns. */
function cut(feed: FeedSource, recipe: FeedRecipe): FeedSource {
  const { from, to } = recipe.options as Readonly<Record<"from" | "to", string | undefined>>;
  return "sha256" in recipe ? (feed.slice?.(from, to) ?? feed) : feed;
}

/**
 * Makes a feed again from its manifest, with the calendar and zone that were chosen then. That its bars are still the same
 * is for the caller to see: see `haveSameBars`. Throws EMPTY_DATA for a feed that was made in memory, of which `keptSource`
 * makes one from its bars, and for a kind that is not known here; else what `replaySource` throws.
 */
export function remakeSource(recipe: FeedRecipe): FeedSource {
  const feed = isKnown(recipe.kind) ? makers[recipe.kind](recipe) : undefined;
  if (feed !== undefined) return feed;
  const { kind, name, source } = recipe;
  const inMemory = source !== undefined && "memory" in source;
  const why = inMemory ? `it was made from ${source.memory} in memory` : otherwise(kind);
  const cure = "Give it with lab.session(name, { feed })";
  throw new PaperLabError("EMPTY_DATA", `Expected feed "${name}" to be given, because ${why}. ${cure}`);
}

function otherwise(kind: string): string {
  return kind === "live" ? "its bars come live" : `feeds of kind "${kind}" cannot be made again`;
}

/** Returns whether two feeds have the same bars and actions: by a hash, or by how they are made where there is none. */
export function haveSameBars(one: FeedRecipe, other: FeedRecipe): boolean {
  if ("sha256" in one && "sha256" in other)
    return one.sha256 === other.sha256 && isDeepStrictEqual(stored(one.actions ?? []), stored(other.actions ?? []));
  return isDeepStrictEqual(stored(one), stored(other));
}

/** Plain data as it comes back from the store. */
function stored(data: FeedRecipe | FeedRecipe["actions"]): unknown {
  return JSON.parse(JSON.stringify(data));
}

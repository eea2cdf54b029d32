import type { BarColumns } from "../../core/market/bar";
import type { Calendar, CalendarSpec } from "../../core/market/calendar";
import type { Adjusted, CorporateAction } from "../../core/market/corporate-action";
import type { Year } from "../../core/year";
import { PaperLabError } from "../../errors";
import type { Found } from "./found";

/** What is known of a feed without a look at its bars. */
export interface FeedFacts {
  readonly name: string;
  readonly symbols: readonly string[];
  /** Those of them that are there to measure against, as an index: a session trades them only where it names them. */
  readonly indexes?: readonly string[];
  /** Milliseconds between bars of one symbol, where most have the same distance. */
  readonly interval: number | undefined;
  /** Whether bars are trading days. */
  readonly daily: boolean;
  readonly calendar: Calendar;
  /** What the companies did to their shares, sorted by date; absent where nothing is known of it. */
  readonly actions?: readonly CorporateAction[];
  /** What is known of a feed that was made. */
  readonly truth?: Truth;
  /** Whether its prices may be at or below zero. */
  readonly negativePrices?: true;
}

/** The truth of one symbol of a made feed. */
export interface SymbolTruth {
  /** Expected growth a year: E(price after t years) = price * exp(drift * t). */
  readonly drift: number;
  /** Standard deviation of the logarithmic returns of a day, times the square root of the days of a year. */
  readonly volatility: number;
  /** Sharpe ratio a year of holding it, of the simple returns of days, without interest; NaN where it never moves. */
  readonly sharpe: number;
}

/** What is known of the prices of a made feed, whatever its seed. */
export interface Truth {
  readonly symbols: Readonly<Record<string, SymbolTruth>>;
  /** Correlations of the logarithmic returns of a day, in the order of the symbols. */
  readonly correlation: readonly (readonly number[])[];
  /** Trading days in which half of a spread is expected to be gone. */
  readonly halfLife?: number;
}

/** Where bars came from: absolute paths of files, the name of a sample, what in memory, other feeds, or a live source. */
export type FeedOrigin =
  | { readonly files: readonly string[] }
  | { readonly sample: string }
  | { readonly memory: string }
  | { readonly feeds: readonly FeedRecipe[] }
  | { readonly live: string };

/** The functions that make feeds that can be made again. */
export type FeedKind =
  | "replay"
  | "sample"
  | "gbm"
  | "randomWalk"
  | "cointegrated"
  | "resample"
  | "merge"
  | "bootstrap"
  | "perturb"
  | "live";

/** Plain data that describes a feed, so that the feed can be made from it again. */
export interface FeedRecipe {
  /** The function that made the feed. */
  readonly kind: string;
  /** Absent where bars are made of the options alone. */
  readonly source?: FeedOrigin;
  /** The options as they were given, but for calendar, zone and actions, and the range that the feed was cut to. */
  readonly options: Readonly<Record<string, unknown>>;
  readonly name: string;
  readonly calendar: CalendarSpec;
  /** The zone of times written without one. */
  readonly timezone: string;
  /** Milliseconds between bars, null where there is no common one. */
  readonly interval: number | null;
  readonly daily: boolean;
  readonly symbols: readonly string[];
  /** Corporate actions; absent in a feed without any. */
  readonly actions?: readonly CorporateAction[];
  /** The actions that prices were adjusted for; absent where they were not. */
  readonly adjusted?: Adjusted;
  /** Bad rows that were left out; absent in a feed that is not read. */
  readonly skipped?: number;
  /** What was found in its rows; absent where nobody looked, and in manifests from before it was said. */
  readonly found?: Found;
}

/** The recipe of a recorded feed, and what tells whether its bars are still the same. */
export interface FeedManifest extends FeedRecipe {
  readonly kind: FeedKind;
  /** Bars. */
  readonly rows: number;
  /** Time of the first and of the last bar, epoch milliseconds; null without bars. */
  readonly first: number | null;
  readonly last: number | null;
  /** SHA-256 over the symbols and all columns. */
  readonly sha256: string;
  readonly skipped: number;
  /** What was wrong with the first row that was left out. */
  readonly firstSkipped: string | null;
}

/** A source of bars in the order of time: what every feed has, and all that a session needs to run. */
interface BarSource extends FeedFacts {
  readonly manifest: FeedRecipe;
  /**
   * Blocks of bars from the first on, the same at every call, made as they are asked for. A block holds one bar at least
   * and 65,536 at most, ends at the end of a step and is left as it is once it was handed out. With `symbols`, only their
   * bars, whose symbols are then places in that list. Throws UNKNOWN_SYMBOL.
   */
  blocks(symbols?: readonly string[]): IterableIterator<BarColumns>;
}

/** A feed without an end, or with none that is known. */
export interface EndlessSource extends BarSource {
  readonly bounded: false;
  /** Returns the bars of the days `from` to `to`, as feeds with an end do; absent where there is no such part. */
  slice?(from?: string, to?: string): RecordedSource;
}

/** A feed with an end. */
export interface BoundedSource extends BarSource {
  readonly bounded: true;
  /** Bars. */
  readonly length: number;
  /** Time of the first bar, epoch milliseconds. */
  readonly first: number | undefined;
  /** Time of the last bar, epoch milliseconds. */
  readonly last: number | undefined;
  /**
   * How many steps a session on some symbols takes, by default on all: different times of their bars. It makes no bars,
   * and looks at each once at most. Throws UNKNOWN_SYMBOL.
   */
  steps(symbols?: readonly string[]): number;
  /**
   * How many days, or longer periods, of a year have bars of some symbols, by default of all; `undefined` where a declared
   * calendar says it. It is that of the whole feed, also of a slice.
   */
  year(symbols?: readonly string[]): Year | undefined;
  /** Returns the bars of the days `from` to `to`, ISO dates, both inclusive. Throws INVALID_OPTION and EMPTY_DATA. */
  slice(from?: string, to?: string): RecordedSource;
}

/** A row that was left out. */
export interface LeftOut {
  /** Where it stands: `prices.csv:12`. */
  readonly row: string;
  readonly reason: string;
}

/** The rows that were left out of a feed. */
export interface Skipped {
  /** How many. */
  readonly rows: number;
  /** What was wrong with the first. */
  readonly first: string | undefined;
  /** The first 10,000, in the order of the source; absent where only their number is known. */
  readonly list?: readonly LeftOut[];
}

/** A feed whose bars are all there, held as columns. */
export interface RecordedSource extends BoundedSource {
  /** Made on first use, since it hashes all the bars. */
  readonly manifest: FeedManifest;
  /** All bars; their symbols are places in `symbols`. */
  readonly columns: BarColumns;
  /** Bad rows that were left out. */
  readonly skipped: Skipped;
  /** What was found in its rows, since nobody told. */
  readonly found: Found | undefined;
  /** What its prices were adjusted for; absent where they are as traded, or as they were read. */
  readonly adjusted?: Adjusted;
  /** The feed that its bars were drawn from; absent where they were not, and where it was made again from kept bars. */
  readonly base?: RecordedSource;
}

/**
 * Returns a recipe with the paths of another one's files, where both have the same bars: it does not matter where a file
 * is. The same for the feeds that it was made of.
 */
export function placedAs<Recipe extends FeedRecipe>(recipe: Recipe, other: FeedRecipe): Recipe {
  const [one, two] = [recipe.source, other.source];
  if (one === undefined || two === undefined) return recipe;
  if ("feeds" in one && "feeds" in two && one.feeds.length === two.feeds.length)
    return { ...recipe, source: { feeds: one.feeds.map((feed, at) => placedAs(feed, two.feeds[at])) } };
  const isSame = "sha256" in recipe && "sha256" in other && recipe.sha256 === other.sha256;
  if (!isSame || !("files" in one) || !("files" in two)) return recipe;
  // A bad row is named with its file.
  const { firstSkipped = null } = other as Partial<FeedManifest>;
  return { ...recipe, source: two, ...("firstSkipped" in recipe && { firstSkipped }) };
}

/** Returns a recipe without the paths of its files, if a hash tells which bars they have. */
export function withoutPlaces<Recipe extends FeedRecipe>(recipe: Recipe): Recipe {
  const { source } = recipe;
  if (source === undefined) return recipe;
  if ("feeds" in source) return { ...recipe, source: { feeds: source.feeds.map(withoutPlaces) } };
  const places = { source: { files: [] }, firstSkipped: null };
  return "files" in source && "sha256" in recipe ? { ...recipe, ...places } : recipe;
}

/** Returns whether a feed of this recipe may have prices at or below zero: itself, or one that it was made of. */
export function hasNegativePrices({ source, options }: Pick<FeedRecipe, "source" | "options">): boolean {
  if (options.allowNegativePrices === true) return true;
  return source !== undefined && "feeds" in source && source.feeds.some(hasNegativePrices);
}

/** Whether the bars of a feed are held as columns. */
export function isRecorded(feed: FeedSource): feed is RecordedSource {
  return "columns" in feed;
}

/** Returns a feed with its bars held as columns; one that makes them makes them all. */
export function withColumns(feed: BoundedSource): RecordedSource {
  return isRecorded(feed) ? feed : feed.slice();
}

/** A feed. `bounded` tells the two kinds apart. */
export type FeedSource = BoundedSource | EndlessSource;

/** What a cell holds of a feed, as far as other rooms look into it. */
export interface FeedHandle {
  readonly name: string;
  readonly symbols: readonly string[];
  readonly manifest: FeedRecipe;
  /** @internal */
  readonly source: FeedSource;
}

/** Returns the feed as one that has an end. Throws INVALID_OPTION for one that has none; `need` is what asks for it. */
export function withEnd(feed: FeedSource, need: string): BoundedSource {
  if (feed.bounded) return feed;
  const part = 'Take a part of it, with slice("2020-01-01", "2020-12-31"), or give a feed that has one';
  const isLive = feed.manifest.kind === "live";
  const cure = isLive ? "Run a session on it; session.feed() has the bars that came" : part;
  throw new PaperLabError(
    "INVALID_OPTION",
    `Expected feed "${feed.name}" to have an end for ${need}, but it has none. ${cure}`,
  );
}

import { checkKeys, expected } from "../../core/checks";
import { dayOfDate } from "../../core/days";
import { instantOf } from "../../core/market/instant";
import { counted } from "../../core/short-text";
import { PaperLabError } from "../../errors";
import { streamOf } from "../chance/streams";
import { recordedSource } from "../source/recorded";
import { type FeedSource, type RecordedSource, withColumns, withEnd } from "../source/source";
import { areDays, piecesOf } from "./pieces";
import { type Drawable, drawableOf, redrawn } from "./redraw";

/** How `bootstrap` draws. */
export interface BootstrapOptions {
  /** Mean length of a block: in bars of a day or longer, and for shorter bars in days. Default 20. */
  block?: number;
  /** The same seed draws the same bars. Default 1. */
  seed?: string | number;
}

/** How `perturb` draws. */
export interface PerturbOptions extends BootstrapOptions {
  /** Bars later than this stay no longer: those of this day and later for an ISO date, else those later than the instant. */
  from: string | number | Date;
}

/** Whether days are drawn as before manifests said `wholeDays`: then any stood for any, and the last one for a whole one. */
type AsBefore = boolean;

/**
 * Makes another history of a feed, by the stationary bootstrap of the returns and shapes of its bars (see `redrawn`). The
 * first bars are its own, then bars stand where its own do. Throws INVALID_OPTION and UNKNOWN_OPTION.
 */
export function bootstrapSource(
  feed: FeedSource,
  options: BootstrapOptions = {},
  asBefore: AsBefore = false,
): RecordedSource {
  checkKeys("bootstrap", options, ["block", "seed"]);
  const recorded = withColumns(withEnd(feed, "a bootstrap"));
  return drawnSource("bootstrap", recorded, options, { kept: piecesOf(recorded)[0]?.to ?? 0, asBefore });
}

/**
 * Does what `perturbSource` does from a time that is asked about, which without a zone is one of clocks in the feed's. The
 * recipe has the instant: how recipes read texts stays as it was.
 */
export function askedPerturbation(feed: FeedSource, options: PerturbOptions): RecordedSource {
  const from = options?.from;
  const isTime = typeof from === "string" && !/^\d{4}-\d{2}-\d{2}$/.test(from);
  return perturbSource(feed, isTime ? { ...options, from: instantOf(from, feed.calendar, "from") } : options);
}

/**
 * Makes a feed whose bars are those of another up to an instant, and drawn as those of a bootstrap after it. Throws
 * INVALID_OPTION and UNKNOWN_OPTION.
 */
export function perturbSource(feed: FeedSource, options: PerturbOptions, asBefore: AsBefore = false): RecordedSource {
  if (typeof options !== "object" || options === null)
    throw expected("options of perturb", 'an object such as { from: "2020-01-02" }', options);
  checkKeys("perturb", options, ["block", "seed", "from"]);
  const recorded = withColumns(withEnd(feed, "a perturbation"));
  return drawnSource("perturb", recorded, options, { kept: rowsBefore(recorded, options.from), asBefore });
}

function drawnSource(
  kind: "bootstrap" | "perturb",
  feed: RecordedSource,
  { block = 20, seed = 1, from }: BootstrapOptions & Partial<PerturbOptions>,
  { kept, asBefore }: { readonly kept: number; readonly asBefore: AsBefore },
): RecordedSource {
  if (!(typeof block === "number" && block >= 1 && block < Infinity))
    throw expected("block", "a number of at least 1", block);
  if (typeof seed !== "string" && !Number.isFinite(seed)) throw expected("seed", "a text or a finite number", seed);
  if (feed.negativePrices)
    throw expected(
      "feed",
      `one of positive prices for ${kind}, which draws returns`,
      `"${feed.name}", which allows others`,
    );
  const drawable = drawableOf(feed, kept, asBefore);
  checkDrawable(feed, drawable);
  const { symbols, indexes, interval, calendar, daily, manifest, found, actions } = feed;
  const columns = redrawn(feed, drawable, { stream: streamOf(seed, kind), block, kept });
  const last = kept === 0 ? Number.NEGATIVE_INFINITY : calendar.dayOf(columns.time[kept - 1]);
  const left = actions?.filter(({ ex_date }) => dayOfDate(ex_date) <= last) ?? [];
  const told = { ...(found?.calendar && { calendar: found.calendar }), ...(found?.year && { year: found.year }) };
  return recordedSource({
    name: `${feed.name}, ${kind === "bootstrap" ? "bootstrapped" : "perturbed"}`,
    symbols,
    indexes,
    interval,
    calendar,
    daily,
    columns,
    base: feed,
    actions: left.length > 0 ? left : undefined,
    skipped: { rows: 0, first: undefined },
    found: found === undefined ? undefined : told,
    origin: {
      kind,
      source: { feeds: [manifest] },
      options: {
        block,
        seed,
        ...(from !== undefined && { after: from instanceof Date ? from.getTime() : from }),
        ...(areDays(feed) && !asBefore && { wholeDays: true }),
      },
    },
    timezone: manifest.timezone,
  });
}

function checkDrawable(feed: RecordedSource, { pieces, count }: Drawable): void {
  const unit = areDays(feed) ? "day" : "bar";
  // The first one has no return.
  if (count >= 2) return;
  const alone = `Expected feed "${feed.name}" to have at least 3 ${unit}s to draw from`;
  const text =
    pieces.length < 3
      ? `${alone}, but it has ${counted(pieces.length, unit)}`
      : `${alone} on which all its symbols have begun and none has ended. Choose symbols that trade at the same time`;
  throw new PaperLabError("INVALID_OPTION", text);
}

/** Rows up to an instant, or before a day. */
function rowsBefore(
  { columns: { time, length }, calendar, name }: RecordedSource,
  from: PerturbOptions["from"],
): number {
  if (!(typeof from === "string" || typeof from === "number" || from instanceof Date))
    throw expected("from", 'a date such as "2020-01-02", or an instant', from);
  const isDate = typeof from === "string" && /^\d{4}-\d{2}-\d{2}$/.test(from);
  const instant = isDate ? Number.NaN : new Date(from).getTime();
  if (!isDate && !Number.isFinite(instant)) throw expected("from", 'a date such as "2020-01-02", or an instant', from);
  const day = isDate ? dayOfDate(from, "from") : Number.NaN;
  let kept = 0;
  while (kept < length && (isDate ? calendar.dayOf(time[kept]) < day : time[kept] <= instant)) kept++;
  if (kept < length) return kept;
  const last = new Date(time[length - 1]).toISOString();
  throw new PaperLabError(
    "INVALID_OPTION",
    `Expected from to be before the end of feed "${name}", ${last}, was ${String(from)}`,
  );
}

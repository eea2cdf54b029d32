import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { checkKeys, didYouMean, expected, shown } from "../../core/checks";
import { PaperLabError } from "../../errors";
import { chosenSymbols } from "../bars/symbols";
import { replaySource } from "../read/replay";
import { recordedSource } from "../source/recorded";
import type { RecordedSource } from "../source/source";

/** What a sample is read from: one file a symbol. */
interface Sample {
  readonly folder: string;
  readonly symbols: readonly string[];
  /** Those that cannot be bought. */
  readonly indexes?: readonly string[];
  /** The file of their corporate actions. */
  readonly actions?: string;
}

const samples = {
  "us-daily": { folder: "daily", symbols: ["AAPL", "SPX"], indexes: ["SPX"] },
  "us-stocks": { folder: "daily/us-stocks", symbols: ["AAPL", "GOOG", "IBM", "MSFT"], actions: "actions.csv" },
} as const satisfies Record<string, Sample>;

/** The names of the samples. */
export type SampleName = keyof typeof samples;

/** What is taken of a sample. */
export interface SampleOptions {
  /** First and last day, ISO dates, inclusive. */
  from?: string;
  to?: string;
  /** Only these symbols, in this order; default all of them. */
  symbols?: readonly string[];
  /** Rescales the prices before each split of "us-stocks", so that it is no jump; its dividends are not known. */
  adjust?: "splits" | "all";
}

/**
 * Makes a feed of the real data that comes with paperlab, daily, on the calendar of New York. "us-daily" is AAPL 2013-05-13
 * to 2018-05-11 and the S&P 500 as SPX 2000-01-03 to 2020-04-17. The index is there to measure against: sessions trade it
 * only where their `symbols` name it. "us-stocks" is AAPL, IBM and MSFT from 2000-03-01 and GOOG from 2004-08-19, all to
 * 2013-03-01, as traded, with its splits as actions. Throws INVALID_OPTION, UNKNOWN_OPTION, UNKNOWN_SYMBOL and EMPTY_DATA.
 */
export function sampleSource(name: SampleName, options: SampleOptions = {}): RecordedSource {
  checkName(name);
  checkKeys("sample", options, ["from", "to", "symbols", "adjust"]);
  const { folder, symbols: all, indexes = [], actions: file }: Sample = samples[name];
  const { adjust } = options;
  const symbols = chosenSymbols(name, all, options.symbols);
  if (adjust !== undefined && file === undefined)
    throw expected("adjust", `left out, because the prices of "${name}" are adjusted for splits already`, adjust);
  const path = (one: string) => join(fixtures(), folder, one);
  const { interval, calendar, daily, columns, skipped, actions, adjusted } = replaySource(
    symbols.map((symbol) => path(`${symbol}.csv`)),
    // The symbols are told, so that actions of others are left out.
    { calendar: "XNYS", symbols, adjust, ...(file !== undefined && { actions: path(file) }) },
  );
  const origin = {
    kind: "sample" as const,
    source: { sample: name },
    options: { ...(options.symbols !== undefined && { symbols }), ...(adjust !== undefined && { adjust }) },
  };
  const chosen = indexes.filter((symbol) => symbols.includes(symbol));
  const parts = {
    name,
    symbols,
    indexes: chosen,
    interval,
    calendar,
    daily,
    columns,
    skipped,
    actions,
    adjusted,
    origin,
  };
  return recordedSource(parts).slice(options.from, options.to);
}

function checkName(name: unknown): void {
  const known = Object.keys(samples);
  if (typeof name !== "string") throw expected("name of a sample", known.map((one) => `"${one}"`).join(" or "), name);
  if (known.includes(name)) return;
  const near = didYouMean(name, known) || ` Known: ${known.join(", ")}`;
  throw new PaperLabError("INVALID_OPTION", `Unknown sample ${shown(name)}.${near}`);
}

/** The folder is beside src and dist alike. */
function fixtures(): string {
  let folder = __dirname;
  while (!existsSync(join(folder, "fixtures", "daily"))) {
    const above = dirname(folder);
    if (above === folder)
      throw new PaperLabError("MISSING_FILE", "Expected fixtures/daily to be in the package, but it is not");
    folder = above;
  }
  return join(folder, "fixtures");
}

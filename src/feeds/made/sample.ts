import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { checkKeys, didYouMean, expected, shown } from "../../core/checks";
import { PaperLabError } from "../../errors";
import { replaySource } from "../read/replay";
import { recordedSource } from "../source/recorded";
import type { BoundedSource } from "../source/source";

const samples = {
  "us-daily": { files: ["daily/AAPL.csv", "daily/SPX.csv"], indexes: ["SPX"], calendar: "XNYS" },
} as const;

/** The names of the samples. */
export type SampleName = keyof typeof samples;

/** The range of a sample: ISO dates, inclusive. */
export interface SampleOptions {
  from?: string;
  to?: string;
}

/**
 * Makes a feed of the real data that comes with paperlab: "us-daily" is AAPL 2013-05-13 to 2018-05-11 and the S&P 500 as
 * SPX 2000-01-03 to 2020-04-17, daily, on the calendar of New York. The index is there to measure against: sessions trade it
 * only where their `symbols` name it. Throws INVALID_OPTION, UNKNOWN_OPTION and EMPTY_DATA.
 */
export function sampleSource(name: SampleName, options: SampleOptions = {}): BoundedSource {
  checkName(name);
  checkKeys("sample", options, ["from", "to"]);
  const { files, indexes, calendar } = samples[name];
  const all = replaySource(
    files.map((file) => join(fixtures(), file)),
    { calendar },
  );
  const origin = { kind: "sample" as const, source: { sample: name }, options: {} };
  const { symbols, interval, daily, columns, skipped } = all;
  const parts = { name, symbols, indexes, interval, calendar: all.calendar, daily, columns, skipped, origin };
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

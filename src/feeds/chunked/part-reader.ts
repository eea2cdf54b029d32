import { resolve } from "node:path";
import { baseName } from "../columnar/paths";
import { filesName, type Made, type ReplayOptions, replaySource } from "../read/replay";
import type { Found } from "../source/found";
import { commonGap, gapsBySymbol } from "../source/interval";
import type { RecordedSource } from "../source/source";
import { type Part, partsOf } from "./parts";
import { unfit } from "./steps";

/** Reads files part by part, each in the way that was found in the first. */
export class PartReader {
  /** The name of the feed. */
  readonly name: string;
  /** Absolute. */
  readonly paths: readonly string[];
  /** What all parts have in common: the first one as it was read. */
  readonly first: Pick<RecordedSource, "calendar" | "interval" | "daily">;
  /** What was found in the first part, which has that many bars. */
  readonly found: Found;
  readonly #options: ReplayOptions;
  readonly #made: Made;
  readonly #size: number | undefined;
  // As messages show them.
  readonly #given: readonly string[];

  constructor(paths: readonly string[], options: ReplayOptions, made?: Made, size?: number) {
    // Symbols, dates and actions are those of the whole.
    const { symbols: _, from: __, to: ___, actions: ____, ...reading } = options;
    const [part] = partsOf(paths, size);
    const known = made && { ...made, found: { ...made.found, ...asked } };
    const first = replaySource(part.path, reading, known, part);
    checkFirst(part.path, first);
    if (first.found?.stamp?.side === "open" && options.interval === undefined) checkLengths(part.path, first);
    this.name = filesName(paths);
    this.paths = paths.map((path) => resolve(path));
    this.first = first;
    // Rows on other days are counted only where all are read at once.
    this.found = { ...first.found, chunked: made?.found?.chunked ?? first.length };
    this.#options = { ...reading, interval: first.interval };
    this.#made = { calendar: first.calendar.spec, found: { ...first.found, ...asked } };
    this.#size = size;
    this.#given = paths;
  }

  /** Yields all parts, those of the first file first. */
  parts(): IterableIterator<Part> {
    return partsOf(this.#given, this.#size);
  }

  /** Reads one part. Throws INVALID_OPTION where its rows are of another kind than those of the first. */
  read(part: Part): RecordedSource {
    const read = replaySource(part.path, this.#options, this.#made, part);
    const where = `${baseName(part.path)}, line ${part.lines + 1} on,`;
    if (read.daily !== this.first.daily) throw unfit(part.path, `${where} has times of another kind than before`);
    if (read.found?.turned) throw unfit(part.path, `${where} has rows that come newest first`);
    const { clockDays } = this.found;
    const other = clockDays && read.symbols.find((symbol) => !clockDays.includes(symbol));
    if (other !== undefined) throw unfit(part.path, `${where} has ${other}, which has no days in the first rows`);
    return read;
  }
}

// In a part everything is looked for that would be in a file.
const asked = { tied: true, rounded: 0, twice: 0, skippedHours: 0, emptyVolumes: 0, outsideHours: 0 } as const;

/** Throws INVALID_OPTION where what was found in the first part does not say how to read the others. */
function checkFirst(path: string, { found = {}, symbols }: RecordedSource): void {
  const { clockDays = [], periods = {}, turned, strays } = found;
  if (turned) throw unfit(path, "its rows come newest first");
  if (strays) throw unfit(path, "its first or last rows are far from all others");
  if (Object.keys(periods).length > 0) throw unfit(path, "its rows are weeks or longer");
  if (clockDays.length > 0 && clockDays.length < symbols.length)
    throw unfit(path, "only some of its symbols have days with a time of day");
}

/** Throws INVALID_OPTION unless the bars of all symbols have the same length, by which starts become ends. */
function checkLengths(path: string, { symbols, columns, interval }: RecordedSource): void {
  const gaps = gapsBySymbol(symbols.length, (add) => {
    for (let row = 0; row < columns.length; row++) add(columns.symbol[row], columns.time[row]);
  });
  const other = gaps.findIndex((some) => commonGap(some) !== interval || interval === undefined);
  if (other < 0) return;
  const which = symbols.length === 1 ? "its bars" : `those of ${symbols[other]}`;
  throw unfit(path, `${which} have no common length that the others have too, which the option interval can say`);
}

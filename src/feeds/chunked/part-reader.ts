import { resolve } from "node:path";
import { zoneOf } from "../../core/market/zone";
import { PaperLabError } from "../../errors";
import { baseName } from "../columnar/paths";
import { knownText, textsOf } from "../read/files/texts";
import { daysOf, filesName, type Made, type ReplayOptions, replaySource, unknownSymbol } from "../read/replay";
import { noSides, type Sides } from "../read/stamping";
import type { Found, FoundText } from "../source/found";
import type { RecordedSource } from "../source/source";
import { endedPart, Files, type Part, partSize } from "./parts";
import { unfit } from "./steps";
import { WholeTimes } from "./whole-times";

/** A part, and what was read of it. */
type PartRead = readonly [part: Part, read: RecordedSource];

/** Reads files part by part, each in the way that was found in the first one with bars. */
export class PartReader {
  /** The name of the feed. */
  readonly name: string;
  /** Absolute. */
  readonly paths: readonly string[];
  /** What all parts have in common: the first one as it was read. */
  readonly first: Pick<RecordedSource, "calendar" | "interval" | "daily" | "found" | "length">;
  readonly #reading: ReplayOptions;
  readonly #made: Made | undefined;
  readonly #files: Files;
  readonly #times: WholeTimes;
  // How each file is written.
  readonly #texts: FoundText[] = [];
  // Parts that were read to find the first one with bars, and the others.
  readonly #before: PartRead[] = [];
  readonly #rest: Iterator<Part>;
  // Whether all parts are read as the first one with bars was.
  #isSame = false;
  #path = "";

  /** `known`: what rows told of the side of bars as they were read before. */
  constructor(paths: readonly string[], options: ReplayOptions, made?: Made, size = partSize, known: Sides = noSides) {
    // Dates and actions are those of the whole.
    const { from: _, to: __, actions: ___, ...reading } = options;
    const { timezone } = daysOf(options);
    this.#reading = reading;
    this.#made = made;
    this.#files = new Files(paths);
    this.#times = new WholeTimes(options, known);
    this.#rest = this.#files.parts(size, zoneOf(timezone));
    this.name = filesName(paths);
    this.paths = paths.map((path) => resolve(path));
    this.first = this.#findFirst(paths);
  }

  #findFirst(paths: readonly string[]): PartReader["first"] {
    for (let next = this.#rest.next(); !next.done; next = this.#rest.next()) {
      const known = this.#made && { ...this.#made, found: this.#foundFor(next.value.file) };
      const read = this.#readAnew(next.value, this.#reading, known);
      this.#before.push([next.value, read]);
      if (read.length === 0) continue;
      this.#path = next.value.path;
      if (this.#made === undefined) checkFirst(this.#path, read, this.#reading);
      const stamp = this.#made === undefined ? this.#times.stampOf(read) : read.found?.stamp;
      // Other parts are read with the length of its bars: it must be that of each of its symbols.
      this.#isSame =
        this.#times.otherLength(read) === undefined &&
        stamp?.side === read.found?.stamp?.side &&
        stamp?.by === read.found?.stamp?.by;
      const { calendar, interval, daily, length, found } = read;
      return { calendar, interval, daily, length, found: { ...found, ...(stamp && { stamp }) } };
    }
    const { symbols } = this.#reading;
    if (symbols !== undefined && this.#times.others.size > 0)
      throw unknownSymbol(this.name, symbols[0], this.#times.others);
    // It says why there are no bars.
    return replaySource(paths, this.#reading);
  }

  /** Milliseconds between bars of one symbol in all parts, once these were read. */
  get interval(): number | undefined {
    return this.#times.intervalOf(this.first);
  }

  /** What was found in the first part with bars, and how all files are written. */
  get found(): Found {
    // Rows on other days are counted only where all are read at once.
    const { texts: _, ...found } = this.first.found ?? {};
    const texts = this.#made === undefined ? textsOf(this.#texts) : { texts: this.#made.found?.texts };
    const stamp = this.#made === undefined ? this.#times.stampOf(this.first) : found.stamp;
    return {
      ...(texts.texts !== undefined && texts),
      ...found,
      ...(stamp && { stamp }),
      chunked: this.#made?.found?.chunked ?? this.first.length,
    };
  }

  /**
   * Reads all parts for the first time. Throws INVALID_OPTION where rows are of another kind than those of the first part
   * with bars, and `OtherSides`.
   */
  *survey(): IterableIterator<PartRead> {
    let last = -Infinity;
    for (const [part, read] of this.#before.splice(0)) {
      const ended = endedPart(part);
      const known = read.length > 0 && this.#isSame ? read : this.#judged(() => this.read(ended));
      last = known.last ?? last;
      yield [ended, known];
    }
    for (let next = this.#rest.next(); !next.done; next = this.#rest.next()) {
      const read = this.#readAnew(next.value, this.#knownOptions, this.#known(next.value.file));
      this.#check(next.value, read, last);
      last = read.last ?? last;
      yield [endedPart(next.value), read];
    }
    if (this.#made === undefined) this.#times.check(this.#path, this.first);
  }

  /** Reads one part again. Throws INVALID_DATA where its file has changed. */
  read(part: Part): RecordedSource {
    this.#files.check(part.file);
    const read = replaySource(part.path, this.#knownOptions, this.#known(part.file), part);
    this.#files.check(part.file);
    return read;
  }

  get #knownOptions(): ReplayOptions {
    return { ...this.#reading, interval: this.first.interval };
  }

  #readAnew(part: Part, options: ReplayOptions, made: Made | undefined): RecordedSource {
    const isNew = this.#made === undefined;
    const findsText = isNew && this.#texts[part.file] === undefined;
    const seen: Part["seen"] = (intake) => this.#times.add(part, intake, isNew, this.first === undefined);
    this.#files.check(part.file);
    const read = this.#judged(() => replaySource(part.path, options, made, { ...part, findsText, seen }));
    this.#files.check(part.file);
    const text = knownText(read.found?.texts, 0);
    const { encoding = text.encoding, ...before } = this.#texts[part.file] ?? text;
    this.#texts[part.file] = encoding === undefined ? before : { ...before, encoding };
    this.#times.note(read.found?.outsideHours ?? 0);
    return read;
  }

  /** Throws UNKNOWN_SYMBOL unless there are bars of all symbols that were asked for; `has` says it of their places. */
  checkSymbols(has: (place: number) => boolean): void {
    const missing = this.#reading.symbols?.find((_, place) => !has(place));
    if (missing !== undefined) throw unknownSymbol(this.name, missing, this.#times.others);
  }

  /** Bars of another length overlap, where they are moved by that of the first ones. */
  #judged(read: () => RecordedSource): RecordedSource {
    try {
      return read();
    } catch (fault) {
      const isOrder = fault instanceof PaperLabError && fault.code === "BARS_OUT_OF_ORDER";
      if (isOrder && this.first !== undefined && this.#made === undefined)
        this.#times.checkLengths(this.#path, this.first);
      throw fault;
    }
  }

  // In a part everything is looked for that would be in a file.
  #known(file: number): Made {
    if (this.#made !== undefined) return { ...this.#made, found: this.#foundFor(file) };
    return { calendar: this.first.calendar.spec, found: { ...this.first.found, ...this.#foundFor(file) } };
  }

  #foundFor(file: number): Found {
    const text = this.#made === undefined ? this.#texts[file] : knownText(this.#made.found?.texts, file);
    return { ...this.#made?.found, ...asked, texts: text === undefined ? [] : [text] };
  }

  #check(part: Part, read: RecordedSource, before: number): void {
    if (read.length === 0) return;
    if (read.columns.time[0] <= before && this.#made === undefined) this.#times.checkLengths(this.#path, this.first);
    const where = `${baseName(part.path)}, line ${part.lines + 1} on,`;
    if (read.daily !== this.first.daily) throw unfit(part.path, `${where} has times of another kind than before`);
    if (read.found?.turned) throw unfit(part.path, `${where} has rows that come newest first`);
  }
}

const asked = { tied: true, rounded: 0, twice: 0, skippedHours: 0, emptyVolumes: 0, outsideHours: 0 } as const;

/** Throws INVALID_OPTION where what was found in the first part does not say how to read the others. */
function checkFirst(path: string, { found = {}, interval }: RecordedSource, options: ReplayOptions): void {
  const { periods = {}, turned, strays, stamp } = found;
  if (turned) throw unfit(path, "its rows come newest first");
  if (strays) throw unfit(path, "its first or last rows are far from all others");
  if (Object.keys(periods).length > 0) throw unfit(path, "its rows are weeks or longer");
  if (stamp?.side === "open" && interval === undefined && options.interval === undefined)
    throw unfit(path, "its bars have no common length that the others have too, which the option interval can say");
}

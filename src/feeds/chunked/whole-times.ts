import { dayLength } from "../../core/days";
import { parseInterval } from "../../core/interval";
import type { Calendar } from "../../core/market/calendar";
import { zoneOf } from "../../core/market/zone";
import { areDays } from "../found/clock-days";
import { areApart } from "../found/periods";
import type { Intake, TableRead } from "../read/intake";
import { daysOf, type ReplayOptions } from "../read/replay";
import { noSides, type Sides, sidesOf, stampBy } from "../read/stamping";
import type { FoundStamp } from "../source/found";
import { commonGap, commonGapOfTrades } from "../source/interval";
import type { RecordedSource } from "../source/source";
import { type Part, placeOf } from "./parts";
import { outOfOrder, unfit } from "./steps";
import { SymbolTimes } from "./symbol-times";

/** What is known of the first part with bars. */
type First = Pick<RecordedSource, "interval" | "found">;

/** Says that rows tell more of the side of bars than was known as parts before were read, which must be read again. */
export class OtherSides extends Error {
  readonly sides: Sides;

  constructor(sides: Sides) {
    super("Rows tell more of the side of bars than those before");
    this.sides = sides;
  }
}

/**
 * What the times of all rows say together, as they are written, of how they are to be read. It is gathered part by part, and
 * tells where the parts were not read as the whole would be.
 */
export class WholeTimes {
  /** Symbols of rows that are not asked for. */
  readonly others = new Set<string>();
  readonly #symbols = new Map<string, SymbolTimes>();
  // The gaps between trades of all symbols, of which there are many.
  readonly #trades = new Map<number, number>();
  readonly #options: ReplayOptions;
  readonly #declared: Calendar | undefined;
  readonly #days: Calendar;
  // How the times of the first part with bars are meant.
  #kind: (Pick<TableRead, "mode" | "tick"> & Pick<Intake, "midnights">) | undefined;
  #file = -1;
  #most = -Infinity;
  #wasMisplaced = false;
  // In which ways rows out of order were told from others.
  readonly #told = new Set<string>();
  // What rows tell of the side of bars, of which the rows of other parts may tell more; what they told so far, and in a part.
  #known: Sides;
  #sides: Sides = noSides;
  #partSides: Sides = noSides;
  // Parts whose rows at the close stayed, and parts with rows outside of hours.
  #kept = 0;
  #outside = 0;

  /** `known`: what rows told as they were read before. */
  constructor(options: ReplayOptions, known: Sides) {
    const { declared, days } = daysOf(options);
    this.#options = options;
    this.#known = known;
    this.#declared = declared;
    this.#days = days;
  }

  /**
   * Takes the rows of the next part. Throws BARS_OUT_OF_ORDER where they are not behind those before, and with `judges`
   * INVALID_OPTION where their times are of another kind, and `OtherSides`, unless it is `first`.
   */
  add(part: Part, intake: Intake, judges: boolean, isFirst: boolean): void {
    for (const other of intake.bars.others) this.others.add(other);
    this.#partSides = noSides;
    if (intake.bars.length === 0) return;
    const table = intake.tables[intake.tables.length - 1];
    this.#kind ??= { mode: table.mode, tick: table.tick, midnights: intake.midnights };
    const { mode, tick, midnights } = this.#kind;
    if (judges && (table.mode !== mode || table.tick !== tick || intake.midnights !== midnights))
      throw unfit(part.path, `${placeOf(part)}, has times of another kind than before`);
    if (part.file !== this.#file) {
      this.#file = part.file;
      this.#told.clear();
      for (const times of this.#symbols.values()) times.beginFile(part.path);
    }
    this.#follow(part, intake, judges);
    this.#take(part.path, intake);
    if (this.#declared === undefined || !this.#isTimed || this.#options.stamp !== undefined) return;
    this.#partSides = sidesOf(intake.bars, [table], this.#declared);
    this.#sides = sumOf(this.#sides, this.#partSides);
    const all = sumOf(this.#known, this.#sides);
    const isNew = (all.starts > 0 && this.#known.starts === 0) || (all.ends > 0 && this.#known.ends === 0);
    if (isFirst) this.#known = all;
    else if (isNew && judges) throw new OtherSides(all);
  }

  /** Takes how many rows of the part that was added last are outside the hours of its calendar. */
  note(outsideHours: number): void {
    if (outsideHours > 0) this.#outside++;
    else if (this.#partSides.ends > 0) this.#kept++;
  }

  /** Returns how the times of the whole are taken, from how those of the first part were. */
  stampOf({ found }: Pick<First, "found">): FoundStamp | undefined {
    const { by } = found?.stamp ?? {};
    if (by !== "hours" && by !== "assumption") return found?.stamp;
    const stamp = stampBy(this.#known);
    const lengths = new Set(Array.from(this.#symbols.values(), ({ gaps }) => commonGap(gaps)));
    return { ...stamp, ...(stamp.by === "assumption" && lengths.size > 1 && { merged: true as const }) };
  }

  /** Returns the milliseconds between most bars. */
  intervalOf({ interval }: First): number | undefined {
    if (this.#options.interval !== undefined || this.#kind === undefined) return interval;
    const each = Array.from(this.#symbols.values(), ({ gaps }) => gaps);
    const all = new Map(this.#trades);
    for (const gaps of each) for (const [gap, count] of gaps) all.set(gap, (all.get(gap) ?? 0) + count);
    if (!this.#isDays) {
      if (this.#clockDays.size === this.#symbols.size) return interval;
      return this.#kind.tick ? commonGapOfTrades(all) : commonGap(all);
    }
    const common = all.size === 0 ? 1 : commonGap(all);
    return common === undefined ? undefined : common * dayLength;
  }

  /** Returns a symbol whose bars may not be as long as those of the first part, where the length moves times. */
  otherLength({ interval, found }: First): string | undefined {
    const needsLength = found?.stamp?.side === "open" || this.#declared?.openOf !== undefined;
    if (!this.#isTimed || !needsLength || this.#options.interval !== undefined) return undefined;
    for (const [symbol, { gaps }] of this.#symbols)
      if (!found?.clockDays?.includes(symbol) && (interval === undefined || commonGap(gaps) !== interval))
        return symbol;
    return undefined;
  }

  /** Throws INVALID_OPTION where the whole is not as its first part says. */
  check(path: string, first: First): void {
    for (const [symbol, times] of this.#symbols) {
      const stray = times.stray();
      if (stray !== undefined) throw unfit(stray.path, `${symbol} has a row of ${stray.text}, far from all its others`);
    }
    if (first.found?.stamp?.by === "assumption" && this.#kept > 0 && this.#outside > 0) {
      const why = "which of its rows at the close belong to the session, only all of them tell";
      throw unfit(path, `${why}: say stamp`);
    }
    this.#checkDays(path, first);
    this.checkLengths(path, first);
  }

  /** Throws INVALID_OPTION for a symbol whose bars are not as long as those of the first part. */
  checkLengths(path: string, first: First): void {
    const other = this.otherLength(first);
    if (other === undefined) return;
    const which = this.#symbols.size === 1 ? "its bars" : `those of ${other}`;
    throw unfit(path, `${which} have no common length that the others have too, which the option interval can say`);
  }

  get #isTimed(): boolean {
    return this.#kind?.mode === "instants" && !this.#kind.tick;
  }

  /** The rows of a part must be behind those before it, also those that were left out. */
  #follow(part: Part, { bars, disorder }: Intake, judges: boolean): void {
    const { time, symbol, length } = bars.rows;
    const bad = disorder?.bad ?? [];
    let [least, most, first] = [Infinity, -Infinity, 0];
    for (let row = 0; row < length; row++) {
      if (time[row] < least) [least, first] = [time[row], symbol[row]];
      if (time[row] > most) most = time[row];
    }
    for (const one of bad) {
      if (one.time < least) [least, first] = [one.time, one.symbol];
      if (one.time > most) most = one.time;
    }
    const isMisplaced = bad.length > 0;
    const isLate = least < this.#most || (least === this.#most && (isMisplaced || this.#wasMisplaced));
    if (isLate) throw outOfOrder(bars.symbols[first], least, this.#most, placeOf(part));
    [this.#most, this.#wasMisplaced] = [most, isMisplaced];
    if (disorder === undefined || disorder.told === "alike") return;
    this.#told.add(disorder.told);
    if (judges && (disorder.told === "span" || this.#told.size > 1))
      throw unfit(part.path, `which of its rows are out of order, only all of them tell (${placeOf(part)})`);
  }

  #take(path: string, { bars }: Intake): void {
    const { time, symbol, length } = bars.rows;
    const series = bars.symbols.map(
      (name) =>
        this.#symbols.get(name) ?? new SymbolTimes(path, this.#isTimed, this.#kind?.tick ? this.#trades : undefined),
    );
    const { dayOf } = this.#days;
    for (let row = 0; row < length; row++) {
      const at = time[row];
      series[symbol[row]].add(at, this.#isDays ? dayOf(at) : at);
    }
    series.forEach((times, place) => {
      if (times.rows > 0) this.#symbols.set(bars.symbols[place], times);
    });
  }

  get #isDays(): boolean {
    return this.#kind?.mode === "days";
  }

  /** Symbols whose rows are days though they have times of day. */
  get #clockDays(): ReadonlySet<string> {
    const interval = this.#options.interval;
    if (!this.#isTimed || (interval !== undefined && parseInterval(interval) < dayLength)) return new Set();
    const zone = zoneOf(this.#days.timezone);
    const isTold = this.#options.timezone !== undefined || this.#declared !== undefined;
    const found = [...this.#symbols].filter(([, { apart }]) => apart !== undefined && areDays(apart, zone, isTold));
    return new Set(found.map(([symbol]) => symbol));
  }

  #checkDays(path: string, { found = {} }: First): void {
    const days = this.#clockDays;
    // Ends of bars stay, where no hours say when days end.
    const stay = found.stamp?.side === "close" && this.#declared?.openOf === undefined;
    for (const [symbol, { gaps, apart = [] }] of this.#symbols) {
      if (!stay && days.has(symbol) !== (found.clockDays?.includes(symbol) === true))
        throw unfit(path, `its first rows do not tell whether those of ${symbol} are days: say interval`);
      const isLong = days.has(symbol) ? areApart(dayGaps(apart, this.#days)) : this.#isDays && areApart(gaps);
      if (isLong && !(stay && days.has(symbol))) throw unfit(path, `rows of ${symbol} are weeks or longer`);
    }
  }
}

function sumOf(one: Sides, other: Sides): Sides {
  return { starts: one.starts + other.starts, ends: one.ends + other.ends };
}

function dayGaps(times: readonly number[], { dayOf }: Calendar): [gap: number, count: number][] {
  return times.slice(1).map((time, at) => [dayOf(time) - dayOf(times[at]), 1]);
}

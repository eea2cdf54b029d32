import { checkKeys, didYouMean, expected } from "../../core/checks";
import { PaperLabError } from "../../errors";
import { clockNames, dateNames, otherNames, plainName, type Role, unitVolumeIn, usualNames } from "./names";

/** The prices of a bar, by the names of their columns. */
export const priceRoles = ["open", "high", "low", "close"] as const;

/**
 * Which column holds what, where a file or frame names its columns in another way than usual: its name, or its place, of
 * which the first is 1. `false` says that there is none.
 */
export type ColumnNames = { [role in Role]?: string | number | false };

/** Places of the columns of a table, -1 where there is none. Of ticks, the four prices are one column. */
export interface Layout {
  readonly width: number;
  readonly tick: boolean;
  readonly time: number;
  /** A column of dates beside one of times of day. */
  readonly date: number;
  readonly symbol: number;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volume: number;
}

/** Whether only the usual names are known, as before others were. */
export type Vocabulary = "usual" | "all";

/**
 * Finds the columns of bars, or of ticks where there are none of bars, in a header, in any case of letters. `place` is
 * what messages call the header, `columns` the option of that name. Throws UNKNOWN_COLUMN when a named column is not there
 * and INVALID_COLUMNS when one is missing, is there twice, or could be one of several.
 */
export function layoutOf(
  place: string,
  header: readonly string[],
  columns: ColumnNames = {},
  vocabulary: Vocabulary = "all",
): Layout {
  checkColumnNames(columns);
  const finder = new ColumnFinder(place, header, columns, vocabulary);
  const { time, date } = finder.time();
  const [open, high, low, close] = priceRoles.map((role) => finder.find(role));
  const shared = { width: header.length, time, date, symbol: finder.find("symbol") };
  const price = open < 0 && high < 0 && low < 0 ? finder.find("price") : -1;
  if (price >= 0) {
    if (time < 0) throw finder.lacks(["time"]);
    return { ...shared, tick: true, open: price, high: price, low: price, close: price, volume: finder.find("size") };
  }
  const needed = { time, open, high, low, close };
  const missing = (["time", ...priceRoles] as const).filter((role) => needed[role] < 0);
  if (missing.length > 0) throw finder.lacks(missing);
  return { ...shared, tick: false, open, high, low, close, volume: finder.find("volume") };
}

/** Throws UNKNOWN_OPTION or INVALID_OPTION unless the option `columns` is an object from roles to names of columns. */
export function checkColumnNames(columns: ColumnNames): void {
  if (typeof columns !== "object" || columns === null)
    throw expected("columns", 'an object such as { time: "ts" }', columns);
  checkKeys("columns", columns, Object.keys(usualNames));
  for (const [role, name] of Object.entries(columns)) {
    const isPlace = typeof name === "number" && Number.isInteger(name) && name > 0;
    if (name !== undefined && name !== false && typeof name !== "string" && !isPlace)
      throw expected(`columns.${role}`, "the name of a column, its place from 1, or false", name);
  }
}

/** Returns how a column is called: by its name, or its place where it has none. */
export function columnText(header: readonly string[], at: number): string {
  return header[at] === "" ? `column ${at + 1}` : header[at];
}

class ColumnFinder {
  readonly #names: readonly string[];

  constructor(
    readonly place: string,
    readonly header: readonly string[],
    readonly columns: ColumnNames,
    readonly vocabulary: Vocabulary,
  ) {
    this.#names = header.map(plainName);
  }

  /** Returns the place of the column of a role, -1 where there is none. */
  find(role: Role): number {
    const named = this.columns[role];
    if (named === false) return -1;
    if (named !== undefined) return typeof named === "number" ? this.#at(named) : this.#named(named);
    return this.#oneOf(role, this.#candidates(role));
  }

  /** A column `time` beside one `date` may hold times of day, so they go together. */
  time(): { time: number; date: number } {
    if (this.columns.time !== undefined || this.columns.date !== undefined) {
      return { time: this.find("time"), date: this.find("date") };
    }
    const found = this.#candidates("time");
    const all = this.vocabulary === "all";
    const dates = this.#free((name) => (all ? dateNames.includes(name) : name === "date"));
    const clocks = this.#free((name) => (all ? clockNames.includes(name) : name === "time"));
    const others = found.filter((at) => !dates.includes(at) && !clocks.includes(at));
    if (others.length === 0 && dates.length === 1 && clocks.length === 1) return { time: clocks[0], date: dates[0] };
    return { time: this.#oneOf("time", found), date: -1 };
  }

  lacks(roles: readonly string[]): PaperLabError {
    const names = this.header.map((name) => JSON.stringify(name)).join(", ");
    const has = names.length > 200 ? `${names.slice(0, 200)}...` : names;
    const cure = `If they have other names, say columns: { ${roles.map((role) => `${role}: "..."`).join(", ")} }`;
    const text = `${this.place}: Expected columns for ${roles.join(", ")} in the header, which has ${has}. ${cure}`;
    return new PaperLabError("INVALID_COLUMNS", text);
  }

  /** The columns of the first names of a role that there are. */
  #candidates(role: Role): number[] {
    const lists = this.vocabulary === "all" ? [usualNames[role], ...otherNames[role]] : [usualNames[role]];
    for (const names of lists) {
      const found = this.#free((name, at) => names.includes(name) && (name !== "" || at === 0));
      if (found.length > 0) return found;
    }
    if (role !== "volume" || this.vocabulary === "usual") return [];
    const free = this.#free(() => true);
    const at = unitVolumeIn(free.map((one) => this.#names[one]));
    return at < 0 ? [] : [free[at]];
  }

  #free(isWanted: (name: string, at: number) => boolean): number[] {
    const taken = Object.values(this.columns);
    return this.#names.flatMap((name, at) =>
      isWanted(name, at) && !taken.includes(this.header[at]) && !taken.includes(at + 1) ? [at] : [],
    );
  }

  #at(place: number): number {
    if (place <= this.header.length) return place - 1;
    const text = `${this.place}: Expected columns to have places up to ${this.header.length}, was ${place}`;
    throw new PaperLabError("UNKNOWN_COLUMN", text);
  }

  #named(name: string): number {
    const exact = this.#all(this.header, name);
    const found = exact.length > 0 ? exact : this.#all(this.#names, plainName(name));
    if (found.length > 1) throw this.#twice(this.header[found[0]]);
    if (found.length === 1) return found[0];
    const near = didYouMean(name, this.header) || ` It has ${this.header.join(", ").slice(0, 200)}`;
    throw new PaperLabError("UNKNOWN_COLUMN", `${this.place}: Unknown column "${name}".${near}`);
  }

  #oneOf(role: Role, found: readonly number[]): number {
    if (found.length <= 1) return found[0] ?? -1;
    const [first, second] = found.map((at) => this.header[at]);
    if (plainName(first) === plainName(second)) throw this.#twice(first);
    const text = `${this.place}: Both "${first}" and "${second}" could be ${role}. Say columns: { ${role}: "${first}" }`;
    throw new PaperLabError("INVALID_COLUMNS", text);
  }

  #twice(name: string): PaperLabError {
    return new PaperLabError("INVALID_COLUMNS", `${this.place}: Expected each column once, was "${name}" twice`);
  }

  #all(names: readonly string[], name: string): number[] {
    return names.flatMap((other, at) => (other === name ? [at] : []));
  }
}

import { checkKeys, didYouMean, expected } from "../../core/checks";
import { PaperLabError } from "../../errors";
import { priceRoles } from "./rows";

/** Which column holds what, where a file or frame names its columns in another way than usual. */
export interface ColumnNames {
  time?: string;
  date?: string;
  symbol?: string;
  open?: string;
  high?: string;
  low?: string;
  close?: string;
  volume?: string;
  price?: string;
  size?: string;
}

type Role = keyof ColumnNames;

const synonyms: Readonly<Record<Role, readonly string[]>> = {
  time: ["timestamp", "datetime", "date time", "date", "time"],
  date: [],
  symbol: ["symbol", "ticker"],
  open: ["open", "o"],
  high: ["high", "h"],
  low: ["low", "l"],
  close: ["close", "c"],
  volume: ["volume", "vol", "v"],
  price: ["price", "p"],
  size: ["size", "quantity", "qty", "volume", "vol", "v"],
};

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

/**
 * Finds the columns of bars, or of ticks where there are none of bars, in a header, in any case of letters. `place` is
 * what messages call the header, `columns` the option of that name. Throws UNKNOWN_COLUMN when a named column is not there
 * and INVALID_COLUMNS when one is missing, is there twice, or could be one of several.
 */
export function layoutOf(place: string, header: readonly string[], columns: ColumnNames = {}): Layout {
  checkColumnNames(columns);
  const finder = new ColumnFinder(place, header, columns);
  const { time, date } = finder.time();
  const [open, high, low, close] = priceRoles.map((role) => finder.find(role));
  const shared = { width: header.length, time, date, symbol: finder.find("symbol") };
  const price = open < 0 && high < 0 && low < 0 ? finder.find("price") : -1;
  if (price >= 0 && time >= 0) {
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
  checkKeys("columns", columns, Object.keys(synonyms));
  for (const [role, name] of Object.entries(columns)) {
    if (name !== undefined && typeof name !== "string") throw expected(`columns.${role}`, "the name of a column", name);
  }
}

class ColumnFinder {
  readonly #names: readonly string[];

  constructor(
    readonly place: string,
    readonly header: readonly string[],
    readonly columns: ColumnNames,
  ) {
    this.#names = header.map(plainName);
  }

  /** Returns the place of the column of a role, -1 where there is none. */
  find(role: Role): number {
    const named = this.columns[role];
    if (named !== undefined) return this.#named(named);
    return this.#oneOf(role, this.#candidates(role));
  }

  /** A column `time` beside one `date` may hold times of day, so they go together. */
  time(): { time: number; date: number } {
    if (this.columns.time !== undefined || this.columns.date !== undefined) {
      return { time: this.find("time"), date: this.find("date") };
    }
    const found = this.#candidates("time");
    const names = found.map((at) => this.#names[at]);
    if (found.length === 2 && names.includes("date") && names.includes("time")) {
      return { time: found[names.indexOf("time")], date: found[names.indexOf("date")] };
    }
    return { time: this.#oneOf("time", found), date: -1 };
  }

  lacks(roles: readonly string[]): PaperLabError {
    const names = this.header.map((name) => JSON.stringify(name)).join(", ");
    const has = names.length > 200 ? `${names.slice(0, 200)}...` : names;
    const cure = `If they have other names, say columns: { ${roles.map((role) => `${role}: "..."`).join(", ")} }`;
    const text = `${this.place}: Expected columns for ${roles.join(", ")} in the header, which has ${has}. ${cure}`;
    return new PaperLabError("INVALID_COLUMNS", text);
  }

  #candidates(role: Role): number[] {
    const taken = Object.values(this.columns);
    return this.#names.flatMap((name, at) =>
      synonyms[role].includes(name) && !taken.includes(this.header[at]) ? [at] : [],
    );
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

function plainName(name: string): string {
  return name
    .trim()
    .toLowerCase()
    .replace(/^<(.*)>$/, "$1")
    .replace(/[_ ]+/g, " ");
}

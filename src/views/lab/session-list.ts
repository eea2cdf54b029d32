import { expected } from "../../core/checks";
import { PaperLabError } from "../../errors";
import { equalities } from "../../formula/equalities";
import {
  compareValues,
  type Formula,
  type FormulaValue,
  formulaOf,
  holdsFor,
  nearNames,
  quotesText,
  smallestFirst,
  valuesFor,
} from "../../formula/formula";
import type { ListedRow, ListingWish } from "../../session/lab-sessions";
import { checkNumber, checkOptions, checkTags, checkTagsToRemove } from "../../session/options/checks";
import { areOfReturns, countingOf, lossNotes, tellingLoss } from "./counting";
import {
  askedOf,
  isKnown,
  knownNames,
  type ListedSession,
  metricNames,
  partOf,
  readIn,
  sortingAnswer,
  subjectOf,
  times,
  valueIn,
} from "./listed";
import { orderColumn } from "./order-column";
import { type Watch, watchedSession } from "./watched-session";

export type { ListedSession } from "./listed";

/** Values that columns must have: `{ state: "COMPLETED", "params.fast": 10, tags: "odd" }`. */
export type SessionValues = Readonly<Record<string, string | number | boolean | null>>;

/** Which sessions are meant: by values, by a function, or by a formula such as `"sharpe > 1 and params.fast < 20"`. */
export type SessionTest = SessionValues | ((session: ListedSession) => boolean) | string;

/** Which sessions to list, and how. */
export interface SessionListOptions {
  /**
   * Values that columns must have, a function of a session, or a formula over the columns: `has(tags, "odd") and sharpe >
   * 1`. A session of which it cannot be said is not listed. Metrics of returns are undefined where equity was not always above 0.
   */
  readonly where?: SessionTest;
  /**
   * A column, a formula such as `"sharpe + maxDrawdown"`, or a function: the smallest value comes first, with `-` before a
   * column the largest. Undefined values come last, as metrics of returns where equity was not always above 0.
   */
  readonly orderBy?: string | ((session: ListedSession) => number | string | null);
  /** The most rows to return. */
  readonly limit?: number;
  /** The columns to return, such as `["name", "params.fast", "sharpe"]`; default all that tell sessions apart. */
  readonly columns?: readonly string[];
}

/** The options of a list, read. */
export interface SessionQuery {
  /** What must be listed to choose. */
  readonly wish: ListingWish;
  /** Whether that is all that must be shown. */
  readonly isWhole: boolean;
  readonly columns: readonly string[] | undefined;
  /** Returns the rows that are meant, in order. Throws UNKNOWN_COLUMN for a name that none of them has. */
  choose(rows: readonly ListedRow[]): ListedRow[];
  /** The names that they read, once `choose` was called. */
  readonly asked: ReadonlySet<string>;
  /** Says of rows that were chosen, and of those that were not, whose metrics of returns do not count. */
  notes(shown: readonly ListedRow[]): string[];
}

/** Reads the options of a list. Throws INVALID_OPTION, UNKNOWN_OPTION, INVALID_FORMULA. */
export function sessionQuery(options: SessionListOptions): SessionQuery {
  checkOptions("lab.sessions", options, ["where", "orderBy", "limit", "columns"]);
  const { where, orderBy, limit = Number.POSITIVE_INFINITY, columns } = options;
  const isLimit = (count: number) => (count >= 0 && count % 1 === 0) || count === Number.POSITIVE_INFINITY;
  checkNumber("limit", limit, "a whole number of at least 0", isLimit);
  const areNames = (given: unknown) => Array.isArray(given) && given.every((one) => typeof one === "string");
  if (columns !== undefined && !(areNames(columns) && columns.length > 0))
    throw expected("columns", 'an array of one or more names of columns, such as ["name", "sharpe"]', columns);
  const asked = new Set<string>();
  const test = where === undefined ? undefined : testOf(where, asked);
  const order = orderBy === undefined ? undefined : orderOf(orderBy, asked);
  let lost: readonly string[] = [];
  const choose = (rows: readonly ListedRow[]) => {
    const check = (name: string, isOfFormula: boolean) => {
      // Where there are no sessions, nobody has any params.
      if (isKnown(rows, name) || (rows.length === 0 && /^(params|options)\./.test(name))) return;
      throw unknownName(name, knownNames(rows), isOfFormula);
    };
    for (const name of asked) check(name, typeof where === "string" || typeof orderBy === "string");
    for (const name of columns ?? []) check(name, false);
    const counting = countingOf(rows);
    lost = counting.lost;
    const found = test === undefined ? [...counting.rows] : test(counting.rows);
    return (order === undefined ? found : order(found)).slice(0, limit).map(counting.shown);
  };
  const notes = (shown: readonly ListedRow[]) => {
    if (areOfReturns(asked)) return lossNotes(lost);
    return columns === undefined || areOfReturns(columns) ? lossNotes(countingOf(shown).lost) : [];
  };
  // A function may read anything.
  const isRead = typeof where !== "function" && typeof orderBy !== "function";
  const isNarrow = isRead && (columns !== undefined || where !== undefined || limit < Number.POSITIVE_INFINITY);
  const wish = isNarrow ? wishFor([...asked, ...(columns ?? [])]) : {};
  const isWhole = columns !== undefined || wish.metrics === undefined;
  return { wish, isWhole, columns, choose, asked, notes };
}

// An unknown name is told with those that are known.
function wishFor(names: readonly string[]): ListingWish {
  if (!names.every((name) => partOf(name) !== undefined || isKnown([], name))) return {};
  const parts = names.map(partOf).filter((part) => part !== undefined);
  const read = areOfReturns(names) ? [...names, tellingLoss] : names;
  return { metrics: metricNames.filter((name) => read.includes(name)), parts: [...new Set(parts)] };
}

/**
 * Returns a test that says which sessions are meant, for what changes sessions. Throws INVALID_OPTION for an object without
 * values, which all sessions meet.
 */
export function checkedTest(where: SessionTest): SessionTest {
  if (where !== undefined && !(isObject(where) && Object.keys(where).length === 0)) return where;
  throw expected("where", 'a formula, an object of values, or a function ("true" means all sessions)', where);
}

const isObject = (where: unknown) => typeof where === "object" && where !== null;

/** Returns what makes the tags of a session others. Throws INVALID_OPTION, UNKNOWN_OPTION. */
export function changeOfTags(changes: { readonly add?: readonly string[]; readonly remove?: readonly string[] }) {
  checkOptions("lab.tagSessions", changes, ["add", "remove"]);
  const { add = [], remove = [] } = changes;
  checkTags(add);
  checkTagsToRemove(remove);
  const both = add.find((tag) => remove.includes(tag));
  if (both !== undefined) throw expected("remove", "tags that are not added too", both);
  return (tags: readonly string[]) => [...new Set([...tags, ...add])].filter((tag) => !remove.includes(tag));
}

/** Returns what chooses among rows. Throws INVALID_OPTION, INVALID_FORMULA. */
function testOf(where: SessionTest, asked: Set<string>): Filter {
  if (typeof where === "function")
    return (rows) => {
      const watch = watchOf("where", rows, asked);
      return rows.filter((row) => isMeant(askedOf("where", row.name, () => where(watchedSession(row, watch)))));
    };
  if (typeof where === "string") return filterBy(noted(formulaOf("where", where, { times }), asked), readIn);
  if (!isPlain(where)) throw expected("where", "a formula, an object of values, or a function", where);
  for (const [name, value] of Object.entries(where))
    if (!isValue(value)) throw expected(`where.${name}`, 'the value it must have, as "params.fast": 10', value);
  // The symbols are those of the whole session.
  const read = (row: ListedRow, name: string) => (name === "symbols" ? valueIn(row, name) : readIn(row, name));
  return filterBy(noted(equalities("where", where), asked), read);
}

// A list, a map and a promise have no values by name, which all sessions would meet.
function isPlain(where: unknown): where is SessionValues {
  return isObject(where) && [Object.prototype, null].includes(Object.getPrototypeOf(where));
}

// `null` means that there is none.
function isValue(value: unknown): boolean {
  return value === null || ["string", "boolean"].includes(typeof value) || Number.isFinite(value);
}

type Filter = (rows: readonly ListedRow[]) => ListedRow[];

function filterBy(formula: Formula, read: typeof valueIn): Filter {
  return (rows) => {
    const isHeld = holdsFor(
      formula,
      rows.map((row) => subjectOf(row, read)),
    );
    return rows.filter((_, at) => isHeld[at]);
  };
}

// A promise would choose nobody without a word.
function isMeant(answer: unknown): boolean {
  if (typeof answer === "boolean") return answer;
  if (answer === null || answer === undefined) return false;
  throw expected("where", "a function that returns true or false", answer);
}

type Order = (rows: ListedRow[]) => ListedRow[];

function orderOf(orderBy: NonNullable<SessionListOptions["orderBy"]>, asked: Set<string>): Order {
  if (typeof orderBy === "function")
    return sortedBy((rows) => {
      const watch = watchOf("orderBy", rows, asked);
      return rows.map((row) => sortingAnswer("orderBy", row.name, () => orderBy(watchedSession(row, watch))));
    });
  if (typeof orderBy !== "string") throw expected("orderBy", "a column, a formula, or a function", orderBy);
  const column = orderColumn(orderBy);
  if (column !== undefined) {
    const { name, sign } = column;
    asked.add(name);
    return sortedBy((rows) => rows.map((row) => valueIn(row, name)), sign);
  }
  const formula = noted(formulaOf("orderBy", orderBy, { times, ordered: smallestFirst }), asked);
  return sortedBy((rows) =>
    valuesFor(
      formula,
      rows.map((row) => subjectOf(row, readIn)),
    ),
  );
}

function sortedBy(keysOf: (rows: readonly ListedRow[]) => FormulaValue[], sign: 1 | -1 = 1): Order {
  return (rows) => {
    const keys = keysOf(rows);
    const keyed = rows.map((row, at) => ({ row, key: keys[at] }));
    return keyed.sort((a, b) => compareValues(a.key, b.key, sign)).map(({ row }) => row);
  };
}

function noted(formula: Formula, asked: Set<string>): Formula {
  for (const name of formula.names) asked.add(name);
  return formula;
}

// The fields that a function reads are the columns it is about.
function watchOf(option: string, rows: readonly ListedRow[], asked: Set<string>): Watch {
  return { option, known: knownNames(rows), onRead: (name) => asked.add(name) };
}

function unknownName(name: string, known: ReadonlySet<string>, isOfFormula: boolean): PaperLabError {
  const near = nearNames(name, known);
  if (near !== "") return new PaperLabError("UNKNOWN_COLUMN", `Unknown column "${name}" of lab.sessions.${near}`);
  const metrics = `and ${metricNames.length} metrics, such as ${metricNames.slice(0, 3).join(", ")}`;
  const others = [...known].filter((one) => !metricNames.includes(one)).slice(0, 40);
  const quotes = isOfFormula ? quotesText(name) : "";
  const message = `Unknown column "${name}" of lab.sessions${quotes}. Known: ${others.join(", ")}, ${metrics}`;
  return new PaperLabError("UNKNOWN_COLUMN", message);
}

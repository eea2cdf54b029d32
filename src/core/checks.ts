import { type ErrorCode, PaperLabError } from "../errors";
import { counted, grouped } from "./short-text";

/** Writes a value the way error messages quote it: text in quotes, anything else as typed, long values cut. */
export function shown(value: unknown): string {
  const text = readable(
    () => (typeof value === "string" ? JSON.stringify(value) : String(describe(value))),
    unreadable,
  );
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}

const unreadable = "a value that cannot be read";
// Most characters of a message quoted in another.
const MESSAGE = 1000;

/** Writes what was thrown: an error's message, cut if long, or the value itself. Never throws. */
export function thrownText(thrown: unknown): string {
  if (!isError(thrown)) return `it threw ${shown(thrown)}`;
  return shortened(
    readable(() => String(thrown.message), "its message cannot be read"),
    MESSAGE,
  );
}

/** Whether something that was thrown is an error. Never throws. */
export function isError(thrown: unknown): thrown is Error {
  // `instanceof` alone misses errors of another realm, such as a notebook's.
  const looks = () => thrown instanceof Error || Object.prototype.toString.call(thrown) === "[object Error]";
  return readable(looks, false);
}

/** Returns what `read` returns, or `otherwise` if it throws. Values that users throw may not be readable. */
export function readable<Value>(read: () => Value, otherwise: Value): Value {
  try {
    return read();
  } catch {
    return otherwise;
  }
}

/** Returns the first `most` characters of a text, and how many more it has. */
export function shortened(text: string, most: number): string {
  const more = text.length - most;
  return more <= 0 ? text : `${text.slice(0, most)}... (${counted(more, "more character")})`;
}

/** Whether a function is an asynchronous one, which returns a promise whatever it does. */
export function isAsync(value: unknown): boolean {
  return readable(() => Object.prototype.toString.call(value) === "[object AsyncFunction]", false);
}

/** Whether a function is a generator, of which a call runs nothing: it returns an iterator whatever it does. */
export function isGenerator(value: unknown): boolean {
  const tags = ["[object GeneratorFunction]", "[object AsyncGeneratorFunction]"];
  return readable(() => tags.includes(Object.prototype.toString.call(value)), false);
}

/** Whether a value is a promise, also one of another realm, such as a notebook's. */
export function isPromise(value: unknown): value is Promise<unknown> {
  return readable(() => Object.prototype.toString.call(value) === "[object Promise]", false);
}

function describe(value: unknown): unknown {
  if (typeof value === "function") return functionName(value);
  if (Array.isArray(value)) return `an array of ${grouped(value.length)}`;
  if (typeof value === "object" && value !== null && "then" in value && typeof value.then === "function")
    return "a promise";
  if (typeof value === "object" && value !== null) return value instanceof Date ? value.toString() : objectName(value);
  return typeof value === "bigint" ? `${value}n` : typeof value === "symbol" ? value.toString() : value;
}

function functionName(value: object): string {
  if (isGenerator(value)) return "a generator function";
  return isAsync(value) ? "an async function" : "a function";
}

function objectName(value: object): string {
  if (value instanceof Map) return `a Map of ${grouped(value.size)}`;
  return value instanceof Set ? `a Set of ${grouped(value.size)}` : "an object";
}

/** Returns the error `Expected <name> to be <wanted>, was <value>`. */
export function expected(
  name: string,
  wanted: string,
  value: unknown,
  code: ErrorCode = "INVALID_OPTION",
): PaperLabError {
  return new PaperLabError(code, `Expected ${name} to be ${wanted}, was ${shown(value)}`);
}

/** Returns the error of `expected`, with the near match of a misspelled value. */
export function expectedOf(
  name: string,
  wanted: string,
  value: unknown,
  known: Iterable<string>,
  code: ErrorCode = "INVALID_OPTION",
): PaperLabError {
  const near = typeof value === "string" ? didYouMean(value, known) : "";
  const { message } = expected(name, wanted, value);
  return new PaperLabError(code, near === "" ? message : `${message}.${near}`);
}

/**
 * Returns the known name nearest to a misspelled one, or `undefined` if none is near. Distance is Damerau-Levenshtein
 * (optimal string alignment), ignoring case. At most one edit per three letters is near, and not every letter may
 * change.
 */
export function nearest(name: string, known: Iterable<string>): string | undefined {
  let best: string | undefined;
  let fewest = Math.max(1, Math.floor(name.length / 3)) + 1;
  for (const candidate of known) {
    const edits = editDistance(name.toLowerCase(), candidate.toLowerCase());
    if (edits < fewest && edits < Math.max(name.length, candidate.length)) [best, fewest] = [candidate, edits];
  }
  return best;
}

/**
 * Returns ` Did you mean "x"?` for a near match of a misspelled name, or else for the names that begin with it or that it
 * abbreviates, three at most; otherwise an empty text.
 */
export function didYouMean(name: string, known: Iterable<string>): string {
  const near = nearest(name, known);
  const begun = near === undefined ? begunBy(name, known) : [near];
  const meant = begun.length === 0 ? shortenedTo(name, known) : begun;
  return meant.length === 0 ? "" : ` Did you mean ${meant.map((one) => `"${one}"`).join(" or ")}?`;
}

// Fewer letters begin too much.
const LEAST_BEGUN = 3;
const MOST_BEGUN = 3;
// Without its last letter, a name must still say something.
const LONG = 5;

function begunBy(name: string, known: Iterable<string>): string[] {
  if (name.length < LEAST_BEGUN) return [];
  const begun = begunWith(name, known);
  // The last letter may be that of another form: REDUCE for REDUCING.
  if (begun.length === 0 && name.length > LONG) begun.push(...begunWith(name.slice(0, -1), known));
  return begun.length > MOST_BEGUN ? [] : begun;
}

// Such as shrp for sharpe: the same first letter, and the others in their order, half of the name or more.
function shortenedTo(name: string, known: Iterable<string>): string[] {
  if (!/^\w{3,}$/.test(name)) return [];
  const letters = new RegExp(`^${[...name].join(".*")}`, "i");
  const meant = [...known].filter((one) => one.length <= 2 * name.length && letters.test(one));
  return meant.length > MOST_BEGUN ? [] : meant;
}

function begunWith(letters: string, known: Iterable<string>): string[] {
  return [...known].filter((one) => one.toLowerCase().startsWith(letters.toLowerCase()));
}

/** Throws INVALID_OPTION if `options` is no object, and UNKNOWN_OPTION if it has a key that is not in `known`. */
export function checkKeys(where: string, options: object, known: readonly string[]): void {
  if (typeof options !== "object" || options === null || isCollection(options))
    throw expected(`options of ${where}`, "an object", options);
  for (const key of Object.keys(options)) {
    if (known.includes(key)) continue;
    const near = didYouMean(key, known) || (known.length === 0 ? " It has none" : ` Known: ${known.join(", ")}`);
    throw new PaperLabError("UNKNOWN_OPTION", `Unknown option "${key}" of ${where}.${near}`);
  }
}

/** Whether a value has elements, but no fields by name. */
export function isCollection(value: object): boolean {
  return Array.isArray(value) || value instanceof Map || value instanceof Set;
}

/**
 * Throws UNKNOWN_OPTION or INVALID_OPTION if a function was called with `more` than it takes: JavaScript would leave that
 * out. What `map` adds, as in `[0.1, 0.2].map(maxPositionWeight)`, is let by.
 */
export function checkNoMore(name: string, more: readonly unknown[]): void {
  if (more.every((one) => one === undefined) || (more.length === 2 && Array.isArray(more[1]))) return;
  const [first] = more;
  if (typeof first === "object" && first !== null && !isCollection(first)) checkKeys(name, first, []);
  const message = `Expected ${name} to be called without further arguments, was called with ${shown(first)} too`;
  throw new PaperLabError("INVALID_OPTION", message);
}

/** Returns the error UNKNOWN_OPTION, with the near match or else what `otherwise` says. */
export function unknownOption(where: string, key: string, known: readonly string[], otherwise: string): PaperLabError {
  const near = didYouMean(key, known) || otherwise;
  return new PaperLabError("UNKNOWN_OPTION", `Unknown option "${key}" of ${where}.${near}`);
}

/** Returns the error UNKNOWN_COLUMN, `Unknown column "clsoe" of <where>`, with the near match or else all columns. */
export function unknownColumn(where: string, name: string, known: readonly string[]): PaperLabError {
  const near = didYouMean(name, known) || ` Known: ${known.join(", ")}`;
  return new PaperLabError("UNKNOWN_COLUMN", `Unknown column "${name}" of ${where}.${near}`);
}

function editDistance(a: string, b: string): number {
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const swap = a[i - 1] === b[j - 1] ? 0 : 1;
      row[j] = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + swap);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        row[j] = Math.min(row[j], before[j - 2] + 1);
    }
    [before, last] = [last, row];
  }
  return last[b.length];
}

/** Weights that were divided by their sum may miss 1 by their last bits. */
const LAST_BITS = 1e-9;

/** Whether weights of this size, a share of the equity, are more than the leverage allows. */
export function isBeyond(size: number, leverage: number): boolean {
  return size > leverage + LAST_BITS;
}

const mark = "; asked for ";

/**
 * Returns what was thrown, if a model of the user's own failed with what it was asked for: `order-7, buy 100 AAPL`. A model
 * itself does not know that.
 */
export function askedFor(thrown: unknown, what: () => string): unknown {
  if (!(thrown instanceof PaperLabError) || thrown.code !== "MODEL_FAILED") return thrown;
  const { code, message, cause } = thrown;
  return message.includes(mark) ? thrown : new PaperLabError(code, `${message}${mark}${what()}`, { cause });
}

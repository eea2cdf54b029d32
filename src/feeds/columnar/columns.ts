import { readable } from "../../core/checks";
import { dayLength } from "../../core/days";
import { type NumberForm, readNumber } from "../text/number";
import { type ArrowType, type ArrowVector, arrowTypes } from "./arrow";

/** What the cells of a column are; "other" ones cannot be read. */
export type ColumnKind = "time" | "clock" | "number" | "text" | "other";

/** A column of a file. */
export interface FileColumn {
  readonly name: string;
  readonly kind: ColumnKind;
  readonly type: ArrowType;
  readonly vector: ArrowVector;
}

/** Times as they are stored. */
export interface ColumnTimes {
  /** Epoch milliseconds, those of a clock in UTC where there is no zone; NaN where there is no time. */
  readonly times: Float64Array;
  /** The zone in which they were written: an IANA name or an offset such as +05:30; `undefined` where there is none. */
  readonly zone: string | undefined;
  /** Whether they are dates alone. */
  readonly areDates: boolean;
}

/** Returns what the cells of a column of an Arrow type are. */
export function kindOf({ typeId, dictionary }: ArrowType): ColumnKind {
  switch (typeId) {
    case arrowTypes.timestamp:
    case arrowTypes.date:
      return "time";
    case arrowTypes.time:
      return "clock";
    case arrowTypes.null:
    case arrowTypes.int:
    case arrowTypes.float:
    case arrowTypes.decimal:
      return "number";
    case arrowTypes.utf8:
    case arrowTypes.largeUtf8:
    case arrowTypes.utf8View:
      return "text";
    case arrowTypes.dictionary:
      return dictionary !== undefined && kindOf(dictionary) === "text" ? "text" : "other";
    default:
      return "other";
  }
}

/** Returns whether a column has as many values as it says. One that cannot be read is not looked at. */
export function isWhole({ vector, kind, type }: FileColumn): boolean {
  if (kind === "other" || type.typeId === arrowTypes.null) return true;
  return vector.data.every(({ length, values, valueOffsets, stride }) => {
    if (length === 0) return true;
    if (type.typeId === arrowTypes.utf8 || type.typeId === arrowTypes.largeUtf8) return valueOffsets.length > length;
    // A view has 16 bytes.
    return values.length >= length * (type.typeId === arrowTypes.utf8View ? 16 : stride);
  });
}

/** Returns a cell as messages show it. */
export function shownCell({ vector, type }: FileColumn, row: number): unknown {
  const value = readable(() => plainOf(vector.get(row), type), unreadable);
  return typeof value === "bigint" ? String(value) : value;
}

const unreadable = "a value that cannot be read";

/** Returns the first cells of a column, or all, as a text file would have them: empty where there is none. */
export function textsOf({ vector, type }: FileColumn, most = vector.length): string[] {
  const texts: string[] = [];
  if (most === 0) return texts;
  for (const value of vector) {
    texts.push(value === null || Number.isNaN(value) ? "" : String(plainOf(value, type)));
    if (texts.length === most) break;
  }
  return texts;
}

/** Returns the numbers of a column; NaN where there is none. */
export function numbersOf({ vector, type }: FileColumn, form: NumberForm): Float64Array {
  const numbers = new Float64Array(vector.length);
  let row = 0;
  for (const value of vector) numbers[row++] = numberOf(plainOf(value, type), form);
  return numbers;
}

function numberOf(value: unknown, form: NumberForm): number {
  if (typeof value === "number") return value;
  if (typeof value === "bigint") return Number(value);
  if (typeof value !== "string") return Number.NaN;
  const bytes = Buffer.from(value.trim());
  return readNumber(bytes, 0, bytes.length, form);
}

/** A decimal, which comes as words of 32 bits with the lowest first, as the nearest number. */
function plainOf(value: unknown, { typeId, scale = 0 }: ArrowType): unknown {
  if (typeId !== arrowTypes.decimal || value === null) return value;
  const words = value as ArrayLike<number>;
  let whole = 0n;
  for (let at = words.length - 1; at >= 0; at--) whole = (whole << 32n) | BigInt(words[at]);
  return Number(`${BigInt.asIntN(32 * words.length, whole)}e${-scale}`);
}

// Years 1 to 9999.
const [earliest, latest] = [-62_135_596_800_000, 253_402_300_799_999];

/** Returns the times of a column of dates or timestamps; fractions of a millisecond are cut. */
export function timesOf({ vector, type }: FileColumn): ColumnTimes {
  const isDate = type.typeId === arrowTypes.date;
  const times = valuesOf(vector, isDate && type.unit === 0 ? { times: dayLength } : scaleOf(isDate ? 1 : type.unit));
  for (let row = 0; row < times.length; row++)
    if (!(times[row] >= earliest && times[row] <= latest)) times[row] = Number.NaN;
  // Dates in milliseconds may have a time of day, as apache-arrow writes a Date of JavaScript, which is an instant.
  const areDates = isDate && times.every((time) => Number.isNaN(time) || time % dayLength === 0);
  const zone = isDate && !areDates ? "UTC" : type.timezone || undefined;
  return { times, zone, areDates };
}

/** Returns the times of day of a column, in milliseconds after midnight; NaN where there is none. */
export function clocksOf({ vector, type }: FileColumn): Float64Array {
  return valuesOf(vector, scaleOf(type.unit)).map((clock) => (clock >= 0 && clock < dayLength ? clock : Number.NaN));
}

/** How stored numbers become milliseconds: they are multiplied, or divided. */
type Scale = { readonly times: number } | { readonly by: bigint };

function scaleOf(unit: number | undefined): Scale {
  if (unit === 0 || unit === 1) return { times: unit === 0 ? 1000 : 1 };
  return { by: unit === 2 ? 1000n : 1_000_000n };
}

// Nanoseconds have more digits than a number holds, so they are divided as whole numbers.
function valuesOf(vector: ArrowVector, scale: Scale): Float64Array {
  const times = new Float64Array(vector.length);
  let at = 0;
  for (const chunk of vector.data) {
    const { values, length, nullCount } = chunk;
    for (let row = 0; row < length; row++, at++) {
      if (nullCount > 0 && !chunk.getValid(row)) times[at] = Number.NaN;
      else if ("times" in scale) times[at] = Number(values[row]) * scale.times;
      else times[at] = dividedDown(BigInt(values[row]), scale.by);
    }
  }
  return times;
}

function dividedDown(value: bigint, by: bigint): number {
  const whole = Number(value / by);
  return value < 0n && value % by !== 0n ? whole - 1 : whole;
}

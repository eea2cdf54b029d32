import { PaperLabError } from "../../errors";
import type { DateOrder, EpochUnit, FoundText } from "../source/found";
import type { Bytes } from "./bytes";
import { clockDigits } from "./clock";
import { CsvRows } from "./csv-rows";
import { cellsOf, type Head, headOf, separators } from "./head";
import { type ColumnNames, columnText, type Layout, layoutOf, priceRoles } from "./header";
import { plainName, type Role, usualNames } from "./names";
import { decimalSignOf, type NumberForm, otherDecimal, plainNumbers } from "./number";
import { epochUnitOf, namesMonth, orderSigns, type StampForm } from "./stamp";

/** How dates are written: the order of their parts, or the unit of epoch numbers. */
export type DateFormat = DateOrder | EpochUnit;

/** How a text file is read, as options say it. */
export interface TextOptions {
  readonly columns?: ColumnNames;
  readonly header?: number | false;
  readonly decimal?: "." | ",";
  readonly dateFormat?: DateFormat;
}

/** Columns that make bars, and their symbol where it stands above them. */
export interface TextTable {
  readonly layout: Layout;
  readonly symbol: string | undefined;
}

/** How a file is read: found once from its first rows, and from all of them where these do not tell. */
export interface Dialect {
  /** The byte between cells. */
  readonly separator: number;
  /** Rows before the first one of bars. */
  readonly headRows: number;
  readonly tables: readonly TextTable[];
  readonly numbers: NumberForm;
  readonly times: StampForm;
  readonly found: FoundText;
}

/** Rows that are looked at first. */
export const sampleRows = 50;
/** By how many rows one reading must be ahead of the other before no more are asked. */
const clearLead = 10;

/**
 * Finds how a file is read. With `known`, what was found when its feed was first made, nothing is found anew. Throws
 * EMPTY_DATA, INVALID_OPTION, INVALID_COLUMNS, UNKNOWN_COLUMN, and INVALID_DATA where dates or numbers could be read in two
 * ways: the message names the option that decides.
 */
export function dialectOf(file: Bytes, options: TextOptions, known?: FoundText): Dialect {
  const given = { ...known?.columns, ...options.columns };
  const head = headOf(file, { header: options.header, columns: given, known });
  const sample = rowsBehind(file, head);
  const columns = known === undefined ? { ...volumeIn(head, sample, given), ...given } : given;
  const tables = tablesOf(head, columns, known === undefined ? "all" : "usual");
  const numbers = numbersIn(file, head, tables, sample, options.decimal, known);
  const { time, date } = tables[0].layout;
  const cells = timeCells(file, head, date < 0 ? time : date, sample);
  const clocks = date < 0 ? undefined : timeCells(file, head, time, sample);
  const times = { ...timesIn(cells, options.dateFormat, known), ...clockIn(clocks, known) };
  const found = known ?? foundOf(head, tables, numbers, usedForm(cells, times), options);
  return { separator: separators[head.separator], headRows: head.rows, tables, numbers, times, found };
}

function rowsBehind(file: Bytes, head: Head): string[][] {
  const sample: string[][] = [];
  eachRow(file, head, (rows) => {
    if (rows.width === head.names.length) sample.push(cellsOf(rows));
    return sample.length < sampleRows;
  });
  return sample;
}

/** Goes over the rows of bars until `take` returns false. */
function eachRow(file: Bytes, head: Head, take: (rows: CsvRows) => boolean): void {
  const rows = new CsvRows(file, separators[head.separator]);
  for (let row = 0; row < head.rows; row++) rows.next();
  while (rows.next() && take(rows));
}

function tablesOf(head: Head, columns: ColumnNames, vocabulary: "usual" | "all"): TextTable[] {
  const { place, names, tickers } = head;
  if (tickers === undefined) return [{ layout: layoutOf(place, names, columns, vocabulary), symbol: undefined }];
  const symbols = [...new Set(tickers.names.slice(1))].filter((ticker) => ticker !== "");
  return symbols.map((symbol) => {
    const own = names.map((name, at) => (at === 0 || tickers.names[at] === symbol ? name : ""));
    return { layout: layoutOf(place, own, columns, vocabulary), symbol };
  });
}

/** A column of volumes that are all zero is not asked where ticks are counted beside it. */
export function volumeIn({ names, tickers }: Head, sample: readonly string[][], given: ColumnNames): ColumnNames {
  const plain = names.map(plainName);
  const usual = plain.flatMap((name, at) => (usualNames.volume.includes(name) ? [at] : []));
  if (usual.length !== 1 || given.volume !== undefined || sample.length < 2 || tickers !== undefined) return {};
  const [volume] = usual;
  const ticks = plain.findIndex((name) => name === "tickvol" || name === "tick volume");
  return ticks >= 0 && sample.every((cells) => Number(cells[volume]) === 0) ? { volume: ticks + 1 } : {};
}

/** Numbers of a file with commas between its cells and no quotes have no comma. */
function numbersIn(
  file: Bytes,
  head: Head,
  tables: readonly TextTable[],
  sample: readonly string[][],
  told: "." | "," | undefined,
  known: FoundText | undefined,
): NumberForm {
  const decimal = told ?? known?.decimal;
  const { isUtf8 } = file;
  if (decimal !== undefined) return { decimal, loose: true, isUtf8 };
  const isPlain = head.separator === "," && !new CsvRows(file).hasQuotes;
  if (known !== undefined) return { ...plainNumbers, isUtf8 };
  const cells = tables.flatMap(({ layout }) => [...priceRoles.map((role) => layout[role]), layout.volume]);
  const isLooseRow = (row: readonly string[]) =>
    cells.some((cell) => cell >= 0 && otherDecimal(row[cell], plainNumbers) === ".");
  // A sign in a single row is a mistake.
  const isLoose = sample.filter(isLooseRow).length > sample.length / 2;
  const numbers = isLoose ? { ...plainNumbers, loose: true } : plainNumbers;
  if (isPlain) return numbers;
  const votes = { ".": 0, ",": 0 };
  const percents = { ".": 0, ",": 0 };
  let unclear: { sign: string; text: string; line: number } | undefined;
  eachRow(file, head, (rows) => {
    if (rows.width !== head.names.length) return true;
    for (const cell of cells) {
      if (cell < 0) continue;
      const sign = decimalSignOf(rows.text(cell));
      if (sign === "." || sign === ",") votes[sign]++;
      else if (sign === undefined) unclear = clearer(unclear, rows.text(cell), rows.line);
    }
    if (unclear !== undefined) for (const sign of percentSigns(rows)) percents[sign]++;
    return Math.abs(votes["."] - votes[","]) < clearLead;
  });
  // Prices of whole numbers, such as 30.260, have the signs of the changes beside them.
  if (votes["."] === 0 && votes[","] === 0 && percents["."] !== percents[","])
    return { decimal: percents["."] > percents[","] ? "." : ",", loose: true };
  if (votes["."] !== votes[","]) return { decimal: votes["."] > votes[","] ? "." : ",", loose: true };
  const isPoint = unclear?.sign === "." && head.separator !== ";" && votes["."] === 0;
  if (unclear === undefined || isPoint) return votes["."] === 0 ? numbers : unclearNumbers(file, unclear);
  return unclearNumbers(file, unclear);
}

/** The decimal signs of the cells of a row that are small percentages, such as -0,48%. */
function percentSigns(rows: CsvRows): ("." | ",")[] {
  const texts = Array.from({ length: rows.width }, (_, cell) => rows.text(cell));
  return texts.flatMap((text) => (/^[+-]?\d{1,3}([.,])\d{1,2} ?%$/.exec(text.trim())?.[1] ?? []) as ("." | ",")[]);
}

/** The first number that could be meant in two ways, one with a comma before all others. */
function clearer(one: { sign: string; text: string; line: number } | undefined, text: string, line: number) {
  const sign = text.includes(",") ? "," : ".";
  return one === undefined || (one.sign === "." && sign === ",") ? { sign, text, line } : one;
}

function unclearNumbers(file: Bytes, unclear: { text: string; line: number } | undefined): never {
  const where = unclear === undefined ? file.path : `${file.path}:${unclear.line}`;
  const was = unclear === undefined ? "as many of one sign as of the other" : JSON.stringify(unclear.text);
  const cure = 'Say decimal: "." or decimal: ","';
  throw new PaperLabError(
    "INVALID_DATA",
    `${where}: Expected numbers whose decimal sign is clear, was ${was}. ${cure}`,
  );
}

/** The cells of a column of times, or of dates beside one of times of day. */
export interface TimeCells {
  /** The header, as messages call it. */
  readonly place: string;
  /** Those of the first rows. */
  readonly sample: readonly string[];
  /** Goes over all of them until `take` returns false. */
  each(take: (text: string, where: string) => boolean): void;
}

function timeCells(file: Bytes, head: Head, column: number, sample: readonly string[][]): TimeCells {
  return {
    place: head.place,
    sample: sample.map((row) => row[column]),
    each: (take) =>
      eachRow(file, head, (rows) =>
        take(rows.width === head.names.length ? rows.text(column) : "", `${file.path}:${rows.line}`),
      ),
  };
}

/** Finds how times are written, where neither an option nor a manifest tells. Throws INVALID_DATA as `dialectOf` does. */
export function timesIn(cells: TimeCells, told: DateFormat | undefined, known: FoundText | undefined): StampForm {
  if (told !== undefined)
    return told === "DMY" || told === "MDY" || told === "YMD" ? { dates: told } : { epoch: told, told: true };
  if (known !== undefined) return { dates: known.dates, epoch: known.epoch, months: known.months };
  const { sample } = cells;
  if (sample.filter(namesMonth).length > sample.length / 2) return { months: true };
  const ordered = sample.filter((cell) => orderSigns(cell) !== undefined).length;
  if (ordered > sample.length / 2) return { dates: dateOrder(cells) };
  const stamps = sample.filter((cell) => /^(19|20)\d\d(0[1-9]|1[0-2])[0-3]\d[0-2]\d[0-5]\d$/.test(cell));
  if (stamps.length > 0 && stamps.length === sample.length) {
    const was = `was ${stamps[0]}: epoch milliseconds, or a date and a time of day`;
    const cure = 'Say dateFormat: "ms", or write 2024-01-02 09:30';
    throw new PaperLabError("INVALID_DATA", `${cells.place}: Expected times that are clear, ${was}. ${cure}`);
  }
  const epoch = epochUnitOf(sample);
  return epoch === undefined ? {} : { epoch };
}

/** Finds how times of day are written in a column beside dates, where these are numbers. */
export function clockIn(clocks: TimeCells | undefined, known: FoundText | undefined): Pick<StampForm, "clock"> {
  if (clocks === undefined) return {};
  const clock = known === undefined ? clockDigits(clocks.sample, clocks.each) : known.clock;
  return clock === undefined ? {} : { clock };
}

/** What is used of the form of times: an option may say the order or the unit of what is written in another way. */
export function usedForm({ sample }: TimeCells, { dates, epoch, months, clock }: StampForm): StampForm {
  return {
    ...(dates !== undefined && sample.some((cell) => orderSigns(cell) !== undefined) && { dates }),
    ...(epoch !== undefined && sample.some((cell) => /^-?\d+(\.\d+)?$/.test(cell)) && { epoch }),
    ...(months && { months }),
    ...(clock !== undefined && { clock }),
  };
}

/** The order that most of the dates show that show one; dates with points have the day first. */
function dateOrder(cells: TimeCells): DateOrder {
  const votes = { DMY: 0, MDY: 0, YMD: 0 };
  let first: { text: string; where: string; mark: string } | undefined;
  let shortYear = false;
  cells.each((text, where) => {
    const signs = orderSigns(text);
    if (signs === undefined) return true;
    first ??= { text, where, mark: signs.mark };
    shortYear ||= signs.shortYear;
    if (signs.dates !== undefined) votes[signs.dates]++;
    return !shortYear && Math.abs(votes.DMY - votes.MDY) < clearLead;
  });
  const was = JSON.stringify(first?.text);
  if (shortYear) {
    const wanted = `${first?.where}: Expected dates with years of four digits, or dateFormat, was ${was}`;
    const cure = 'Say dateFormat: "DMY", "MDY" or "YMD"';
    throw new PaperLabError("INVALID_DATA", `${wanted}. ${cure}`);
  }
  if (votes.DMY !== votes.MDY) return votes.DMY > votes.MDY ? "DMY" : "MDY";
  if (first?.mark === "." && votes.DMY === 0) return "DMY";
  const why = votes.DMY === 0 ? "and no other row tells" : "and other rows tell both";
  const wanted = `${first?.where}: Expected dates whose day and month can be told apart, was ${was}, ${why}`;
  throw new PaperLabError("INVALID_DATA", `${wanted}. Say dateFormat: "DMY" or dateFormat: "MDY"`);
}

const roles = ["time", "date", "symbol", ...priceRoles, "volume"] as const;

/** What a manifest keeps of it: all that is not as in a plain file. */
export function foundOf(
  head: Head,
  tables: readonly TextTable[],
  numbers: NumberForm,
  { dates, epoch, months, clock }: StampForm,
  options: TextOptions,
): FoundText {
  const { names, line, tickers } = head;
  const read = new Set(tables.flatMap(({ layout }) => roles.map((role) => layout[role])));
  const leftOut = names.flatMap((_, at) => (read.has(at) ? [] : [columnText(names, at)]));
  const columns = foundColumns(head, tables[0].layout, options.columns ?? {}, leftOut.length > 0);
  return {
    ...((head.separator !== "," || line !== 1) && { separator: head.separator }),
    ...(numbers.loose && { decimal: numbers.decimal }),
    ...(dates !== undefined && { dates }),
    ...(months && { months: true as const }),
    ...(epoch !== undefined && { epoch }),
    ...(clock !== undefined && { clock }),
    ...(line !== 1 && { header: line }),
    ...(tickers !== undefined && { tickers: tickers.line }),
    ...(Object.keys(columns).length > 0 && { columns }),
    ...(leftOut.length > 0 && { leftOut: [...new Set(leftOut)] }),
  };
}

/** The columns that the usual names alone would not find, and that there is no volume where a column is left out. */
function foundColumns({ names, line, tickers }: Head, layout: Layout, told: ColumnNames, hasOthers: boolean) {
  const columns: Record<string, string | number | false> = {};
  for (const role of roles) {
    const at = layout[role];
    const own: Role = !layout.tick || role === "time" || role === "date" || role === "symbol" ? role : tickRole(role);
    if (own in columns || told[own] !== undefined) continue;
    if (at < 0) {
      if (role === "volume" && hasOthers) columns[own] = false;
      continue;
    }
    const isUsual = usualNames[own].includes(plainName(names[at]));
    if (line === false) columns[own] = at + 1;
    else if (own === "date" ? plainName(names[at]) !== "date" : !isUsual && !(tickers !== undefined && at > 0))
      columns[own] = names[at] === "" ? at + 1 : names[at];
  }
  if (line === false) return columns;
  if (columns.date !== undefined && layout.time >= 0) columns.time = names[layout.time];
  else if (columns.time !== undefined && layout.date >= 0) columns.date = names[layout.date];
  return columns;
}

function tickRole(role: (typeof priceRoles)[number] | "volume"): Role {
  return role === "volume" ? "size" : "price";
}

import { countUntil } from "../../core/ascending";
import { thrownText } from "../../core/checks";
import { PaperLabError } from "../../errors";
import type { SignalStrategy } from "../signals";
import type { WholeColumns } from "./columns";
import { type SignalInput, signalsOf } from "./compute";
import { decisionsOf } from "./decisions";
import type { Wanted } from "./wanted";

/** How many times the columns are cut: at changes of what is wanted, anywhere, and before the last bar. */
const [atChanges, anywhere] = [5, 2];
/** Steps of a sequence that is spread evenly over an interval, however long it is: the golden ratio. */
const golden = (Math.sqrt(5) - 1) / 2;

const cure = 'lookAhead: "allow" in defineSignals trades it';

/**
 * Computes signals again from columns that are cut at eight bars, and compares what is wanted before each cut. Throws
 * LOOK_AHEAD if it differs, with the first bar at which it does: then the signals use bars that were not known yet. Signals
 * that may look ahead are only computed. Returns the signals of all bars.
 */
export function checkSignals(
  strategy: SignalStrategy<never>,
  input: SignalInput,
  timeText: (time: number) => string,
): (Wanted | undefined)[] {
  const { columns } = input;
  const whole = signalsOf(strategy, { ...input, isFirst: true }, columns.lengths);
  if (strategy.lookAhead === "allow") return whole;
  for (const time of cutsOf(columns, decisionsOf(whole, columns).time)) {
    const lengths = columns.lengths.map((_, place) => countUntil(columns.column("time", place), time));
    const cut = cutSignals(strategy, input, lengths, timeText(time));
    const first = firstDifference(whole, cut, lengths, columns);
    if (first === undefined) continue;
    const { place, row } = first;
    const [seen, blind] = [whole, cut].map((one) => textOf(one[place], row));
    const bar = `${input.symbols[place]} at ${timeText(columns.column("time", place)[row])}`;
    const text = `Expected "${strategy.name}" not to look ahead, but ${bar} is ${seen}, and ${blind} without later bars`;
    throw new PaperLabError("LOOK_AHEAD", `${text}. ${cure}`);
  }
  return whole;
}

// What was made before the call, of all bars, does not fit the columns of fewer.
function cutSignals(strategy: SignalStrategy<never>, input: SignalInput, lengths: readonly number[], end: string) {
  try {
    return signalsOf(strategy, input, lengths);
  } catch (cause) {
    const text = `Expected signals of "${strategy.name}" to be made of the columns that they are called with, but without the bars after ${end} they failed: ${thrownText(cause)}`;
    throw new PaperLabError("LOOK_AHEAD", `${text}. ${cure}`, { cause });
  }
}

/**
 * Times after which bars are left out. What looks a bar ahead shows at a change, which it would not know of yet, and what
 * looks far ahead shows anywhere.
 */
function cutsOf(columns: WholeColumns, changes: Float64Array): number[] {
  const longest = columns.lengths.indexOf(Math.max(...columns.lengths));
  const times = columns.column("time", longest);
  if (times.length < 2) return [];
  const before = times[times.length - 2];
  const known = changes.filter((time) => time <= before);
  // Changes mostly alternate between in and out, so every second one is of each kind.
  const spread = Array.from({ length: atChanges }, (_, at) => {
    const near = Math.floor(((at + 0.5) * known.length) / atChanges);
    return known[Math.min(known.length - 1, near + ((near + at) % 2))];
  });
  const rows = Array.from({ length: anywhere }, (_, at) => Math.floor(times.length * (((at + 1) * golden) % 1)));
  const others = rows.filter((row) => row > 0).map((row) => times[row - 1]);
  return [...new Set([...spread.filter((time) => time !== undefined), ...others, before])];
}

/** The earliest bar at which two results differ, of the bars that the second was made of. */
function firstDifference(
  whole: readonly (Wanted | undefined)[],
  cut: readonly (Wanted | undefined)[],
  lengths: readonly number[],
  columns: WholeColumns,
): { place: number; row: number } | undefined {
  let first: { place: number; row: number; time: number } | undefined;
  cut.forEach((one, place) => {
    const row = rowOfDifference(one, whole[place], lengths[place]);
    if (row === undefined) return;
    const time = columns.column("time", place)[row];
    if (first === undefined || time < first.time) first = { place, row, time };
  });
  return first;
}

// Both change at the same bars to the same values, up to the first that is one's alone.
function rowOfDifference(one: Wanted | undefined, other: Wanted | undefined, length: number): number | undefined {
  for (let at = 0; ; at++) {
    const [rowOfOne, rowOfOther] = [one?.rows[at] ?? length, other?.rows[at] ?? length];
    const row = Math.min(rowOfOne, rowOfOther);
    if (row >= length) return undefined;
    if (rowOfOne !== rowOfOther || one?.values[at] !== other?.values[at]) return row;
  }
}

function textOf(wanted: Wanted | undefined, row: number): string {
  const at = wanted === undefined ? 0 : countUntil(wanted.rows, row);
  return at === 0 ? "no opinion" : String(wanted?.values[at - 1]);
}

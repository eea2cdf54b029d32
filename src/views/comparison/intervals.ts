import { expectedOf } from "../../core/checks";
import { counted } from "../../core/short-text";
import type { Cell } from "../../core/table";
import { trimmedText } from "../../output/formats";
import type { DataFrame } from "../../output/frames/danfo";
import { frameOf } from "../../output/frames/frames";
import type { CardTable } from "../../output/pages/cards";
import { metricCellFormats } from "../metrics-display";
import { type ResampledKey, type ResamplingTerms, resampledKeys } from "./answers";
import type { Comparing } from "./comparing";

/** A metric of a session, and how sure it is. */
export interface IntervalRow {
  readonly metric: ResampledKey;
  readonly session: string;
  /** Of the days that all sessions have; without an interval, as `metrics()` has it. */
  readonly value: number | null;
  readonly low: number | null;
  readonly high: number | null;
  /** Why there is no interval. */
  readonly noAnswer: string | null;
}

/** How a session compares with the baseline. */
export interface AgainstRow {
  readonly metric: ResampledKey;
  readonly session: string;
  /** Its metric less that of the baseline, on the days that all have; without an interval, as `metrics()` has them. */
  readonly difference: number | null;
  readonly low: number | null;
  readonly high: number | null;
  /** Whether it beats the baseline, by the stepwise test. */
  readonly better: boolean | null;
  readonly noAnswer: string | null;
}

/** Returns each session's metrics with their intervals. Throws INVALID_OPTION for a metric that cannot be resampled. */
export function intervalRows(comparing: Comparing, metric?: ResampledKey): IntervalRow[] {
  const answers = comparing.answers();
  const out = answers.leftOut.map((one) => ({ ...one, kind: "none" as const }));
  return chosen(metric).flatMap((key) => {
    const found = new Map([...answers.intervals(key), ...out].map((one) => [one.name, one]));
    return comparing.now.members.map(({ name, note, metrics }): IntervalRow => {
      const one = found.get(name);
      if (one?.kind === "interval")
        return { metric: key, session: name, value: one.value, low: one.low, high: one.high, noAnswer: null };
      return { metric: key, session: name, value: metrics[key], low: null, high: null, noAnswer: one?.reason ?? note };
    });
  });
}

/** Returns how each session compares with the baseline. Throws INVALID_OPTION without one. */
export function againstRows(comparing: Comparing, metric?: ResampledKey): AgainstRow[] {
  const { baseline, now } = comparing;
  const names = now.members.map(({ name }) => name);
  if (baseline === undefined) throw expectedOf("baseline", "given to lab.compare", baseline, names);
  const answers = comparing.answers();
  return chosen(metric).flatMap((key) => {
    const answer = answers.against(baseline, key);
    const found = answer.kind === "none" ? [] : answer.differences;
    const reasons = new Map(
      [...answers.leftOut, ...(answer.kind === "none" ? [] : answer.leftOut)].map((one) => [one.name, one.reason]),
    );
    const base = now.members.find(({ name }) => name === baseline)?.metrics[key] ?? null;
    const others = now.members.filter(({ name }) => name !== baseline);
    return others.map(({ name, note, metrics: { [key]: own } }): AgainstRow => {
      const one = found.find((other) => other.name === name);
      const about = { metric: key, session: name };
      if (one !== undefined && answer.kind === "baseline") {
        const { difference, low, high } = one;
        return { ...about, difference, low, high, better: answer.better.includes(name), noAnswer: null };
      }
      const reason = answer.kind === "none" ? answer.reason : (reasons.get(name) ?? note);
      const difference = own === null || base === null ? null : own - base;
      return { ...about, difference, low: null, high: null, better: null, noAnswer: reason };
    });
  });
}

/** Returns a frame of metrics with their intervals. */
export function intervalsFrame(comparing: Comparing, metric?: ResampledKey): DataFrame {
  return frameOfTable(intervalsTable(comparing, metric));
}

/** Returns the table of metrics with their intervals, and how it is written. */
export function intervalsTable(comparing: Comparing, metric?: ResampledKey): CardTable {
  const rows = intervalRows(comparing, metric);
  const ofVolatility = rows.some((row) => row.metric === "annualVolatility" && row.low !== null);
  return tableOfAnswers(
    rows,
    ["metric", "session", "value", "low", "high", "noAnswer"],
    [
      intervalNote("low and high", comparing.terms),
      ...(ofVolatility ? [`those of the volatility are made for half of alpha, as they are too short otherwise`] : []),
    ],
  );
}

/** Returns a frame of what beats the baseline. */
export function againstFrame(comparing: Comparing, metric?: ResampledKey): DataFrame {
  return frameOfTable(againstTable(comparing, metric));
}

/** Returns the table of what beats the baseline, and how it is written. */
export function againstTable(comparing: Comparing, metric?: ResampledKey): CardTable {
  const columns = ["metric", "session", "difference", "low", "high", "better", "noAnswer"] as const;
  return tableOfAnswers(againstRows(comparing, metric), columns, [
    intervalNote("low and high, of one difference each", comparing.terms),
    `better: StepM, one test of all sessions together at alpha ${comparing.terms.alpha}, so that it may differ from an interval`,
  ]);
}

function frameOfTable({ table, options }: CardTable): DataFrame {
  return frameOf(table, options);
}

// Says how intervals were made, from what was asked for.
function intervalNote(what: string, { draws, seed, alpha }: ResamplingTerms): string {
  const level = trimmedText(100 * (1 - alpha), 4, 0);
  const made = `percentiles of the stationary bootstrap of days, ${counted(draws, "draw")}, seed ${JSON.stringify(seed)}`;
  return `${what}: intervals of ${level} % (alpha ${alpha}), ${made}`;
}

// Where there is no interval, nothing is to be said of them.
function tableOfAnswers<Row extends { readonly low: number | null }>(
  rows: readonly Row[],
  columns: readonly (keyof Row & string)[],
  notes: readonly string[],
): CardTable {
  const cells = rows.map((row) => columns.map((column) => row[column] as string | number | boolean | null));
  const table = { columns, rows: cells };
  const formats = metricCellFormats(() => []);
  const written = (column: string, row: readonly Cell[]) =>
    numbers.includes(column) ? formats(column, row) : column === "noAnswer" ? "sentence" : "text";
  return {
    table,
    options: { formats: written, maxRows: 40, notes: rows.some(({ low }) => low !== null) ? notes : [] },
  };
}

const numbers = ["value", "difference", "low", "high"];

function chosen(metric: ResampledKey | undefined): readonly ResampledKey[] {
  if (metric === undefined) return resampledKeys;
  if (resampledKeys.includes(metric)) return [metric];
  const wanted = `a metric that days can be resampled for (${resampledKeys.join(", ")})`;
  throw expectedOf("metric", wanted, metric, resampledKeys);
}

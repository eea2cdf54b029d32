import { type MetricWinner, winnersOf } from "../../analysis/compare/winners";
import type { ComparisonAnswer, LeftOutSeries } from "../../analysis/inference/answers";
import type { MetricKey } from "../../analysis/metrics/catalog";
import { counted, grouped } from "../../core/short-text";
import type { Cell } from "../../core/table";
import type { CardTable } from "../../output/pages/cards";
import { shortNames } from "../../output/short-names";
import { longestCell } from "../../output/text";
import { metricCellFormats, metricFormat } from "../metrics-display";
import { type Answers, isResampled } from "./answers";
import { andWasNotLost, type ComparedNow, whyIncomparable } from "./compared";
import type { Comparing } from "./comparing";
import { measuredOf } from "./tables";

/** Who wins a metric, and who cannot be told from the winner. */
export interface WinnerRow {
  readonly metric: MetricKey;
  /** Several names, joined with commas, if they tie. The table shortens each of them by itself where a cell has no room. `null` without a winner. */
  readonly winner: string | null;
  /** The same as a list. */
  readonly winners: readonly string[];
  /** Why nobody wins, otherwise `null`. */
  readonly noWinner: string | null;
  readonly value: number | null;
  /** `null` if all that have the metric are equal. */
  readonly runnerUp: string | null;
  /** The same as a list. */
  readonly runnersUp: readonly string[];
  readonly runnerUpValue: number | null;
  /** `value` less `runnerUpValue`. */
  readonly difference: number | null;
  /** Which value is better. */
  readonly direction: "higher" | "lower";
  /** Who else cannot be told from the winner; `null` if that is not known. */
  readonly notDistinguishable: readonly string[] | null;
  /** Why it is not known, for a metric that days can be resampled for; otherwise `null`. */
  readonly noAnswer: string | null;
  /** Two-sided p-value of no difference, for two sessions. */
  readonly pValue: number | null;
  /** Sessions that were not in the test, and why. */
  readonly leftOut: readonly LeftOutSeries[];
  /** Who beats the baseline; `null` without one, or if that is not known. */
  readonly beatsBaseline: readonly string[] | null;
}

/**
 * Returns who wins each metric in the window, and who cannot be told from the winner. Nobody wins a metric that is against
 * benchmarks that differ, or in money where sessions began the window with different amounts of it, nor one that only one session
 * has.
 */
export function winnerRows(comparing: Comparing): WinnerRow[] {
  return comparableWinners(comparing).map((winner) => withAnswer(winner, comparing));
}

function comparableWinners({ now: { members } }: Comparing): MetricWinner[] {
  const counting = members.map(({ name, counting: metrics }) => ({ name, metrics }));
  return winnersOf(counting).filter(({ metric }) => whyIncomparable(metric, members) === undefined);
}

/** Returns who wins one metric, see `winnerRows`; `undefined` if nobody has it or neither direction is better. */
export function winnerOf(comparing: Comparing, metric: MetricKey): WinnerRow | undefined {
  const winner = comparableWinners(comparing).find((one) => one.metric === metric);
  return winner && withAnswer(winner, comparing);
}

function withAnswer(winner: MetricWinner, { answers, baseline, now }: Comparing, asks = true): WinnerRow {
  const { metric, winners, runnersUp, ...values } = winner;
  const row = {
    metric,
    winner: winners.length === 0 ? null : winners.join(", "),
    winners,
    noWinner: winners.length === 0 ? onlyOne(now, metric) : null,
    value: values.value,
    runnerUp: runnersUp.length === 0 ? null : runnersUp.join(", "),
    runnersUp,
    runnerUpValue: values.runnerUpValue,
    difference: values.difference,
    direction: values.direction,
  };
  const unknown = { notDistinguishable: null, noAnswer: null, pValue: null, leftOut: [], beatsBaseline: null };
  if (!asks || !isResampled(metric) || winners.length === 0) return { ...row, ...unknown };
  const found = toldApart(answers().by(metric), winners);
  const leftOut = [...answers().leftOut, ...found.leftOut];
  return { ...row, ...unknown, ...found, leftOut, beatsBaseline: better(answers(), baseline, metric) };
}

function onlyOne({ members }: ComparedNow, metric: MetricKey): string {
  const isLost = members.some(({ metrics, counting }) => metrics[metric] !== counting[metric]);
  return `only one session has it${isLost ? ` ${andWasNotLost}` : ""}`;
}

type Told = Pick<WinnerRow, "notDistinguishable" | "noAnswer" | "pValue" | "leftOut">;

// A set is shown only beside the session that it was made about.
function toldApart(answer: ComparisonAnswer, winners: readonly string[]): Told {
  const unknown = { notDistinguishable: null, noAnswer: null, pValue: null, leftOut: [] };
  if (answer.kind === "none") return { ...unknown, noAnswer: answer.reason };
  const leftOut = answer.kind === "set" ? answer.leftOut : [];
  if (answer.best !== null && !winners.includes(answer.best)) {
    const known = leftOut.some(({ name }) => winners.includes(name));
    const reason = known ? "the winner cannot be resampled" : `on the days that all have, ${answer.best} is ahead`;
    return { ...unknown, noAnswer: reason, leftOut };
  }
  const notDistinguishable = answer.notDistinguishable.filter((name) => !winners.includes(name));
  return { ...unknown, notDistinguishable, leftOut, pValue: answer.kind === "pair" ? answer.pValue : null };
}

function better(answers: Answers, baseline: string | undefined, metric: Parameters<Answers["by"]>[0]) {
  if (baseline === undefined) return null;
  const answer = answers.against(baseline, metric);
  return answer.kind === "none" ? null : answer.better;
}

/** Returns how many others the winners of a metric were tested against. One that has not begun is nobody's other. */
export function testedOthers({ now: { members } }: Comparing, { winners, leftOut }: WinnerRow): number {
  return members.filter(({ stretch }) => stretch !== undefined).length - winners.length - leftOut.length;
}

/** Returns the table of winners, and how it is written. `asks`: whether it has who cannot be told from them. */
export function winnersTable(comparing: Comparing, asks = true): CardTable {
  const rows = comparableWinners(comparing).map((winner) => withAnswer(winner, comparing, asks));
  const hasLeftOut = rows.some(({ leftOut }) => leftOut.length > 0);
  const { members } = comparing.now;
  const tied = tiedTexts(members.map(({ name }) => name));
  const withBaseline = comparing.baseline !== undefined;
  const columns = [
    ...["metric", "winner", "value", "runnerUp", "runnerUpValue", "difference", "direction", "notDistinguishable"],
    ...(withBaseline ? ["beatsBaseline"] : []),
    ...(hasLeftOut ? ["leftOut"] : []),
  ];
  const cells = rows.map((row): Cell[] => [
    ...[row.metric, tied(row.winners), row.value, tied(row.runnersUp), row.runnerUpValue, row.difference],
    row.direction,
    row.noWinner === null ? answerText(row, testedOthers(comparing, row)) : `no winner: ${row.noWinner}`,
    ...(withBaseline ? [namesText(row.beatsBaseline, members.length - 1)] : []),
    ...(hasLeftOut ? [row.leftOut.map(({ name, reason }) => `${name}: ${reason}`).join("; ")] : []),
  ]);
  const table = { columns, rows: cells };
  const kept = ["metric", "winner", "value", "notDistinguishable"];
  const importance = Object.fromEntries(columns.map((name) => [name, less[name] ?? "result"] as const));
  return { table, options: { formats: formatsOf(comparing.now, rows), maxRows: cells.length, importance, kept } };
}

// Pages show these behind who cannot be told from the winner, which is what counts.
const less: Readonly<Record<string, "part" | "detail">> = {
  runnerUp: "part",
  runnerUpValue: "part",
  difference: "part",
  direction: "detail",
  leftOut: "detail",
};
const numbers = ["value", "runnerUpValue"];
const sentences = ["notDistinguishable", "beatsBaseline", "leftOut"];

// Many names are in the plain rows.
const mostNames = 20;

// The middle of joined names must not give way, as what is left would read as one name that nobody has.
function tiedTexts(all: readonly string[]): (names: readonly string[]) => string | null {
  const known = new Map<number, ReadonlyMap<string, string>>();
  const shortIn = (room: number) => {
    const found = known.get(room) ?? new Map(shortNames(all, room).map((short, at) => [all[at], short]));
    known.set(room, found);
    return (name: string) => found.get(name) ?? name;
  };
  return (names) => {
    const joined = names.join(", ");
    if (names.length < 2 || Array.from(joined).length <= longestCell) return names.length === 0 ? null : joined;
    const shown = names.length <= mostTied ? names : names.slice(0, 2);
    const count = names.length <= mostTied ? "" : `${grouped(names.length)} tie: `;
    const rest = shown.length < names.length ? ", …" : "";
    const room = Math.floor((longestCell - count.length - rest.length - 2 * (shown.length - 1)) / shown.length);
    return count + shown.map(shortIn(room)).join(", ") + rest;
  };
}

// Of more, a cell has no room for names that can be told apart.
const mostTied = 3;

// What was not tested is neither told apart nor not.
function answerText({ notDistinguishable, noAnswer, leftOut }: WinnerRow, others: number): string | null {
  if (noAnswer !== null) return `no answer: ${noAnswer}`;
  const names = namesText(notDistinguishable, others);
  if (names === null || leftOut.length === 0) return names;
  return `${names}; not tested: ${namesText(
    leftOut.map(({ name }) => name),
    Number.POSITIVE_INFINITY,
  )}`;
}

// `others`: how many names there could be.
function namesText(names: readonly string[] | null, others: number): string | null {
  if (names === null) return null;
  if (names.length === 0) return others === 0 ? "nobody else" : "nobody";
  if (names.length === others && others > 3) return `all ${counted(others, "other")}`;
  const more = names.length - mostNames;
  return names.slice(0, mostNames).join(", ") + (more > 0 ? ` and ${grouped(more)} more` : "");
}

function formatsOf({ members }: ComparedNow, rows: readonly WinnerRow[]) {
  const measured = new Map(members.map((member) => [member.name, measuredOf(member)]));
  const namesIn = (column: string, [metric]: readonly unknown[]) =>
    rows.find((row) => row.metric === metric)?.[column === "runnerUpValue" ? "runnersUp" : "winners"] ?? [];
  const formats = metricCellFormats((column, row) => namesIn(column, row).flatMap((name) => measured.get(name) ?? []));
  return (column: string, row: readonly Cell[]) => {
    if (column === "difference") return metricFormat(String(row[0]));
    if (sentences.includes(column)) return "sentence";
    return numbers.includes(column) ? formats(column, row) : "text";
  };
}

import { equityWasLost } from "../../analysis/inference/lost-equity";
import { counted, grouped } from "../../core/short-text";
import type { Display } from "../../notebook/display";
import { formatValue } from "../../output/formats";
import { cardDisplay, type Pair } from "../../output/pages/cards";
import { metricFormat } from "../metrics-display";
import { isResampled, leftToTables } from "./answers";
import {
  andWasNotLost,
  benchmarksOf,
  type ComparedNow,
  hasOtherCapital,
  hasOtherDays,
  whyIncomparable,
  windowTexts,
} from "./compared";
import type { Comparing } from "./comparing";
import { equityCurves } from "./figures";
import { byPlace, rankedMetric, rankText } from "./rank";
import { moreSettingsText, rankedTable } from "./sessions";
import { settingsOf } from "./settings/settings";
import { bestMark, metricsOf } from "./tables";
import { testedOthers, winnerOf } from "./winners";

/** More sessions are rows, not columns. */
export const mostColumns = 5;
const rowsOfCard = 12;

/** Returns how a comparison prints itself: who leads and who cannot be told from it, the table, and the curves. */
export function comparisonCard(comparing: Comparing): Display {
  const { now } = comparing;
  const pairs = headPairs(comparing);
  const few = now.members.length <= mostColumns;
  const table = few ? metricsOf(now, true) : rankedTable(comparing, rowsOfCard);
  const settings = few ? [settingsOf(now)].filter(({ table: { rows } }) => rows.length > 0) : [];
  const differ = settings.map((one) => ({ heading: "Settings that differ", ...one }));
  const more = few ? undefined : moreSettingsText(now);
  const heading = [
    ...(few ? [] : [`by ${rankText(comparing.rank)}`]),
    `the best of each metric has${bestMark}`,
    ...(more === undefined ? [] : [`${more}: settings() has all`]),
  ].join("; ");
  return cardDisplay({
    title: titleOf(now),
    note: "comparison",
    pairs,
    tables: [...differ, { heading: heading.charAt(0).toUpperCase() + heading.slice(1), ...table }],
    figures: [
      equityCurves(now, {
        names: inOrder(comparing)
          .slice(0, 1)
          .map(({ name }) => name),
      }),
    ],
  });
}

/** Says who leads, which session the others are held against, and what was compared. */
export function headPairs(comparing: Comparing): Pair[] {
  const { baseline } = comparing;
  const against: Pair[] = baseline === undefined ? [] : [["Baseline", baselineText(baseline, comparing.now)]];
  return [["Leader", leaderText(comparing)], ...against, ...windowPairs(comparing)];
}

// With why it cannot be tested who beats it.
function baselineText(name: string, { members }: ComparedNow): string {
  const isLost = members.some((member) => member.name === name && member.isLost);
  return isLost ? `${name}; ${equityWasLost}, so that who beats it has no answer` : name;
}

/** Returns what a comparison is called: by its sessions, or by their number. */
export function titleOf({ members }: ComparedNow): string {
  if (members.length > mostColumns) return counted(members.length, "session");
  return members.map(({ name }) => name).join(", ");
}

// Who leads, by how much, and who cannot be told from the leader, in one sentence.
function leaderText(comparing: Comparing): string {
  const { rank } = comparing;
  const of = rankText(rank);
  const order = inOrder(comparing);
  const isLost = comparing.now.members.some((member) => member.isLost);
  if (order.length === 0)
    return `nobody: ${of} is undefined in all sessions${isLost ? ", or their equity was not always above 0" : ""}`;
  const [{ name, value }] = order;
  const ties = order.filter((one) => one.place === 1);
  const next = order[ties.length];
  const metric = rankedMetric(rank);
  const alone = order.length === 1 ? `only ${name} has it${isLost ? ` ${andWasNotLost}` : ""}` : undefined;
  const why = metric && (whyIncomparable(metric.key, comparing.now.members) ?? alone);
  if (why !== undefined) return `nobody by ${of}, because ${why}`;
  const written = (one: number) => formatValue(one, metric === undefined ? "number" : metricFormat(metric.key));
  const names =
    ties.length > 3 ? `${name} and ${counted(ties.length - 1, "other")}` : ties.map((one) => one.name).join(", ");
  const gap =
    next === undefined
      ? ""
      : `, ${written(Math.abs((value as number) - (next.value as number)))} ahead of ${next.name}`;
  const asked = metric !== undefined && isResampled(metric.key) ? toldText(comparing, metric.key) : notAsked(of);
  return `${names}, with ${of} ${written(value as number)}${gap}; ${asked}`;
}

// Those that have a rank, the best first.
function inOrder({ now: { members }, ranks }: Comparing) {
  const ranked = members.map(({ name }, at) => ({ name, ...ranks[at] }));
  return byPlace(ranked, ranks).filter(({ value }) => value !== null);
}

function notAsked(of: string): string {
  return `days cannot be resampled for ${of}, see winners() for what they can`;
}

const mostNames = 4;

function toldText(comparing: Comparing, metric: Parameters<typeof winnerOf>[1]): string {
  const count = leftToTables(comparing.now, comparing.terms);
  if (count !== undefined) return `winners() says who of ${grouped(count)} cannot be told from it`;
  const row = winnerOf(comparing, metric);
  const left = (row?.leftOut ?? []).map(({ name, reason }) => `${name}: ${reason}`);
  if (row === undefined || row.notDistinguishable === null) {
    const without = left.length === 0 ? "" : ` (${someOf(left)})`;
    return `who cannot be told from it: no answer, ${row?.noAnswer ?? "there is no winner"}${without}`;
  }
  const others = testedOthers(comparing, row);
  const arePart = left.length > 0;
  const told = others === 0 ? "they do not differ" : toldOf(row.notDistinguishable, others, row.pValue, arePart);
  return arePart ? `${told}; not tested: ${someOf(left)}` : told;
}

function toldOf(notDistinguishable: readonly string[], others: number, pValue: number | null, arePart = false): string {
  const chance = pValue === null ? "" : ` (p ${chanceText(pValue)})`;
  if (notDistinguishable.length === 0)
    return `distinguishable from ${others === 1 ? "the other" : "all others"}${arePart ? " tested" : ""}${chance}`;
  if (notDistinguishable.length === others && others > 1)
    return `not distinguishable from any of the ${counted(others, "other")}${arePart ? " tested" : ""}`;
  const more = notDistinguishable.length - mostNames;
  const named = notDistinguishable.slice(0, mostNames).join(", ");
  return `not distinguishable from ${named}${more > 0 ? ` and ${grouped(more)} more` : ""}${chance}`;
}

// It is never 0: there are only so many resamples.
function chanceText(pValue: number): string {
  return pValue < 0.001 ? "< 0.001" : pValue.toFixed(pValue < 0.1 ? 3 : 2);
}

// Which window was compared, what it leaves out, and what is to be known of sessions.
function windowPairs(comparing: Comparing): Pair[] {
  const { now } = comparing;
  const { window, members } = now;
  const notes = members.filter(({ note }) => note !== "").map(({ name, note }) => `${name}: ${note}`);
  const benchmarks = benchmarksOf(members);
  const remarks: Pair[] = [
    ...(benchmarks.length < 2
      ? []
      : [["Benchmarks", `${someOf(benchmarks)}; nobody wins what is measured against them`] satisfies Pair]),
    ...(hasOtherCapital(members)
      ? [["Capital", "differs where the window begins; nobody wins what is in money"] satisfies Pair]
      : []),
    ...(hasOtherDays(members) ? [["Calendars", daysText(comparing)] satisfies Pair] : []),
    ...(notes.length === 0 ? [] : [["Notes", someOf(notes)] satisfies Pair]),
  ];
  const texts = windowTexts(now);
  if (window === undefined || texts === undefined) return remarks;
  const { every } = window;
  const cut = members.flatMap(({ name, stretch }) => {
    if (stretch === undefined) return [];
    const [before, after, what] =
      every === "day" ? [stretch.daysBefore, stretch.daysAfter, "day"] : [stretch.barsBefore, stretch.barsAfter, "bar"];
    const sides = [
      ...(before > 0 ? [`${counted(before, what)} before`] : []),
      ...(after > 0 ? [`${before > 0 ? grouped(after) : counted(after, what)} after`] : []),
    ];
    return sides.length === 0 ? [] : [`${name} ${sides.join(" and ")}`];
  });
  const left = cut.length === 0 ? "" : `; left out: ${someOf(cut)}`;
  return [["Window", `${texts.from} to ${texts.to}${left}`], ...remarks];
}

// Metrics are each of a session's own days. Answers are of days that all have, on which a coin's Monday has its weekend in it.
function daysText(comparing: Comparing): string {
  const own = "they differ; metrics are of each session's own day returns and year";
  if (comparing.now.window?.every !== "day") return own;
  const days = counted(comparing.answers().days, "day");
  return `${own}; intervals and who can be told apart are of the ${days} that all have, and what happened between two of them counts on the later`;
}

function someOf(texts: readonly string[]): string {
  const more = texts.length - mostNames;
  return texts.slice(0, mostNames).join("; ") + (more > 0 ? `; and ${grouped(more)} more` : "");
}

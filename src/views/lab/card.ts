import type { Metrics } from "../../analysis/metrics/catalog";
import { counted, paramsText } from "../../core/short-text";
import type { Display } from "../../notebook/display";
import { formatValue } from "../../output/formats";
import { type CardTable, cardDisplay, type Pair } from "../../output/pages/cards";
import type { SessionCore } from "../../session/core";
import type { Overview, OverviewWish, SessionAtAGlance, SessionName } from "../../session/lab-sessions";
import { metricFormat } from "../metrics-display";
import { rowOfOpen, valueIn } from "./listed";
import { sweepRows } from "./sweeps";

/** What the card of a lab is made of. */
export interface CardOfLab {
  readonly path: string;
  readonly closed: boolean;
  /** Its sessions by id, in the order they were made. */
  readonly names: ReadonlyMap<number, SessionName>;
  /** Returns a session that is open here, and that has not ended or is kept nowhere else. */
  open(id: number): SessionCore | undefined;
  /** Returns the metrics of one that has not ended and is not open here, if they were read when it stood at that step. */
  unfinished(id: number, steps: number): Metrics | undefined;
  /** Returns what is stored; `undefined` if it cannot be read. */
  overview(wish: OverviewWish): Overview | undefined;
}

/** A card has a line for this many sessions, the newest. */
export const SESSIONS_OF_CARD = 12;
// And for this many sweeps.
const SWEEPS = 6;
const metrics = ["totalReturn", "sharpe", "maxDrawdown"] as const;

/** Returns how a lab prints itself: its newest sessions and sweeps, in the order they were made. */
export function labCard({ path, closed, names, open, unfinished, overview }: CardOfLab): Display {
  const newest = [...names].slice(-SESSIONS_OF_CARD);
  const stored = overview({ ids: newest.map(([id]) => id), metrics, sweeps: SWEEPS });
  const rows = newest.map(([id, { name, state }]) => {
    const core = open(id);
    if (core === undefined) {
      const found = stored?.sessions.get(id);
      const values = found && (unfinished(id, found.steps) ?? found.metrics);
      return [
        name,
        found?.state ?? state,
        found ? ranText(found) : null,
        ...metrics.map((key) => values?.[key] ?? null),
      ];
    }
    const row = rowOfOpen(core);
    return [name, row.state, ranText(row), ...metrics.map((key) => valueIn(row, key) as number | null)];
  });
  const sweeps = sweepRows(stored?.sweeps ?? []);
  const sweepCount = stored?.sweepCount ?? 0;
  // The file knows best what has become of those in the table.
  const states = Array.from(names.values(), ({ state }) => String(state));
  states.splice(states.length - rows.length, rows.length, ...rows.map(([, state]) => String(state)));
  const pairs: Pair[] = [["Sessions", summaryOf(states)]];
  if (sweepCount > 0) pairs.push(["Sweeps", formatValue(sweepCount, "count")]);
  const tables: CardTable[] = [];
  if (rows.length > 0) {
    const table = { columns: ["session", "state", "strategy", ...metrics], rows };
    const formats = (column: string) =>
      (metrics as readonly string[]).includes(column) ? metricFormat(column) : "text";
    tables.push({ heading: headingOf(names.size, rows.length, "session"), table, options: { formats } });
  }
  if (sweeps.length > 0) {
    const table = {
      columns: ["sweep", "state", "runs", "done", "failed", "rank"],
      rows: sweeps.map(({ name, state, runs, done, failed, rank }) => [name, state, runs, done, failed, rank]),
    };
    const formats = (column: string) => (["runs", "done", "failed"].includes(column) ? "count" : "text");
    tables.push({ heading: headingOf(sweepCount, sweeps.length, "sweep"), table, options: { formats } });
  }
  return cardDisplay({ title: `Lab ${path}`, note: closed ? "closed" : undefined, pairs, tables });
}

function ranText({ strategy, params }: Pick<SessionAtAGlance, "strategy" | "params">): string {
  const text = paramsText(params);
  return text === "" ? strategy : `${strategy} (${text})`;
}

function headingOf(all: number, shown: number, what: "session" | "sweep"): string {
  return all === shown
    ? what === "session"
      ? "Sessions"
      : "Sweeps"
    : `The newest ${shown} of ${counted(all, what)}; lab.${what}s() has all`;
}

function summaryOf(sessions: readonly string[]): string {
  if (sessions.length === 0) return "none";
  const counts = new Map<string, number>();
  for (const state of sessions) counts.set(state, (counts.get(state) ?? 0) + 1);
  const states = Array.from(counts, ([state, count]) => `${formatValue(count, "count")} ${state}`);
  return `${formatValue(sessions.length, "count")} (${states.join(", ")})`;
}

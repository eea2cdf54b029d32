import type { SessionState } from "../rows/batch";
import type { ListedSweep } from "../rows/sweep-rows";
import { readRow } from "../rows/table";
import type { Cells, Value } from "../sqlite/connection";
import { sweepTable } from "../tables/sweeps";

/** What is asked for: which sessions, which of their metrics, and how many sweeps. */
export interface OverviewWish {
  readonly ids: readonly number[];
  readonly metrics: readonly string[];
  readonly sweeps: number;
}

/** What there is to see of a lab at a glance. */
export interface Overview {
  /** By id. One that was deleted has none. */
  readonly sessions: ReadonlyMap<number, SessionAtAGlance>;
  /** The newest, in the order they were made. */
  readonly sweeps: readonly ListedSweep[];
  /** How many sweeps there are. */
  readonly sweepCount: number;
}

/** A session as a line shows it. */
export interface SessionAtAGlance {
  readonly state: SessionState;
  readonly steps: number;
  readonly strategy: string;
  readonly params: Readonly<Record<string, unknown>>;
  /** By name; `null` if undefined or not stored. */
  readonly metrics: Readonly<Record<string, number | null>>;
}

const light = "id, name, state, rank, runs, done, failed, created_at, started_at, ended_at";

/** Returns the statements that ask for an overview, for `overviewOf`. */
export function overviewStatements({ ids, metrics, sweeps }: OverviewWish) {
  const listed = JSON.stringify(ids);
  const values = (...given: Value[]) => given;
  return [
    {
      sql: `SELECT id, state, cursor AS steps, json_extract(config, '$.strategy.name') AS strategy,
        json_extract(config, '$.params') AS params FROM paper_sessions
        WHERE id IN (SELECT value FROM json_each(?))`,
      values: values(listed),
    },
    {
      sql: `SELECT session_id, metric, value FROM paper_session_metrics
        WHERE session_id IN (SELECT value FROM json_each(?)) AND metric IN (SELECT value FROM json_each(?))`,
      values: values(listed, JSON.stringify(metrics)),
    },
    { sql: `SELECT ${light} FROM paper_sweeps ORDER BY id DESC LIMIT ?`, values: values(sweeps) },
    { sql: "SELECT count(*) AS count FROM paper_sweeps", values: values() },
  ];
}

/** Reads the answers to `overviewStatements`. */
export function overviewOf(
  { metrics }: OverviewWish,
  [sessions, values, sweeps, [{ count }]]: readonly (readonly Cells[])[],
): Overview {
  const blank = Object.fromEntries(metrics.map((name) => [name, null]));
  const found = new Map(sessions.map(({ id }) => [id as number, { ...blank } as Record<string, number | null>]));
  for (const { session_id: id, metric, value } of values)
    Object.assign(found.get(id as number) ?? {}, { [metric as string]: value as number | null });
  return {
    sessions: new Map(
      sessions.map(({ id, state, steps, strategy, params }) => [
        id as number,
        {
          state: state as SessionState,
          steps: steps as number,
          strategy: (strategy as string | null) ?? "",
          params: JSON.parse((params as string | null) ?? "{}"),
          metrics: found.get(id as number) ?? blank,
        },
      ]),
    ),
    sweeps: sweeps.map(sweepOf).reverse(),
    sweepCount: count as number,
  };
}

// Failures are read apart.
function sweepOf(cells: Cells): ListedSweep {
  const { failures: _, ...row } = readRow(sweepTable, cells) as unknown as ListedSweep & { failures: unknown };
  return row;
}

import type { Cell, Table } from "../../core/table";
import { type CatalogEntry, metricCatalog } from "../metrics/catalog";
import type { NamedMetrics } from "./comparison-table";
import { checkTwo, distinctNames } from "./entries";

/** Sessions that share one value: their names, joined with commas. */
interface Place {
  readonly names: string | null;
  readonly value: number | null;
}

/**
 * Returns who wins each metric: `metric`, `winner`, `value`, `runnerUp`, `runnerUpValue`. Leaves out metrics of which
 * neither direction is better, and metrics that no session has. An undefined value never wins. A tie names all its
 * sessions, and the runner-up is the next after them, or `null` if all are equal. Throws INVALID_OPTION below two
 * sessions.
 */
export function winnersOf(sessions: readonly NamedMetrics[]): Table {
  checkTwo(sessions);
  const names = distinctNames(sessions);
  const rows: Cell[][] = [];
  for (const description of metricCatalog) {
    const [winner, runnerUp] = placesOf(description, sessions, names);
    if (winner.names === null) continue;
    rows.push([description.key, winner.names, winner.value, runnerUp.names, runnerUp.value]);
  }
  return { columns: ["metric", "winner", "value", "runnerUp", "runnerUpValue"], rows };
}

function placesOf(
  { key, better }: CatalogEntry,
  sessions: readonly NamedMetrics[],
  names: readonly string[],
): [Place, Place] {
  if (better === "none") return [nobody, nobody];
  const sign = better === "higher" ? 1 : -1;
  const values = sessions.map(({ metrics }) => metrics[key]);
  const ranked = [...new Set(values)].filter((value) => value !== null).sort((a, b) => sign * (b - a));
  const place = (value: number | undefined): Place => {
    if (value === undefined) return nobody;
    return { names: names.filter((_, i) => values[i] === value).join(", "), value };
  };
  return [place(ranked[0]), place(ranked[1])];
}

const nobody: Place = { names: null, value: null };

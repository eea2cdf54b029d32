import type { Cell, Table } from "../../core/table";
import { type CatalogEntry, metricCatalog } from "../metrics/catalog";
import type { NamedMetrics } from "./comparison-table";
import { checkTwo, distinctNames } from "./entries";

/** Sessions that have one value, by name, joined with commas. */
interface Place {
  readonly names: string | null;
  readonly value: number | null;
}

/**
 * Returns who wins each metric: `metric`, `winner`, `value`, `runnerUp`, `runnerUpValue`. Metrics of which neither
 * direction is better are left out, and those that no session has; an undefined one never wins. A tie names all who
 * share it, and the runner-up comes after them: it is `null` where all are equal. Throws INVALID_OPTION below two sessions.
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

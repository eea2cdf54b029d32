import { comparisonTable } from "../../../analysis/compare/comparison-table";
import type { Cell } from "../../../core/table";
import type { CardTable } from "../../../output/pages/cards";
import { namesIn, valueIn } from "../../lab/listed";
import { benchmarkNames, type ComparedNow } from "../compared";
import { rowOf } from "../rank";
import { madeDifferently } from "./made-differently";

/** What two sessions may differ in, besides their params and options. */
const facts = ["strategy", "symbols", "feed", "initialCapital"];

/**
 * Returns one row per setting that differs, one column per session: strategy, feed, params and options, and the code and
 * data behind them. A setting that was not given is `null`.
 */
export function settingsOf({ members }: ComparedNow): CardTable {
  const rows = members.map(rowOf);
  const made = madeDifferently(members);
  // The schedule that counts, whoever gave it, is among what they were made with; so is what models are made of.
  const told = ["options.rebalance", ...made.map(({ name }) => name)];
  const names = [...facts, ...differing(rows).filter((name) => !told.includes(name))];
  const named = [
    ...names.map((name) => ({ name, cells: rows.map((row) => cellOf(valueIn(row, name))) })),
    { name: "benchmark", cells: benchmarkNames(members).map((name) => name ?? null) },
  ];
  const settings = [...named.filter(({ cells }) => new Set(cells).size > 1), ...made];
  const [, ...columns] = comparisonTable(members).columns;
  const table = {
    columns: ["setting", ...columns.map((name) => (name === "setting" ? "setting #2" : name))],
    rows: settings.map(({ name, cells }): Cell[] => [name, ...cells]),
  };
  return {
    table,
    // A column has numbers of all kinds, so that they have no decimals in common.
    options: { formats: (column) => (column === "setting" ? "text" : "quantity"), maxRows: settings.length },
  };
}

// The first two have rows of their own. The others decide nothing.
const leftOut = ["options.symbols", "options.initialCapital", "options.pace", "options.snapshotEvery"];

/** Returns the params and options in which some sessions differ: `params.fast`; not those that decide nothing of what they did. */
export function differing(rows: Parameters<typeof namesIn>[0]): string[] {
  const all = [...namesIn(rows, "params"), ...namesIn(rows, "options")].filter((name) => !leftOut.includes(name));
  return all.filter((name) => rows.some((row) => valueIn(row, name) !== valueIn(rows[0], name)));
}

/** Returns a value as a cell. */
export function cellOf(value: ReturnType<typeof valueIn>): Cell {
  return typeof value === "object" && value !== null ? value.join(", ") : value;
}

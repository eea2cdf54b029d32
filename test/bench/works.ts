import { existsSync, mkdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Feed, replay } from "../..";
import { type Columns, canonicalColumns, writeCsv } from "./canonical-data";
import type { Outcome } from "./loops";

/** The canonical works: a million minutes of one symbol, 100,000 of ten that share the cash, 5,000 days. */
export type WorkName = "million" | "ten" | "daily";

/** What each work comes to: final equity, to be met to 1e-6, and fills. */
export const expectedOutcomes: Readonly<Record<WorkName, Outcome>> = {
  million: { equity: 952_639.7257623747, fills: 39_201 },
  ten: { equity: 960_243.2429559152, fills: 39_014 },
  daily: { equity: 995_808.3807902898, fills: 176 },
};

const MINUTE = 60_000;
const DAY = 86_400_000;
const folder = join(tmpdir(), "paperlab-bench-data");

/** Returns the bars of a one-symbol work as columns. */
export function columnsOf(work: "million" | "daily"): Columns {
  return work === "million" ? canonicalColumns(1_000_000, 1, 0.0005, MINUTE) : canonicalColumns(5000, 7, 0.01, DAY);
}

/** Returns the feed of a work, read from CSV files that are made at the first call. */
export function feedOf(work: WorkName): Feed {
  if (work === "ten") {
    const paths = Array.from({ length: 10 }, (_, at) =>
      csvOf(`S${at}`, () => canonicalColumns(100_000, 100 + at, 0.0005, MINUTE)),
    );
    return replay(paths, { calendar: "always", interval: "1m" });
  }
  const interval = work === "million" ? "1m" : "1d";
  return replay(csvPath(work), { symbol: "A", calendar: "always", interval });
}

/** Returns the path of the CSV file of a one-symbol work. */
export function csvPath(work: "million" | "daily"): string {
  return csvOf(work, () => columnsOf(work));
}

function csvOf(name: string, columns: () => Columns): string {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `${name}.csv`);
  if (!existsSync(path)) writeCsv(path, columns());
  return path;
}

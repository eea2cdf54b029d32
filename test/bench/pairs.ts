import { existsSync, mkdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { canonicalColumns, writeCsv } from "./canonical-data";

/** Returns the path of a CSV file with the bars of the canonical sweep, which is made at the first call. */
export function pairFile(bars = 100_000): string {
  const folder = join(tmpdir(), "paperlab-bench-data");
  mkdirSync(folder, { recursive: true });
  const path = join(folder, bars === 100_000 ? "S0.csv" : `S0-${bars}.csv`);
  if (!existsSync(path)) writeCsv(path, canonicalColumns(bars, 100, 0.0005, 60_000));
  return path;
}

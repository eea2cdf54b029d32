import type { RecordLine } from "../../../core/journal/recorder";
import { frameOfRows } from "../../frames";
import type { TableColumn } from "../../tables";
import { dayOf } from "../days";
import type { SessionTable } from "./session-table";

/** What the strategy recorded: one row per time, one column per name. */
export const records: SessionTable<Record<string, number | null>[]> = {
  rows: ({ content }) => recordRows(content.records),
  frame(core) {
    const lines = core.content.records;
    const names = lines.map(({ name }): TableColumn => [name, "number", "result"]);
    return frameOfRows(recordRows(lines), [["time", "time", "time"], ...names], dayOf(core));
  },
};

function recordRows(lines: readonly RecordLine[]): Record<string, number | null>[] {
  const byTime = new Map<number, Record<string, number | null>>();
  for (const { time } of lines) for (const at of time) if (!byTime.has(at)) byTime.set(at, { time: at });
  const rows = [...byTime.values()].sort((a, b) => (a.time as number) - (b.time as number));
  for (const row of rows) for (const { name } of lines) row[name] = null;
  for (const { name, time, value } of lines) {
    for (let at = 0; at < time.length; at++) {
      const row = byTime.get(time[at]) as Record<string, number | null>;
      row[name] = Number.isFinite(value[at]) ? value[at] : null;
    }
  }
  return rows;
}

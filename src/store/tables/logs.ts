import type { StoredLog } from "../batch";
import type { Cells } from "../database/connection";
import { double, type RowKind } from "./table";

/** Logged lines, as rows of `paper_logs`. */
export const logRows: RowKind<StoredLog> = {
  table: "paper_logs",
  columns: ["sequence", "time", "text"],
  key: ["sequence"],
  replaces: false,
  write(record, { sequence, time, text }) {
    record.integer(sequence);
    record.integer(time);
    record.text(text);
  },
};

/** Returns the line in a row of `paper_logs`. */
export function readLog({ sequence, time, text }: Cells): StoredLog {
  return { sequence: sequence as number, time: double(time), text: text as string };
}

import type { DataFrame } from "../../../output/frames/danfo";
import type { SessionCore } from "../../../session/core";
import { frameOfRows } from "../../frames";
import type { TableColumn } from "../../tables";
import { dayOf } from "../days";

/** A table of a session: its rows as plain data, and the frame of them. */
export interface SessionTable<Rows extends readonly object[], Given extends readonly unknown[] = []> {
  rows(core: SessionCore, ...given: Given): Rows;
  frame(core: SessionCore, ...given: Given): DataFrame;
  /** How its columns print, if it is the same for every session. */
  readonly columns?: readonly TableColumn[];
}

/** Declares a table whose rows are its frame's rows. `whyNone`: says of a session why there are no rows. */
export function sessionTable<Rows extends readonly object[], Given extends readonly unknown[] = []>(
  rows: (core: SessionCore, ...given: Given) => Rows,
  columns: readonly TableColumn[],
  whyNone?: (core: SessionCore) => string,
): SessionTable<Rows, Given> {
  const frame = (core: SessionCore, ...given: Given) => {
    const found = rows(core, ...given);
    return frameOfRows(found, columns, dayOf(core), { none: found.length === 0 ? whyNone?.(core) : undefined });
  };
  return { columns, rows, frame };
}

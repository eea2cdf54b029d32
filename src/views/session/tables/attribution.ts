import {
  type AttributionKey,
  attributionAt,
  attributionBetween,
  attributionKeys,
} from "../../../analysis/tracking/attribution";
import type { SessionCore } from "../../../session/core";
import { checkOneOf } from "../../../session/options/checks";
import { frameOfRows } from "../../frames";
import { dayOf } from "../days";
import { attributionMaterialOf, markedAt, stretchOf, type TimeRange } from "../tracking/times";
import type { SessionTable } from "./session-table";

/** A part of the change of the equity, under the name of what it is told by; `null` for what has no tag. */
export type AttributionRow = { readonly [Key in AttributionKey]?: string | null } & {
  /** Currency. */
  readonly pnl: number;
};

/** The change of the equity by symbol, side, month, tag or cost. */
export const attribution: SessionTable<AttributionRow[], [by?: AttributionKey, range?: TimeRange]> = {
  rows: attributionRows,
  frame: (core, by = "symbol", range) =>
    frameOfRows(
      attributionRows(core, by, range),
      [
        [by, "text", "context"],
        ["pnl", "currency", "result"],
      ],
      dayOf(core),
    ),
};

function attributionRows(core: SessionCore, by: AttributionKey = "symbol", range: TimeRange = {}): AttributionRow[] {
  checkOneOf("by", by, attributionKeys);
  const { before, to } = stretchOf(range, core.calendar, "attribution");
  if (core.content.curve.length === 0) return [];
  const material = attributionMaterialOf(core);
  const end = markedAt(core, to);
  const parts =
    before > core.content.curve.time[0]
      ? attributionBetween(by, material, markedAt(core, before), end)
      : attributionAt(by, material, end);
  return parts.map(([name, pnl]) => ({ [by]: name, pnl }));
}

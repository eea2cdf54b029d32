import type { SnapshotRow } from "../../../core/account/position";
import { columnsOf } from "../../tables";
import { sessionTable } from "./session-table";

/** The portfolio at the ends of the snapshot intervals. */
export const snapshots = sessionTable(
  ({ content }): readonly SnapshotRow[] => [...content.snapshots],
  columnsOf<SnapshotRow>({
    time: "time",
    cash: ["currency", "result"],
    equity: ["currency", "result"],
    grossExposure: "percent",
    netExposure: "percent",
    drawdown: ["percent", "result"],
    positions: ["text", "detail"],
  }),
);

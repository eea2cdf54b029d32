import type { LogLine } from "../../../run/content";
import { columnsOf } from "../../tables";
import { sessionTable } from "./session-table";

/** What the strategy logged. */
export const logs = sessionTable(
  ({ content }): readonly LogLine[] => [...content.logs],
  columnsOf<LogLine>({
    time: "time",
    text: ["sentence", "result"],
  }),
);

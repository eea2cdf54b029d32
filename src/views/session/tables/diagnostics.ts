import { columnsOf } from "../../tables";
import { type DiagnosticRow, diagnosticRows } from "../diagnostics";
import { sessionTable } from "./session-table";

/** What looks wrong with a session. */
export const diagnostics = sessionTable(
  diagnosticRows,
  columnsOf<DiagnosticRow>({
    code: ["text", "result"],
    what: ["sentence", "result"],
    amount: ["ratio", "detail"],
    whatToDo: ["sentence", "result"],
  }),
);

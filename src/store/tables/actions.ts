import type { StoredAction } from "../rows/batch";
import { storedColumnsOf } from "../rows/columns";
import type { StoredTable } from "../rows/table";

const { integer, real, text } = storedColumnsOf<StoredAction>();

/** Corporate actions that a session applied, as rows of `paper_actions`. */
export const actionTable: StoredTable<StoredAction> = {
  name: "paper_actions",
  comment: "One row per corporate action that the session applied, whether it held the symbol or not.",
  key: ["sequence"],
  meeting: "add",
  columns: [
    integer("sequence", "sequence", { comment: "number of its event", constraint: "NOT NULL" }),
    integer("time", "time"),
    text("symbol", "symbol"),
    text("type", "type", { comment: "split, dividend, delisting" }),
    text("ex_date", "ex_date", { comment: "ISO date" }),
    real("value", "value", { comment: "new shares for each old one, or money for each share", constraint: "NOT NULL" }),
    real("quantity", "quantity", { comment: "units held before it", constraint: "NOT NULL" }),
    real("quantity_after", "quantityAfter", { comment: "units held after it", constraint: "NOT NULL" }),
    real("amount", "amount", {
      comment: "money that it moved, negative if it left the account",
      constraint: "NOT NULL",
    }),
    real("close_before", "closeBefore", { comment: "the last close before it, as traded" }),
    real("first_price", "firstPrice", {
      comment: "the open of the bar that it was applied at; NULL without one",
      optional: true,
    }),
  ],
};

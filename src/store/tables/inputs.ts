import type { SessionInput } from "../../core/journal/inputs";
import { numberOf, storedColumnsOf } from "../rows/columns";
import type { StoredTable } from "../rows/table";

const { integer, json, text } = storedColumnsOf<SessionInput>();

/** What sessions were asked for by hand, as rows of `paper_inputs`. */
export const inputTable: StoredTable<SessionInput> = {
  name: "paper_inputs",
  comment: "One row per request by hand, stored together with what it did. A session that is run again repeats it.",
  key: ["number"],
  meeting: "replace",
  columns: [
    integer("number", "number", { comment: "from 1, in order", constraint: "NOT NULL" }),
    integer("step", "step", { comment: "how many steps the session had taken", constraint: "NOT NULL" }),
    integer("time", "time", { comment: "of the last of them" }),
    text("kind", "kind", { comment: "order, cancel, replace, close, tradingState" }),
    json("request", "request", { comment: "JSON: what was asked for, as it was given", constraint: "NOT NULL" }),
    {
      name: "order_number",
      kind: "integer",
      comment: "paper_orders.number; NULL for what is no plain order",
      write: ({ orderId }) => (orderId === undefined ? undefined : numberOf(orderId)),
      read: (value, into) => {
        if (value !== null) into.orderId = `order-${value}`;
      },
    },
  ],
};

import type { StoredOrder } from "../rows/batch";
import { storedColumnsOf } from "../rows/columns";
import type { StoredTable } from "../rows/table";

const { id, integer, json, real, text } = storedColumnsOf<StoredOrder>();

/** Orders, as rows of `paper_orders`. */
export const orderTable: StoredTable<StoredOrder> = {
  name: "paper_orders",
  comment: "One row per order that a strategy asked for, including denied ones.",
  key: ["number"],
  meeting: "replace",
  columns: [
    ...id("number", "id", "order", "id"),
    text("symbol", "symbol"),
    text("side", "side", { comment: "buy or sell" }),
    real("quantity", "quantity", { comment: "positive" }),
    text("type", "type", { comment: "market, limit, stop, stopLimit, trailingStop, marketOnOpen, marketOnClose" }),
    real("limit_price", "limitPrice", { optional: true }),
    real("stop_price", "stopPrice", { optional: true }),
    text("time_in_force", "timeInForce", { comment: "DAY, GTC, GTD, IOC, FOK or AUCTION" }),
    text("status", "status"),
    text("reason", "reason", {
      comment: "CODE: key=value, why it was denied, rejected or canceled, or expired",
      optional: true,
    }),
    real("filled_quantity", "filledQuantity"),
    real("average_price", "averagePrice", { comment: "of its fills", optional: true }),
    integer("created_at", "createdAt"),
    integer("ended_at", "endedAt", { optional: true }),
    text("tag", "tag", { optional: true }),
    text("rule", "rule", { comment: "the risk rule that denied it", optional: true }),
    integer("accepted_sequence", "acceptedSequence", {
      comment: "number of the event that accepted or denied it",
      constraint: "NOT NULL",
    }),
    integer("ended_sequence", "endedSequence", { comment: "number of the event that ended it", optional: true }),
    real("trail_fraction", "trailFraction", { comment: "of a trailing stop", optional: true }),
    real("trail_amount", "trailAmount", { comment: "of a trailing stop, in units of the price", optional: true }),
    integer("expires_at", "expiresAt", { comment: "of a GTD order", optional: true }),
    text("oco_group", "ocoGroup", { comment: "the orders of which one cancels the others", optional: true }),
    json("take_profit", "takeProfit", { comment: "JSON: its price, or a fraction of the entry's", optional: true }),
    json("stop_loss", "stopLoss", { comment: "JSON: its price, or a fraction of the entry's", optional: true }),
  ],
};

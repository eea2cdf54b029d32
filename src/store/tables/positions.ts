import type { Position } from "../../core/account/position";
import { storedColumnsOf } from "../rows/columns";
import type { StoredColumn, StoredTable } from "../rows/table";

/** A position with its index among the others. */
export interface PlacedPosition extends Position {
  readonly place: number;
}

/** Returns the columns of a position, for each table that stores positions. */
export function positionColumns<Item extends PlacedPosition>(): StoredColumn<Item>[] {
  const { integer, real, text } = storedColumnsOf<Item>();
  return [
    integer("place", "place", { constraint: "NOT NULL" }),
    text("symbol", "symbol"),
    real("quantity", "quantity", { comment: "negative when short" }),
    real("average_price", "averagePrice"),
    real("price", "price", { comment: "last close" }),
    real("market_value", "marketValue", { comment: "money" }),
    real("unrealized_pnl", "unrealizedPnl", { comment: "money" }),
  ];
}

/** A position that is held now, with its index among the others. */
interface HeldPosition extends PlacedPosition {
  readonly priceTime?: number;
}

/** The positions of a session, as rows of `paper_positions`. */
export const positionTable: StoredTable<HeldPosition> = {
  name: "paper_positions",
  comment: "What the session holds at its cursor.",
  key: ["place"],
  meeting: "replaceAll",
  numbered: ["place"],
  columns: [
    ...positionColumns<HeldPosition>(),
    storedColumnsOf<HeldPosition>().integer("price_time", "priceTime", {
      comment: "of the bar with that close; NULL in older files",
      optional: true,
    }),
  ],
};

/** Returns a position without its index. */
export function positionOf({ place: _, ...position }: HeldPosition): Omit<HeldPosition, "place"> {
  return position;
}

import type { Position } from "../../core/account/position";
import type { Cells } from "../database/connection";
import type { RecordWriter } from "../writing/pages/record";
import { double, type RowKind } from "./table";

/** A position with its place among the others. */
export interface PlacedPosition {
  readonly place: number;
  readonly position: Position;
}

/** The columns of a position, wherever it is stored. */
export const positionColumns = [
  "place",
  "symbol",
  "quantity",
  "average_price",
  "price",
  "market_value",
  "unrealized_pnl",
] as const;

/** What a session holds, as rows of `paper_positions`. */
export const positionRows: RowKind<PlacedPosition> = {
  table: "paper_positions",
  columns: positionColumns,
  key: ["place"],
  replaces: false,
  write: writePosition,
};

/** Appends the values of a position in the order of `positionColumns`. */
export function writePosition(record: RecordWriter, { place, position }: PlacedPosition): void {
  record.integer(place);
  record.text(position.symbol);
  record.real(position.quantity);
  record.real(position.averagePrice);
  record.real(position.price);
  record.real(position.marketValue);
  record.real(position.unrealizedPnl);
}

/** Returns positions with their places. */
export function placePositions(positions: readonly Position[]): PlacedPosition[] {
  return positions.map((position, place) => ({ place, position }));
}

/** Returns the position in a row. */
export function readPosition(cells: Cells): Position {
  return {
    symbol: cells.symbol as string,
    quantity: double(cells.quantity),
    averagePrice: double(cells.average_price),
    price: double(cells.price),
    marketValue: double(cells.market_value),
    unrealizedPnl: double(cells.unrealized_pnl),
  };
}

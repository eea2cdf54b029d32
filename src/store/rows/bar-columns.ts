import type { BarColumns } from "../../core/market/bar";
import { storedColumnsOf } from "./columns";
import type { StoredColumn } from "./table";

const { numbers } = storedColumnsOf<BarColumns>();

/** The columns of a table that holds bars in chunks. */
export const barColumns: readonly StoredColumn<BarColumns>[] = [
  numbers("time", "time", "double"),
  numbers("symbol", "symbol", "short"),
  numbers("open", "open", "double"),
  numbers("high", "high", "double"),
  numbers("low", "low", "double"),
  numbers("close", "close", "double"),
  numbers("volume", "volume", "double"),
];

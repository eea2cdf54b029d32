import type { BarColumns } from "../core/market/bar";
import type { FeedSource } from "./source";

/** Returns the columns of one symbol, whole. */
export function columnsOf(source: FeedSource, symbol: string): BarColumns {
  const blocks = [...source.blocks([symbol])];
  if (blocks.length === 1) return blocks[0];
  const length = blocks.reduce((sum, block) => sum + block.length, 0);
  const joined = (field: "time" | "open" | "high" | "low" | "close" | "volume") => {
    const column = new Float64Array(length);
    let at = 0;
    for (const block of blocks) {
      column.set(block[field].subarray(0, block.length), at);
      at += block.length;
    }
    return column;
  };
  return {
    length,
    time: joined("time"),
    symbol: new Uint16Array(length),
    open: joined("open"),
    high: joined("high"),
    low: joined("low"),
    close: joined("close"),
    volume: joined("volume"),
  };
}

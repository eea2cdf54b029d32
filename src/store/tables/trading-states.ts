import type { StoredTradingState } from "../rows/batch";
import { storedColumnsOf } from "../rows/columns";
import type { StoredTable } from "../rows/table";

const { integer, text } = storedColumnsOf<StoredTradingState>();

/** Changes of the trading state, as rows of `paper_trading_states`. */
export const tradingStateTable: StoredTable<StoredTradingState> = {
  name: "paper_trading_states",
  comment: "One row per change of a session's trading state, or per further reason for it.",
  key: ["sequence"],
  meeting: "add",
  columns: [
    integer("sequence", "sequence", { comment: "number of its event", constraint: "NOT NULL" }),
    integer("time", "time"),
    text("state", "state", { comment: "ACTIVE, REDUCING (only orders that reduce a position), HALTED (none)" }),
    text("reason", "reason", { comment: "CODE: key=value" }),
    text("rule", "rule", { comment: "the risk rule that asked for it; NULL if it was set by hand", optional: true }),
  ],
};

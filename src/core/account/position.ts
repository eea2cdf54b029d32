/** The position in one symbol. `quantity` is negative when short, and 0 if nothing is held. */
export interface Position {
  readonly symbol: string;
  readonly quantity: number;
  /**
   * Average entry price of what is held, without commissions; 0 if nothing is. Sales remove the oldest entries first,
   * as in trades.
   */
  readonly averagePrice: number;
  /** The symbol's last close; `NaN` before its first bar. */
  readonly price: number;
  /** `quantity * price`, currency. */
  readonly marketValue: number;
  /** `quantity * (price - averagePrice)`, currency. */
  readonly unrealizedPnl: number;
}

/** The portfolio at one moment. */
export interface Snapshot {
  /** Epoch milliseconds UTC. */
  readonly time: number;
  readonly cash: number;
  readonly equity: number;
  /** Sum of the absolute market values over equity, a fraction; of no meaning unless the equity is above zero. */
  readonly grossExposure: number;
  /** Sum of the market values over equity, a fraction; of no meaning unless the equity is above zero. */
  readonly netExposure: number;
  /** Equity over its highest point so far, minus 1: a fraction, never positive. */
  readonly drawdown: number;
  /** The positions held, in the session's symbol order. */
  readonly positions: readonly Position[];
}

/** The portfolio at the end of a snapshot interval. */
export interface SnapshotRow extends Omit<Snapshot, "grossExposure" | "netExposure"> {
  /** Sum of the absolute market values over equity, a fraction; `null` where the equity is not above zero. */
  readonly grossExposure: number | null;
  /** Sum of the market values over equity, a fraction; `null` where the equity is not above zero. */
  readonly netExposure: number | null;
}

/** Returns a snapshot as people see it: a copy, down to its positions. */
export function snapshotRow(snapshot: Snapshot): SnapshotRow {
  const positions = snapshot.positions.map((position) => ({ ...position }));
  if (snapshot.equity > 0) return { ...snapshot, positions };
  return { ...snapshot, grossExposure: null, netExposure: null, positions };
}

import type { CurveRoom } from "./equity-ledger";
import type { Journal } from "./journal";

/** The room of a run that is over, for one that follows it and writes over it. */
export interface RunRoom {
  readonly curve: CurveRoom;
  readonly journal: Journal;
}

import type {
  ListedSweep,
  NewSweep,
  StoredReturns,
  StoredSweep,
  StoredSweepResults,
  SweepChanges,
  SweepStep,
  SweepWhole,
} from "../rows/sweep-rows";
import type { Release } from "../sqlite/lock";

/** The sweeps of a lab. Methods reject with the errors of the store, and with UNKNOWN_SWEEP for one that is gone. */
export interface SweepStore {
  /** Stores a new sweep. Rejects with SESSION_EXISTS for a name that is taken. */
  insert(sweep: NewSweep): Promise<StoredSweep>;
  /** Returns the sweep of a name. */
  find(name: string): Promise<StoredSweep | undefined>;
  /** Returns all sweeps, in the order they were made. */
  list(): Promise<ListedSweep[]>;
  /** Returns what is stored of the results of a sweep. */
  results(id: number): Promise<StoredSweepResults>;
  /** Returns the returns by trading day of those runs that have them. */
  returns(id: number): Promise<StoredReturns[]>;
  /** Stores results, what they add to the ledger of trials, and changes of the row, in one transaction. */
  add(id: number, step: SweepStep | undefined, changes: SweepChanges): Promise<void>;
  /** Stores all results in place of the steps, and changes of the row, in one transaction. */
  fold(id: number, whole: SweepWhole, changes: SweepChanges): Promise<void>;
  /** Removes a sweep with its results. What it tried stays in the ledger. Resolves to whether there was one. */
  delete(id: number): Promise<boolean>;
  /** Takes the lock of the one who runs it, which ends with the process; `undefined` if somebody else has it. */
  acquire(id: number): Promise<Release | undefined>;
}

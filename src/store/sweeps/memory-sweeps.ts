import { PaperLabError } from "../../errors";
import type { StoredTrial } from "../rows/batch";
import type {
  NewSweep,
  StoredReturns,
  StoredSweep,
  StoredSweepResults,
  SweepChanges,
  SweepStep,
  SweepWhole,
} from "../rows/sweep-rows";
import type { SweepStore } from "./sweep-store";

interface Kept {
  row: StoredSweep;
  whole: SweepWhole | undefined;
  steps: SweepStep[];
  readonly returns: Map<number, StoredReturns>;
}

/** Sweeps that are kept as objects. */
export class MemorySweeps implements SweepStore {
  readonly #sweeps = new Map<number, Kept>();
  readonly #locked = new Set<number>();
  readonly #noteTrial: (trial: StoredTrial) => void;
  #last = 0;

  /** `noteTrial`: called with what runs add to the ledger of trials. */
  constructor(noteTrial: (trial: StoredTrial) => void) {
    this.#noteTrial = noteTrial;
  }

  async insert(sweep: NewSweep): Promise<StoredSweep> {
    if ((await this.find(sweep.name)) !== undefined)
      throw new PaperLabError("SESSION_EXISTS", `Sweep "${sweep.name}" exists. Choose another name`);
    const row = { ...sweep, id: ++this.#last };
    this.#sweeps.set(row.id, { row, whole: undefined, steps: [], returns: new Map() });
    return { ...row };
  }

  async find(name: string): Promise<StoredSweep | undefined> {
    for (const { row } of this.#sweeps.values()) if (row.name === name) return { ...row };
    return undefined;
  }

  async list(): Promise<StoredSweep[]> {
    return this.listNow();
  }

  /** Does `list` at once. */
  listNow(): StoredSweep[] {
    return Array.from(this.#sweeps.values(), ({ row }) => ({ ...row }));
  }

  async results(id: number): Promise<StoredSweepResults> {
    const { whole, steps } = this.#known(id);
    return { ...(whole && { whole }), steps };
  }

  async returns(id: number): Promise<StoredReturns[]> {
    return [...this.#known(id).returns.values()];
  }

  async add(id: number, step: SweepStep | undefined, changes: SweepChanges): Promise<void> {
    const kept = this.#changed(id, changes);
    if (step === undefined) return;
    kept.steps.push(step);
    for (const one of step.returns) kept.returns.set(one.run, one);
    for (const trial of step.trials) this.#noteTrial(trial);
  }

  async fold(id: number, whole: SweepWhole, changes: SweepChanges): Promise<void> {
    const kept = this.#changed(id, changes);
    const { states, numbers, fingerprints, failures, metrics } = whole;
    kept.whole = {
      states: states.slice(),
      numbers: numbers.slice(),
      fingerprints: fingerprints.slice(),
      failures: [...failures],
      metrics: metrics.map((values) => values.slice()),
    };
    kept.steps = [];
  }

  async delete(id: number): Promise<boolean> {
    return this.#sweeps.delete(id);
  }

  async acquire(id: number): Promise<(() => Promise<void>) | undefined> {
    if (this.#locked.has(id)) return undefined;
    this.#locked.add(id);
    return async () => void this.#locked.delete(id);
  }

  /** Copies all sweeps to another store. */
  async copyTo(store: SweepStore): Promise<void> {
    for (const { row, whole, steps, returns } of this.#sweeps.values()) {
      const { id: _, ...rest } = row;
      const { id } = await store.insert(rest);
      if (whole !== undefined) await store.fold(id, whole, {});
      for (const step of steps) await store.add(id, { ...step, returns: [], trials: [] }, {});
      const none = { indices: new Int32Array(0), states: new Uint8Array(0), values: new Float64Array(0) };
      const empty = {
        ...none,
        numbers: new Float64Array(0),
        fingerprints: new Uint8Array(0),
        failures: [],
        trials: [],
      };
      if (returns.size > 0) await store.add(id, { ...empty, returns: [...returns.values()] }, {});
    }
  }

  #known(id: number): Kept {
    const kept = this.#sweeps.get(id);
    if (kept === undefined) throw new PaperLabError("UNKNOWN_SWEEP", `Sweep ${id} is no longer in the lab`);
    return kept;
  }

  #changed(id: number, changes: SweepChanges): Kept {
    const kept = this.#known(id);
    const given = Object.entries(changes).filter(([, value]) => value !== undefined);
    kept.row = { ...kept.row, ...Object.fromEntries(given) };
    return kept;
  }
}

import { LiveContent } from "../../run/content";
import type { SessionRun } from "../../run/run";
import type { SessionRecord } from "../record/record";
import type { SessionState } from "../record/status";
import { changesOf, nothingWritten, RunBatches, refusalOf } from "./batches";
import { SessionLock } from "./session-lock";
import { trialOf } from "./trial";
import type { SessionWriter } from "./writer";

/**
 * Tells a store that keeps objects about a run. Nothing is copied, and rows are made only when somebody asks for them.
 */
export class KeptWriter implements SessionWriter {
  readonly #record: SessionRecord;
  readonly #lock: SessionLock;
  #presented: SessionRun | undefined;

  constructor(record: SessionRecord) {
    this.#record = record;
    this.#lock = new SessionLock(record);
  }

  get writing(): boolean {
    return false;
  }

  // It has what the run keeps.
  get points(): number {
    return Number.POSITIVE_INFINITY;
  }

  get holdsLock(): boolean {
    return this.#lock.held;
  }

  acquire(): Promise<void> {
    return this.#lock.take();
  }

  release(): Promise<void> {
    return this.#lock.giveBack();
  }

  adopt(run: SessionRun): void {
    this.writeBehind(run);
  }

  writeBehind(run: SessionRun): void {
    if (this.#presented === run) return;
    this.#presented = run;
    const { store, id, status, arrived } = this.#record;
    const whole = () => {
      const batches = new RunBatches(this.#record, run);
      const batch = batches.batch(status.state, nothingWritten, batches.marks());
      if (arrived === undefined) return batch;
      return { ...batch, liveBars: { from: 0, ...arrived.bars.columns }, feedEvents: arrived.events.list };
    };
    store.present(id, whole, () => trialOf(this.#record, new LiveContent(run)));
  }

  async write(run: SessionRun, state: SessionState): Promise<void> {
    this.writeBehind(run);
    const { store, id } = this.#record;
    await store.commit(id, changesOf(this.#record, run, state));
  }

  async keep(run: SessionRun, state: SessionState): Promise<void> {
    await this.write(run, state);
  }

  async writeState(state: SessionState): Promise<void> {
    await this.#record.store.commit(this.#record.id, { state });
  }

  async writeRefusal(error: Error | undefined): Promise<void> {
    await this.#record.store.commit(this.#record.id, refusalOf(error));
  }

  async recall(): Promise<undefined> {}
}

import type { BarColumns } from "../../core/market/bar";
import type { Arrivals, Arrived, FeedEvent, LiveSource } from "../../feeds/source/live-source";
import { joinedBlocks } from "../../feeds/source/series";
import type { RunMaterial } from "../../run/run";
import type { SessionArrivals as Stock } from "../record/arrivals";
import { note, type SessionRecord } from "../record/record";

/** How a wait for bars ends: there are some, the source has ended or failed, or was closed meanwhile. */
export type Coming = "bars" | NonNullable<Arrived["end"]>;

/** Takes what comes of a live feed to a session, and stores it before the session's run can see it. */
export class Inflow {
  readonly #record: SessionRecord;
  readonly #stock: Stock;
  readonly #tell: (event: FeedEvent) => void;
  #source: LiveSource;
  #arrivals: Arrivals | undefined;
  // What came and is not stored yet.
  #unkept: BarColumns[] = [];
  #coming: Promise<Coming> | undefined;

  /** `tell` is called with each event once it is stored. */
  constructor(record: SessionRecord, stock: Stock, source: LiveSource, tell: (event: FeedEvent) => void) {
    this.#record = record;
    this.#stock = stock;
    this.#source = source;
    this.#tell = tell;
  }

  /** Returns the bars that came, and those that will, for a run. */
  blocks(): Iterator<BarColumns> {
    return this.#stock.bars.blocks();
  }

  /** Takes another source from the next time on that the session is set off. */
  renew(source: LiveSource): void {
    if (source === this.#source) return;
    this.#arrivals?.close();
    this.#arrivals = undefined;
    this.#source = source;
  }

  /** Waits for bars, and stores them. Rejects if they cannot be stored; they are tried again at the next call. */
  more(): Promise<Coming> {
    this.#coming ??= this.#take().finally(() => {
      this.#coming = undefined;
    });
    return this.#coming;
  }

  /** Lets go of the source, unless that can be begun only once. Stores what came and was not taken. */
  async rest(): Promise<void> {
    if (!this.#source.once) await this.close();
  }

  /** Lets go of the source, and stores what came and was not taken. */
  async close(): Promise<void> {
    const arrivals = this.#arrivals;
    if (arrivals === undefined) return;
    this.#arrivals = undefined;
    const left = arrivals.close();
    await this.#coming?.catch(() => undefined);
    await this.#keep(left);
  }

  /** Lets go of the source, and of what came and was not taken. */
  end(): void {
    this.#arrivals?.close();
    this.#arrivals = undefined;
  }

  async #take(): Promise<Coming> {
    if (await this.#keep()) return "bars";
    for (;;) {
      const { bars } = this.#stock;
      const { symbols } = this.#record.config;
      this.#arrivals ??= this.#source.arrivals({ symbols, columns: bars.columns });
      const arrived = await this.#arrivals.next();
      if (await this.#keep(arrived)) return "bars";
      if (arrived.end === undefined) continue;
      this.#arrivals = undefined;
      if (arrived.end === "failed") this.#noteFailure();
      return arrived.end;
    }
  }

  // Returns whether there were bars.
  async #keep(arrived?: Arrived): Promise<boolean> {
    const { bars, events } = this.#stock;
    for (const event of arrived?.events ?? []) events.add(event);
    if (arrived !== undefined) this.#unkept.push(arrived.columns);
    const columns = joinedBlocks(this.#unkept);
    const changed = events.unsettled;
    if (columns.length > 0 || changed.length > 0) {
      const { store, id } = this.#record;
      const liveBars = { from: bars.length, ...columns };
      if (!store.keepsObjects) await store.commit(id, { liveBars, feedEvents: changed });
    }
    this.#unkept = [];
    bars.append(columns);
    events.settle(changed);
    for (const event of changed) this.#tell(event);
    return columns.length > 0;
  }

  #noteFailure(): void {
    const [last] = this.#stock.events.list.filter(({ kind }) => kind === "failed").slice(-1);
    const cure = "It goes on with resume(), or with another live feed of this name";
    note(this.#record, `It was PAUSED: ${last.text}. ${cure}`);
  }
}

/** Returns what takes the bars of a session's feed, if they come live. */
export function inflowOf(
  record: SessionRecord,
  { live }: RunMaterial,
  tell: (event: FeedEvent) => void,
): Inflow | undefined {
  return live && record.arrived && new Inflow(record, record.arrived, live, tell);
}

/** Returns the material of a run, with the blocks of what came if its bars come live. */
export function materialOver(material: RunMaterial, inflow: Inflow | undefined): RunMaterial {
  return inflow === undefined ? material : { ...material, blocks: () => inflow.blocks() };
}

import type { StoredContent } from "../rows/batch";
import { itemsOf, type ReadRows, type RowsAsNumbers, type RowsOfChunks } from "../rows/packed-rows";
import { numbersIn, type StoredTable } from "../rows/table";
import { equityTable } from "../tables/equity";
import { eventTable } from "../tables/events";
import { fillTable } from "../tables/fills";
import { logTable } from "../tables/logs";
import { orderTable } from "../tables/orders";
import { recordsOf, recordTable } from "../tables/records";
import { snapshotRunTable } from "../tables/snapshot-runs";
import { snapshotPositionTable, snapshotsOf, snapshotTable } from "../tables/snapshots";
import { tradeTable } from "../tables/trades";

/** The lists of a session that may be long. */
export type LongLists = Pick<StoredContent, (typeof names)[number]>;

const names = ["orders", "fills", "trades", "snapshots", "logs", "curve", "events", "records"] as const;

/** Reads the rows of some tables at once. */
export type ReadNow = (tables: readonly string[]) => readonly ReadRows[];

/** The lists of a session that has ended, each read when somebody first looks at it. */
export class ListsReadLater implements LongLists {
  readonly #readNow: ReadNow;
  // Rows that were read before anybody looked.
  readonly #ahead = new Map<string, ReadRows>();
  readonly #lists: { -readonly [Name in keyof LongLists]?: LongLists[Name] } = {};

  constructor(readNow: ReadNow) {
    this.#readNow = readNow;
  }

  get orders() {
    this.#lists.orders ??= this.#rows(orderTable);
    return this.#lists.orders;
  }

  get fills() {
    this.#lists.fills ??= this.#rows(fillTable);
    return this.#lists.fills;
  }

  get trades() {
    this.#lists.trades ??= this.#rows(tradeTable);
    return this.#lists.trades;
  }

  get snapshots() {
    this.#lists.snapshots ??= snapshotsOf(
      this.#rows(snapshotTable),
      this.#rows(snapshotPositionTable),
      this.#chunks(snapshotRunTable),
    );
    return this.#lists.snapshots;
  }

  get logs() {
    this.#lists.logs ??= this.#rows(logTable);
    return this.#lists.logs;
  }

  get curve() {
    this.#lists.curve ??= numbersIn(equityTable, this.#chunks(equityTable));
    return this.#lists.curve;
  }

  get events() {
    this.#lists.events ??= numbersIn(eventTable, this.#chunks(eventTable));
    return this.#lists.events;
  }

  get records() {
    this.#lists.records ??= recordsOf(this.#chunks(recordTable));
    return this.#lists.records;
  }

  /** Reads what metrics are computed from and nobody has looked at yet, without blocking the thread. */
  async readAhead(read: (table: StoredTable<never>) => Promise<ReadRows>): Promise<void> {
    for (const [name, table] of ofMetrics)
      if (this.#lists[name] === undefined && !this.#ahead.has(table.name))
        this.#ahead.set(table.name, await read(table));
  }

  /** Reads what nobody has looked at yet, before it is gone. */
  readAll(): void {
    for (const name of names) void this[name];
  }

  #rows<Item>(table: StoredTable<Item>): Item[] {
    return itemsOf(table, this.#rowsOf(table.name) as RowsAsNumbers);
  }

  #chunks<Item>(table: StoredTable<Item>): RowsOfChunks["cells"] {
    return (this.#rowsOf(table.name) as RowsOfChunks).cells;
  }

  #rowsOf(table: string): ReadRows {
    const ahead = this.#ahead.get(table);
    this.#ahead.delete(table);
    return ahead ?? this.#readNow([table])[0];
  }
}

/** The tables that metrics are computed from. */
export const tablesOfMetrics: readonly StoredTable<never>[] = [equityTable, fillTable, tradeTable];

const ofMetrics = [
  ["curve", equityTable],
  ["fills", fillTable],
  ["trades", tradeTable],
] as const satisfies readonly (readonly [keyof LongLists, StoredTable<never>])[];

/** The lists that somebody may still look at, by session. */
export class PendingLists {
  readonly #pending = new Map<number, Set<WeakRef<ListsReadLater>>>();

  /** Adds those of a session. */
  add(session: number, lists: ListsReadLater): void {
    const known = [...(this.#pending.get(session) ?? [])].filter((one) => one.deref() !== undefined);
    this.#pending.set(session, new Set([...known, new WeakRef(lists)]));
  }

  /** Returns those of a session that are still referred to. */
  of(session: number): ListsReadLater[] {
    return [...(this.#pending.get(session) ?? [])].flatMap((one) => one.deref() ?? []);
  }

  /** Reads those of a session that is about to be deleted. */
  readAll(session: number): void {
    for (const one of this.#pending.get(session) ?? []) one.deref()?.readAll();
    this.#pending.delete(session);
  }
}

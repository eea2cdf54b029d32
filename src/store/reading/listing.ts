import type { ListedRow, StoredMetrics } from "../rows/batch";
import { columnsInFile } from "../rows/rows";
import type { Connection } from "../sqlite/connection";
import { listingTable } from "../tables/listings";
import { listMetrics, listSessions } from "../tables/sessions";

/** A part of what a session was made of. */
export type ListedPart = keyof ConfigParts;

/**
 * Which sessions are listed: all, or those of some ids; and what of them: all metrics, or those of some names; all parts
 * of their configs, or some. What was not wished for is as if they had none.
 */
export interface ListingWish {
  readonly ids?: readonly number[];
  readonly metrics?: readonly string[];
  readonly parts?: readonly ListedPart[];
}

/** Returns what is listed of sessions, in the order they were made. */
export async function listed(connection: Connection, wish: ListingWish = {}): Promise<ListedRow[]> {
  const known = await columnsInFile(connection, listingTable);
  if (known.length === 0) return listedOfOlder(connection, wish.ids);
  const cut = wish.metrics && (await cutOf(connection, wish.metrics));
  // SQLite's binding takes 5 us for each row, whatever is in it. So the rows come in one.
  const [all] = await connection.ask(statement(wish, cut, known), []);
  const fields = JSON.parse(`[${all.fields ?? ""}]`) as Fields[];
  const metrics = Buffer.from((all.metrics as string | null) ?? "", "hex");
  const capitals = await capitalsOf(connection, wish.ids);
  const orders = await metricOrders(connection, fields, cut);
  const parse = parserOf();
  let at = 0;
  return fields.map((one) => {
    const names = orders.get(one[14]) ?? [];
    const values = valuesOf(metrics, at, names.length);
    at += names.length * 8;
    return new StoredListing(one, capitals.get(one[0]), names, values, parse);
  });
}

// In the order of the statement.
type Fields = readonly [
  id: number,
  name: string,
  state: ListedRow["state"],
  endReason: string | null,
  cursor: number,
  initialCapital: number,
  createdAt: number,
  notes: string | null,
  tags: string | null,
  strategy: string | null,
  symbols: string | null,
  feed: string | null,
  params: string | null,
  options: string | null,
  names: number | null,
  benchmark: string | null,
  feedFrom: number | null,
  feedTo: number | null,
];

// Which metrics are cut out of those of sessions that have the same in the same order, and where they are.
interface Cut {
  readonly names: number;
  readonly asked: readonly string[];
  readonly places: string;
}

const configParts: readonly ListedPart[] = ["strategy", "symbols", "feed", "params", "options"];

function statement({ ids, parts = configParts }: ListingWish, cut: Cut | undefined, known: readonly string[]): string {
  const asked = configParts.map((part) => (parts.includes(part) ? `l.${part}` : "NULL")).join(", ");
  // A file of an earlier version that cannot be written does not have them.
  const later = ["benchmark", "feed_from", "feed_to"].map((name) => (known.includes(name) ? `l.${name}` : "NULL"));
  const metrics = cut ? `CASE l.names WHEN ${cut.names} THEN ${cut.places} ELSE hex(l.metrics) END` : "hex(l.metrics)";
  return `SELECT group_concat(fields, ',') AS fields, group_concat(metrics, '') AS metrics FROM (
    SELECT json_array(s.id, s.name, s.state, s.end_reason, s.cursor, CAST(s.initial_capital AS INTEGER), s.created_at,
      s.notes, s.tags, ${asked}, l.names, ${later.join(", ")}) AS fields, ${metrics} AS metrics
    FROM paper_sessions AS s INDEXED BY paper_sessions_listed LEFT JOIN paper_listings AS l ON l.session_id = s.id
    ${chosen("WHERE s.id", ids)} ORDER BY s.id)`;
}

function chosen(condition: string, ids: readonly number[] | undefined): string {
  return ids === undefined ? "" : `${condition} IN (${ids.join(", ")})`;
}

// Most sessions have the metrics that the last one has. Of others, all metrics are read.
async function cutOf(connection: Connection, wanted: readonly string[]): Promise<Cut | undefined> {
  const [last] = await connection.all(
    "SELECT names, session_id FROM paper_listings WHERE names IS NOT NULL ORDER BY session_id DESC LIMIT 1",
  );
  if (last === undefined) return undefined;
  const order = await metricOrder(connection, last.session_id as number);
  const asked = wanted.filter((name) => order.includes(name));
  const cuts = asked.map((name) => `hex(substr(l.metrics, ${8 * order.indexOf(name) + 1}, 8))`);
  return { names: last.names as number, asked, places: cuts.join(" || ") || "''" };
}

async function metricOrders(connection: Connection, rows: readonly Fields[], cut: Cut | undefined) {
  const orders = new Map<number | null, readonly string[]>([[null, []]]);
  if (cut !== undefined) orders.set(cut.names, cut.asked);
  for (const row of rows) {
    const [id, names] = [row[0], row[14]];
    if (!orders.has(names)) orders.set(names, await metricOrder(connection, id));
  }
  return orders;
}

async function metricOrder(connection: Connection, session: number): Promise<string[]> {
  const sql = "SELECT metric FROM paper_session_metrics WHERE session_id = ? ORDER BY place";
  return (await connection.all(sql, [session])).map(({ metric }) => metric as string);
}

// In JSON, doubles lose their last digits.
async function capitalsOf(connection: Connection, ids: readonly number[] | undefined): Promise<Map<number, number>> {
  const rows = await connection.ask(
    `SELECT id, initial_capital FROM paper_sessions INDEXED BY paper_sessions_listed
    WHERE initial_capital <> CAST(initial_capital AS INTEGER) ${chosen("AND id", ids)}`,
    [],
  );
  return new Map(rows.map(({ id, initial_capital: capital }) => [id as number, capital as number]));
}

function valuesOf(bytes: Buffer, at: number, count: number): Float64Array {
  const values = new Float64Array(count);
  for (let place = 0; place < count; place++) values[place] = bytes.readDoubleLE(at + 8 * place);
  return values;
}

type Parse = (text: string) => never;

// Thousands of sessions have the same options. What they share cannot be changed.
function parserOf(): Parse {
  const parsed = new Map<string, unknown>();
  return (text) => {
    if (!parsed.has(text)) parsed.set(text, frozen(JSON.parse(text)));
    return parsed.get(text) as never;
  };
}

function frozen(value: unknown): unknown {
  if (typeof value === "object" && value !== null) Object.values(Object.freeze(value)).forEach(frozen);
  return value;
}

/** The row of a session as it was read. What is JSON is parsed when somebody looks at it, because most is not. */
class StoredListing implements ListedRow {
  readonly id: number;
  readonly name: string;
  readonly state: ListedRow["state"];
  readonly endReason: string | undefined;
  readonly cursor: number;
  readonly initialCapital: number;
  readonly createdAt: number;
  readonly notes: string | undefined;
  readonly strategy: string;
  readonly feed: string;
  readonly feedFrom: number | undefined;
  readonly feedTo: number | undefined;
  readonly benchmark: string | undefined;
  readonly metricNames: readonly string[];
  readonly metricValues: Float64Array;
  readonly #fields: Fields;
  readonly #parse: Parse;

  constructor(
    fields: Fields,
    capital: number | undefined,
    names: readonly string[],
    values: Float64Array,
    parse: Parse,
  ) {
    this.id = fields[0];
    this.name = fields[1];
    this.state = fields[2];
    this.endReason = fields[3] ?? undefined;
    this.cursor = fields[4];
    this.initialCapital = capital ?? fields[5];
    this.createdAt = fields[6];
    this.notes = fields[7] ?? undefined;
    this.strategy = fields[9] ?? "";
    this.feed = fields[11] ?? "";
    this.benchmark = fields[15] ?? undefined;
    this.feedFrom = fields[16] ?? undefined;
    this.feedTo = fields[17] ?? undefined;
    this.metricNames = names;
    this.metricValues = values;
    this.#fields = fields;
    this.#parse = parse;
  }

  get tags() {
    return this.#parse(this.#fields[8] ?? "[]");
  }

  get symbols() {
    return this.#parse(this.#fields[10] ?? "[]");
  }

  get params() {
    return this.#parse(this.#fields[12] ?? "{}");
  }

  get options() {
    return this.#parse(this.#fields[13] ?? "{}");
  }
}

// An older file that cannot be written has no listings.
async function listedOfOlder(connection: Connection, ids: readonly number[] | undefined): Promise<ListedRow[]> {
  const metrics = await listMetrics(connection);
  const rows = await listSessions(connection);
  const chosen = ids === undefined ? rows : rows.filter(({ id }) => ids.includes(id));
  return chosen.map((row) => listedRow(row, metrics.get(row.id)));
}

/** Returns what is listed of a session, from its row. */
export function listedRow(
  row: Omit<
    ListedRow,
    keyof ConfigParts | "benchmark" | "feedFrom" | "feedTo" | "metricNames" | "metricValues" | "tags"
  > & {
    readonly config: unknown;
    readonly tags?: readonly string[];
  },
  metrics: StoredMetrics = {},
): ListedRow {
  const { strategy, symbols = [], feed, params = {}, options = {}, benchmark } = (row.config ?? {}) as Partial<Config>;
  const { id, name, state, endReason, cursor, initialCapital, createdAt, notes, tags = [] } = row;
  return {
    ...{ id, name, state, endReason, cursor, initialCapital, createdAt, notes, tags },
    ...{ strategy: strategy?.name ?? "", symbols, feed: feed?.name ?? "", params, options },
    ...{ benchmark, feedFrom: feed?.first ?? undefined, feedTo: feed?.last ?? undefined },
    metricNames: Object.keys(metrics),
    metricValues: Float64Array.from(Object.values(metrics), (value) => value ?? Number.NaN),
  };
}

type ConfigParts = Pick<ListedRow, "strategy" | "symbols" | "feed" | "params" | "options">;

interface Config extends Omit<ConfigParts, "strategy" | "feed"> {
  readonly strategy: { readonly name: string };
  readonly feed: { readonly name: string; readonly first?: number | null; readonly last?: number | null };
  readonly benchmark?: string;
}

import type { ListedRow, StoredMetrics } from "../rows/batch";
import { columnsInFile } from "../rows/rows";
import type { Connection } from "../sqlite/connection";
import { listingTable } from "../tables/listings";
import { listMetrics, listSessions } from "../tables/sessions";

/** Which sessions are listed: all, or those of some ids; and which of their metrics: all, or those of some names. */
export interface ListingWish {
  readonly ids?: readonly number[];
  readonly metrics?: readonly string[];
}

/** Returns what is listed of sessions, in the order they were made. */
export async function listed(connection: Connection, wish: ListingWish = {}): Promise<ListedRow[]> {
  const { ids } = wish;
  const known = await columnsInFile(connection, listingTable);
  if (known.length === 0) return listedOfOlder(connection, ids);
  const orders = await metricOrders(connection);
  const { places, asked } = cutOf(orders, wish.metrics);
  // SQLite's binding takes 5 us for each row, whatever is in it. So the rows come in one.
  const [all] = await connection.ask(statement(ids, places), []);
  const fields = JSON.parse(`[${all.fields ?? ""}]`) as Fields[];
  const metrics = Buffer.from((all.metrics as string | null) ?? "", "hex");
  const capitals = await capitalsOf(connection);
  let at = 0;
  return fields.map((one) => {
    const names = one[14] === null ? [] : (asked ?? orders.get(one[14]) ?? []);
    const values = valuesOf(metrics, at, names.length);
    at += names.length * 8;
    return rowOf(one, capitals.get(one[0]), names, values);
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
];

function statement(ids: readonly number[] | undefined, places: string | undefined): string {
  const chosen = ids === undefined ? "" : `WHERE s.id IN (${ids.join(", ")})`;
  return `SELECT group_concat(fields, ',') AS fields, group_concat(metrics, '') AS metrics FROM (
    SELECT json_array(s.id, s.name, s.state, s.end_reason, s.cursor, CAST(s.initial_capital AS INTEGER), s.created_at,
      s.notes, s.tags, l.strategy, l.symbols, l.feed, l.params, l.options, l.names) AS fields,
      ${places ?? "hex(l.metrics)"} AS metrics
    FROM paper_sessions AS s INDEXED BY paper_sessions_listed LEFT JOIN paper_listings AS l ON l.session_id = s.id
    ${chosen} ORDER BY s.id)`;
}

// If all sessions have the same metrics, only those that are asked for are cut out.
function cutOf(orders: ReadonlyMap<number, readonly string[]>, wanted: readonly string[] | undefined) {
  const [order, ...others] = orders.values();
  if (wanted === undefined || order === undefined || others.length > 0) return {};
  const asked = wanted.filter((name) => order.includes(name));
  const cuts = asked.map((name) => `substr(l.metrics, ${8 * order.indexOf(name) + 1}, 8)`);
  return { asked, places: cuts.length === 0 ? "''" : cuts.map((cut) => `hex(${cut})`).join(" || ") };
}

async function metricOrders(connection: Connection): Promise<Map<number, readonly string[]>> {
  const orders = new Map<number, readonly string[]>();
  const one = "SELECT names, max(session_id) AS id FROM paper_listings WHERE names IS NOT NULL GROUP BY names";
  for (const { names, id } of await connection.all(one)) {
    const rows = await connection.all("SELECT metric FROM paper_session_metrics WHERE session_id = ? ORDER BY place", [
      id,
    ]);
    orders.set(
      names as number,
      rows.map(({ metric }) => metric as string),
    );
  }
  return orders;
}

// In JSON, doubles lose their last digits.
async function capitalsOf(connection: Connection): Promise<Map<number, number>> {
  const rows = await connection.all(`SELECT id, initial_capital FROM paper_sessions INDEXED BY paper_sessions_listed
    WHERE initial_capital <> CAST(initial_capital AS INTEGER)`);
  return new Map(rows.map(({ id, initial_capital: capital }) => [id as number, capital as number]));
}

function valuesOf(bytes: Buffer, at: number, count: number): Float64Array {
  const values = new Float64Array(count);
  for (let place = 0; place < count; place++) values[place] = bytes.readDoubleLE(at + 8 * place);
  return values;
}

function rowOf(fields: Fields, capital: number | undefined, names: readonly string[], values: Float64Array): ListedRow {
  const [id, name, state, endReason, cursor, initialCapital, createdAt, notes, tags, strategy, symbols, feed] = fields;
  const [params, options] = [fields[12], fields[13]];
  return {
    id,
    name,
    state,
    ...(endReason !== null && { endReason }),
    cursor,
    initialCapital: capital ?? initialCapital,
    createdAt,
    ...(notes !== null && { notes }),
    tags: tags === null ? [] : JSON.parse(tags),
    strategy: strategy ?? "",
    symbols: symbols === null ? [] : JSON.parse(symbols),
    feed: feed ?? "",
    params: params === null ? {} : JSON.parse(params),
    options: options === null ? {} : JSON.parse(options),
    metricNames: names,
    metricValues: values,
  };
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
  row: Omit<ListedRow, keyof ConfigParts | "metricNames" | "metricValues" | "tags"> & {
    readonly config: unknown;
    readonly tags?: readonly string[];
  },
  metrics: StoredMetrics = {},
): ListedRow {
  const { strategy, symbols = [], feed, params = {}, options = {} } = (row.config ?? {}) as Partial<Config>;
  const { id, name, state, endReason, cursor, initialCapital, createdAt, notes, tags = [] } = row;
  return {
    ...{ id, name, state, endReason, cursor, initialCapital, createdAt, notes, tags },
    ...{ strategy: strategy?.name ?? "", symbols, feed: feed?.name ?? "", params, options },
    metricNames: Object.keys(metrics),
    metricValues: Float64Array.from(Object.values(metrics), (value) => value ?? Number.NaN),
  };
}

type ConfigParts = Pick<ListedRow, "strategy" | "symbols" | "feed" | "params" | "options">;

interface Config extends Omit<ConfigParts, "strategy" | "feed"> {
  readonly strategy: { readonly name: string };
  readonly feed: { readonly name: string };
}

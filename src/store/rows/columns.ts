import { type Bytes, bytesOf, doublesOf, integersOf, octetsOf, shortsOf } from "../sqlite/blobs";
import { packedBytes, unpackedBytes } from "../sqlite/packed-numbers";
import type { Cell, CellKind, StoredColumn, StoredTable } from "./table";

/** Optional parts of a column: a comment, a constraint, and whether its field may be absent. */
export interface More {
  readonly comment?: string;
  readonly constraint?: string;
  readonly optional?: boolean;
}

const notNull = { constraint: "NOT NULL" };

// How each kind of typed array is read from BLOBs.
const joins = { double: doublesOf, integer: integersOf, short: shortsOf, octet: octetsOf };

/** The name of a typed array's kind of numbers. */
type ElementOf<Values> = {
  [Word in keyof typeof joins]: Values extends ReturnType<(typeof joins)[Word]> ? Word : never;
}[keyof typeof joins];

/** Makers of the columns of a table. Each column stores one field of an item. */
export interface ColumnMakers<Item> {
  /** A whole number. */
  integer(name: string, key: keyof Item & string, more?: More): StoredColumn<Item>;
  /** A double. */
  real(name: string, key: keyof Item & string, more?: More): StoredColumn<Item>;
  /** A text that is always present. */
  text(name: string, key: keyof Item & string, more?: More): StoredColumn<Item>;
  /** A value that is kept as JSON. */
  json(name: string, key: keyof Item & string, more?: More): StoredColumn<Item>;
  /** The number in an id (7 of `order-7`). SQLite makes the id from it. */
  id(name: string, key: keyof Item & string, word: string, idName: string, more?: More): StoredColumn<Item>[];
  /** The numbers of a typed array, little-endian. `kind` says which array they are read as. */
  numbers<Key extends keyof Item & string>(
    name: string,
    key: Key,
    element: ElementOf<Item[Key]>,
    more?: More,
  ): StoredColumn<Item>;
}

/** Returns the makers of the columns of some kind of item. */
export function storedColumnsOf<Item>(): ColumnMakers<Item> {
  const plain = (kind: CellKind, name: string, key: keyof Item & string, more: More = {}): StoredColumn<Item> => ({
    name,
    kind,
    ...declaredBy(more),
    field: key,
    write: (item) => item[key] as Cell,
    read: (value, into) => {
      if (value !== null) into[key] = value;
      else if (!more.optional && kind !== "text") into[key] = Number.NaN;
    },
  });
  return {
    integer: (name, key, more) => plain("integer", name, key, more),
    real: (name, key, more) => plain("real", name, key, more),
    text: (name, key, more) => plain("text", name, key, more?.optional ? more : { ...notNull, ...more }),
    json: (name, key, more = {}) => ({
      name,
      kind: "text",
      ...declaredBy(more),
      write: (item) => (item[key] === undefined ? undefined : JSON.stringify(item[key])),
      read: (value, into) => {
        if (value !== null) into[key] = JSON.parse(value as string);
      },
    }),
    id: (name, key, word, idName, more) => [
      {
        name,
        kind: "integer",
        ...declaredBy({ ...notNull, ...more }),
        write: (item) => numberOf(item[key] as string),
        read: (value, into) => {
          into[key] = `${word}-${value}`;
        },
      },
      { name: idName, kind: "text", constraint: `GENERATED ALWAYS AS ('${word}-' || ${name}) VIRTUAL` },
    ],
    numbers: (name, key, element, more) => ({
      name,
      kind: "blob",
      ...declaredBy({ ...notNull, ...more }),
      write: (item) => bytesOf(item[key] as Bytes),
      numbers: { field: key, join: (blobs) => joins[element as keyof typeof joins](blobs.map(unpackedBytes)) },
    }),
  };
}

/** Returns a table whose columns of numbers are packed when they are written. They are read as others are. */
export function packedTable<Item>(table: StoredTable<Item>): StoredTable<Item> {
  const columns = table.columns.map((column) => {
    const { numbers } = column;
    return numbers === undefined
      ? column
      : { ...column, write: (item: Item) => packedBytes(item[numbers.field] as Bytes) };
  });
  return { ...table, columns };
}

/** Returns the number in an id: 7 of `order-7`. */
export function numberOf(id: string): number {
  // Takes a seventh of the time of slicing and converting the digits.
  let number = 0;
  let weight = 1;
  for (let place = id.length - 1; place >= 0; place--) {
    const digit = id.charCodeAt(place) - 48;
    if (digit < 0 || digit > 9) break;
    number += digit * weight;
    weight *= 10;
  }
  return number;
}

function declaredBy({ comment, constraint }: More): Pick<StoredColumn<never>, "comment" | "constraint"> {
  return { ...(comment !== undefined && { comment }), ...(constraint !== undefined && { constraint }) };
}

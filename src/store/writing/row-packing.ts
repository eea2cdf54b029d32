import type { NumberedField, StoredColumn, Unnumbered } from "../rows/table";

/**
 * Puts the cells of an item one after the other, from place `at` on: numbers as they are, NULL as `NaN`, others by a
 * number. `first` and `second` are for the fields that the table has numbered.
 */
export type PackRow<Item> = (
  item: Unnumbered<Item>,
  values: Float64Array,
  at: number,
  first: number,
  second: number,
) => void;

/** Makes the function that packs the rows of one packet. `numberOf` numbers the values that are not numbers. */
export type RowPacking<Item> = (numberOf: (value: unknown) => number) => PackRow<Item>;

/**
 * Returns a function that packs the rows of a table. It is compiled from source text that names each field. Reading a
 * field whose name is in a variable takes several times as long, and a long run has a million of them.
 */
export function rowPacking<Item>(
  columns: readonly StoredColumn<Item>[],
  numbered: readonly string[] = [],
): RowPacking<Item> {
  const cells = columns.map(({ field }, place) => {
    const given = numbered.indexOf(field as NumberedField);
    if (given >= 0) return { before: "", within: `values[at + ${place}] = ${["first", "second"][given]};` };
    const [cell, last, number] = [`cell${place}`, `last${place}`, `number${place}`];
    return {
      // Most texts are the same as in the row before. Comparing them is faster than looking up their numbers.
      before: `let ${last}, ${number};`,
      within: `
        const ${cell} = ${field === undefined ? `columns[${place}].write(item)` : `item[${JSON.stringify(field)}]`};
        if (typeof ${cell} === "number") values[at + ${place}] = ${cell};
        else if (${cell} === undefined || ${cell} === null) values[at + ${place}] = NaN;
        else {
          if (${cell} !== ${last}) ${number} = numberOf(${last} = ${cell});
          values[at + ${place}] = ${number};
        }`,
    };
  });
  const source = `
    ${cells.map(({ before }) => before).join("\n")}
    return (item, values, at, first, second) => {${cells.map(({ within }) => within).join("")}
    };`;
  const make = new Function("columns", "numberOf", source) as (
    ...given: [readonly StoredColumn<Item>[], (value: unknown) => number]
  ) => PackRow<Item>;
  return (numberOf) => make(columns, numberOf);
}

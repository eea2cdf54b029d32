// The page of the stored tables, made of their declarations; `node --import tsx test/house/rules/tables-page.ts` writes it.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { StoredColumn, StoredTable } from "../../../src/store/rows/table";
import { tables } from "../../../src/store/tables/schema";
import { root } from "../reading/source";

const kinds = { integer: "whole number", real: "double", text: "text", blob: "BLOB" } as const;

/** Returns the text of docs/tables.md. */
export function tablesPage(): string {
  const lines = [
    "# Tables",
    "",
    "One SQLite file holds a lab. Times are epoch milliseconds UTC, money is in the session's currency, unrounded. Rows of a session have its number in",
    "`session_id` and go with it. This page is made of the declarations in `src/store/tables/` by `node --import tsx test/house/rules/tables-page.ts`.",
    ...tables.flatMap(section),
  ];
  return `${lines.join("\n")}\n`;
}

function section(table: StoredTable<never>): string[] {
  const key = [...(table.shared ? [] : ["session_id"]), ...table.key].map((name) => `\`${name}\``).join(", ");
  return [
    "",
    `## ${table.name}`,
    "",
    `${table.comment} Key: ${key}.`,
    "",
    "| column | holds | |",
    "| --- | --- | --- |",
    ...table.columns.map(row),
  ];
}

function row({ name, kind, comment, constraint = "" }: StoredColumn<never>): string {
  const made = /GENERATED ALWAYS AS \((.*)\) VIRTUAL/.exec(constraint)?.[1].replaceAll("||", "and");
  return `| \`${name}\` | ${kinds[kind]} | ${made === undefined ? (comment ?? "") : `${made}, made by SQLite`} |`;
}

if (require.main === module) writeFileSync(join(root, "docs/tables.md"), tablesPage());

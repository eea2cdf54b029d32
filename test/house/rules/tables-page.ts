// The page of the stored tables, made of their declarations; `node --import tsx test/house/rules/tables-page.ts` writes it.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { StoredColumn, StoredTable } from "../../../src/store/rows/table";
import type { StoredView } from "../../../src/store/rows/view";
import { tables, views } from "../../../src/store/tables/schema";
import { root } from "../reading/source";

const kinds = { integer: "whole number", real: "double", text: "text", blob: "BLOB" } as const;

/** Returns the text of docs/tables.md. */
export function tablesPage(): string {
  const lines = [
    "# Tables",
    "",
    ...wrapped(
      "A lab is one SQLite file. Times are epoch milliseconds UTC. Money is in the session's currency, unrounded. " +
        "Rows that belong to a session have its number in `session_id`, and are removed with it.",
    ),
    "",
    "`node --import tsx test/house/rules/tables-page.ts` writes this page from the declarations in `src/store/tables/`.",
    ...tables.flatMap(section),
    ...views.flatMap(viewSection),
  ];
  return `${lines.join("\n")}\n`;
}

function section(table: StoredTable<never>): string[] {
  const key = [...(table.shared ? [] : ["session_id"]), ...table.key].map((name) => `\`${name}\``).join(", ");
  return [
    "",
    `## ${table.name}`,
    "",
    ...wrapped(table.comment),
    "",
    `Key: ${key}`,
    "",
    ...table.columns.flatMap((column) => wrapped(bullet(column), "  ")),
  ];
}

function viewSection({ name, comment, key, columns }: StoredView): string[] {
  return [
    "",
    `## ${name}`,
    "",
    ...wrapped(`A view. ${comment}`),
    "",
    `Key: ${key.map((one) => `\`${one}\``).join(", ")}`,
    "",
    ...columns.flatMap((column) => wrapped(bullet(column), "  ")),
  ];
}

function bullet({ name, kind, comment, constraint = "" }: Omit<StoredColumn<never>, "write">): string {
  const made = /GENERATED ALWAYS AS \((.*)\) VIRTUAL/.exec(constraint)?.[1].replaceAll("||", "and");
  const note = made === undefined ? comment : `${made}, made by SQLite`;
  return `- \`${name}\` (${kinds[kind]})${note === undefined ? "" : `: ${note}`}`;
}

/** Returns a text in lines of at most 118 characters. */
function wrapped(text: string, indent = ""): string[] {
  const lines = [""];
  for (const word of text.split(" ")) {
    const line = lines[lines.length - 1];
    if (line !== "" && line.length + word.length >= 118) lines.push(`${indent}${word}`);
    else lines[lines.length - 1] = line === "" ? word : `${line} ${word}`;
  }
  return lines;
}

if (require.main === module) writeFileSync(join(root, "docs/tables.md"), tablesPage());

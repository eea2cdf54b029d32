import { PaperLabError } from "../../errors";
import { sqlTokens } from "../sqlite/tokens";

/** One SQL statement as a caller wrote it, without comments and closing semicolons. */
export interface StatementText {
  readonly sql: string;
  /** First word, in capitals. */
  readonly verb: string;
  /** Parameters by name, with their prefixes. */
  readonly parameters: readonly string[];
}

/** Reads one SQL statement. Throws INVALID_QUERY for none or several. */
export function readStatement(text: string): StatementText {
  const parts = [""];
  const parameters: string[] = [];
  let from = 0;
  for (const { 0: token, index } of text.matchAll(sqlTokens)) {
    parts[parts.length - 1] += text.slice(from, index);
    from = index + token.length;
    if (token === ";") parts.push("");
    else parts[parts.length - 1] += token.startsWith("--") || token.startsWith("/*") ? " " : token;
    if (/^[:@$]/.test(token)) parameters.push(token);
  }
  parts[parts.length - 1] += text.slice(from);
  const statements = parts.map((part) => part.trim()).filter((part) => part !== "");
  if (statements.length !== 1)
    throw new PaperLabError("INVALID_QUERY", `Expected query to be one SQL statement, was ${statements.length}`);
  const [sql] = statements;
  return { sql, verb: (/^\w+/.exec(sql)?.[0] ?? "").toUpperCase(), parameters };
}

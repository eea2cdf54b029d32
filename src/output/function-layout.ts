// Between a text in quotes and others there are blanks.
const pieces = /"(?:[^"\\]|\\.)*"|`(?:[^`\\]|\\.)*`|\S+/g;
const beforeBlock: ReadonlySet<string> = new Set([")", "=>", "else", "try", "finally", "do", "{", "}", ";"]);
const words: ReadonlySet<string> = new Set([
  "if",
  "for",
  "while",
  "switch",
  "catch",
  "return",
  "await",
  "of",
  "in",
  "else",
]);
const tight: ReadonlySet<string> = new Set([",", ";", ")", "]", ".", "?.", "++", "--"]);
const opening: ReadonlySet<string> = new Set(["(", "[", ".", "?.", "!", "..."]);

/**
 * Lays out a function that is stored as its tokens, one blank between any two: a line for each statement, blocks indented.
 * Functions that were stored as they were written have line breaks, and stay as they are.
 */
export function layoutOfTokens(text: string): string {
  if (text.includes("\n")) return text;
  const tokens = text.match(pieces) ?? [];
  const lines: string[] = [];
  const around: ("block" | "inline" | "list")[] = [];
  let [line, before] = ["", ""];
  const end = (depth: number) => {
    if (line !== "") lines.push("  ".repeat(Math.max(0, depth)) + line);
    line = "";
  };
  const depth = () => around.filter((one) => one === "block").length;
  for (const [at, token] of tokens.entries()) {
    if (token === "}" && around.at(-1) === "block") {
      end(depth());
      around.pop();
      line = token;
      const next = tokens[at + 1];
      if (next === undefined || !/^(?:else|catch|finally|while|[;,).])$/.test(next)) end(depth());
    } else {
      const isBlock = token === "{" && beforeBlock.has(before) && around.at(-1) !== "inline";
      line +=
        (line === "" || isTight(before, token) || (token === ":" && around.at(-1) === "inline") ? "" : " ") + token;
      if (isBlock) {
        end(depth());
        around.push("block");
      } else if (token === "{") around.push("inline");
      else if (token === "(" || token === "[") around.push("list");
      else if (token === "}" || token === ")" || token === "]") around.pop();
      else if (token === ";" && around.at(-1) === "block") end(depth());
    }
    before = token;
  }
  end(depth());
  return lines.join("\n");
}

function isTight(before: string, token: string): boolean {
  if (tight.has(token) || opening.has(before)) return true;
  return (token === "(" || token === "[") && /[\w$)\]]$/.test(before) && !words.has(before);
}

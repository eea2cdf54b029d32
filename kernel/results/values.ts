import { inspect } from "node:util";

/** Options of `inspect` for results. Long values are cut, and say how much is missing. */
const options = { depth: 4, maxArrayLength: 100, maxStringLength: 10_000, breakLength: 100, compact: 3 } as const;
const mostCharacters = 20_000;

/** Writes any value as text, even one whose inspection throws. */
export function valueText(value: unknown): string {
  let text: string;
  try {
    text = inspect(value, options);
  } catch (error) {
    text = `[${kindOf(value)} that cannot be shown: ${messageOf(error)}]`;
  }
  if (text.length <= mostCharacters) return text;
  const more = text.length - mostCharacters;
  return `${text.slice(0, mostCharacters)}\n... ${more} more ${more === 1 ? "character" : "characters"}`;
}

function kindOf(value: unknown): string {
  try {
    return Object.prototype.toString.call(value).slice(8, -1);
  } catch {
    return "value";
  }
}

/** Returns the message of an error, even if it cannot be read. */
export function messageOf(error: unknown): string {
  try {
    return error instanceof Error ? error.message : String(error);
  } catch {
    return "no reason that can be read";
  }
}

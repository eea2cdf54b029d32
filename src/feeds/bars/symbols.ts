import { didYouMean, expected, shown } from "../../core/checks";
import { PaperLabError } from "../../errors";

/**
 * Returns the symbols that were asked for, in that order, or all the `known` ones of the feed when none were. Throws
 * UNKNOWN_SYMBOL, naming the near match, and INVALID_OPTION for an empty list or a symbol named twice.
 */
export function chosenSymbols(
  feed: string,
  known: readonly string[],
  wanted: readonly string[] | undefined,
): readonly string[] {
  if (wanted === undefined) return known;
  checkSymbols(wanted);
  for (const symbol of wanted) checkSymbol(`feed "${feed}"`, known, symbol);
  return [...wanted];
}

/** Throws UNKNOWN_SYMBOL, naming the near match, unless `symbol` is known; `where` is where it was named. */
export function checkSymbol(where: string, known: readonly string[], symbol: string): void {
  if (known.includes(symbol)) return;
  const near = didYouMean(String(symbol), known) || ` Known: ${known.slice(0, 10).join(", ")}`;
  throw new PaperLabError("UNKNOWN_SYMBOL", `Unknown symbol ${JSON.stringify(symbol)} in ${where}.${near}`);
}

/** Throws INVALID_OPTION unless `symbols` is a list of at least one name, each once. */
export function checkSymbols(symbols: readonly string[]): void {
  const names: readonly unknown[] | undefined = Array.isArray(symbols) ? symbols : undefined;
  if (names === undefined || names.length === 0) throw expected("symbols", "a list of at least one symbol", symbols);
  names.forEach((symbol, at) => {
    if (typeof symbol !== "string" || symbol === "") throw expected(`symbols[${at}]`, "a symbol", symbol);
    if (names.indexOf(symbol) !== at)
      throw new PaperLabError(
        "INVALID_OPTION",
        `Expected symbols to name each symbol once, was ${shown(symbol)} twice`,
      );
  });
}

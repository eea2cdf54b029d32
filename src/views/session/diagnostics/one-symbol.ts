import type { Diagnostic } from "./diagnostic";

/** A session on several symbols that traded one of them. */
export const oneSymbol: Diagnostic = {
  find({ isOver, core, content: { fillRows } }) {
    const { symbols } = core.record.config;
    if (!isOver || symbols.length < 2 || fillRows.length === 0) return undefined;
    const traded = fillRows.symbol(0);
    for (let row = 1; row < fillRows.length; row++) if (fillRows.symbol(row) !== traded) return undefined;
    return {
      what: `Only ${traded} was traded, of ${symbols.length} symbols`,
      amount: 1 / symbols.length,
      cure: "Name the symbols that are meant with the option symbols, or look at the others with denials()",
    };
  },
};

import type { Diagnostic } from "./diagnostic";

// What differs from run to run, as a strategy's functions write it.
const sources: readonly (readonly [name: string, pattern: RegExp])[] = [
  ["Math.random", /\bMath\s*\.\s*random\b/],
  ["Date.now", /\bDate\s*\.\s*now\b/],
  ["new Date()", /\bnew\s+Date\s*(?:\(\s*\)|[;,)\s.](?!\())/],
  ["performance.now", /\bperformance\s*\.\s*now\b/],
  ["randomUUID", /\brandomUUID\b/],
  ["getRandomValues", /\bgetRandomValues\b/],
  ["process.hrtime", /\bprocess\s*\.\s*hrtime\b/],
  ["fetch", /\bfetch\s*\(/],
];

/** A strategy whose functions ask for chance, the clock or the network, or that decided differently when it was run again. */
export const notDeterministic: Diagnostic = {
  find({ core: { status, record } }) {
    if ((status.error as { code?: string } | undefined)?.code === "RECOVERY_MISMATCH") {
      const cure = "Let all chance come from random() and all time from now, and keep state in state";
      return { what: "Run again up to where it stood, it decided differently", amount: 1, cure };
    }
    const { strategy, reach = {} } = record.config;
    const texts = [...Object.values(strategy.functions), ...Object.values(reach)];
    const found = sources.filter(([, pattern]) => texts.some((text) => pattern.test(text))).map(([name]) => name);
    if (found.length === 0) return undefined;
    return {
      what: `Its functions use ${found.join(", ")}, which differ from run to run`,
      amount: found.length,
      cure: "Use random() and now of the context instead, so that it can be verified and go on",
    };
  },
};

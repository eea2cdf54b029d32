import type { TextToken } from "../reads";

// Node's modules whose functions report what is outside the program.
const modules =
  "child_process|dgram|dns|fs|http|http2|https|inspector|net|os|perf_hooks|process|readline|sqlite|timers|tls|worker_threads";
const byName = new RegExp(
  [
    "^JavaScript (Math\\.random|Date\\.now|fetch|performance\\b.*|crypto\\b.*)$",
    `^node:(${modules})(/[\\w/]+)?( |$)`,
    "^node:crypto( (random.*|getRandomValues|generate.*|webcrypto))?$",
  ].join("|"),
);

/**
 * Whether something known by name, such as `JavaScript Math.random`, may differ each time: chance, the clock, files,
 * the network.
 */
export function isOfTheWorld(text: string): boolean {
  return byName.test(text);
}

// What gives other numbers each time, as the tokens of a function say it, and what the context has instead.
const chances: readonly (readonly [name: string, pattern: RegExp, instead: "random()" | "now"])[] = [
  ["Math.random", /\bMath\s*(?:\?\s*)?\.\s*random\b/, "random()"],
  ["Date.now", /\bDate\s*(?:\?\s*)?\.\s*now\b/, "now"],
  ["new Date()", /\bnew\s+Date\s*(?:\(\s*\)|[;,)\s.](?!\())/, "now"],
  ["Date()", /(?<!\bnew\s*)(?<![\w$.])Date\s*\(/, "now"],
  ["performance.now", /\bperformance\s*(?:\?\s*)?\.\s*now\b/, "now"],
  ["process.hrtime", /\bprocess\s*(?:\?\s*)?\.\s*hrtime\b/, "now"],
  ["randomUUID", /\brandomUUID\b/, "random()"],
  ["randomBytes", /\brandomBytes\b/, "random()"],
  ["randomInt", /\brandomInt\b/, "random()"],
  ["getRandomValues", /\bgetRandomValues\b/, "random()"],
];

/** Returns the names of the sources of chance and time in a text: `Math.random`, `new Date()`. */
export function chancesIn(text: string): string[] {
  return chances.filter(([, pattern]) => pattern.test(text)).map(([name]) => name);
}

/** Returns the tokens of a function as one text, without what it has in quotes. */
export function unquoted(tokens: readonly TextToken[]): string {
  return tokens.flatMap(({ text }) => (/^["'`]/.test(text) ? [] : text)).join(" ");
}

/** Says what a strategy uses instead of some sources of chance and time, which `chancesIn` has named. */
export function insteadOf(names: readonly string[]): string {
  const used = chances.filter(([name]) => names.includes(name)).map(([, , instead]) => instead);
  return `Use ${[...new Set(used)].join(" and ")} of the context instead (docs/context.md)`;
}

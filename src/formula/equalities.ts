import { comparison, type FormulaValue } from "./evaluate";
import type { Formula } from "./formula";

/**
 * Returns the condition that names have values, as a formula says it with `==`: `{ state: "COMPLETED", "params.fast": 10 }`.
 * `null` means that there is none. Of a list, it may be all of it, or one that is in it.
 */
export function equalities(option: string, values: Readonly<Record<string, FormulaValue>>): Formula {
  const names = Object.keys(values);
  const tests = names.map((name) => equality(name, values[name]));
  const text = names.map((name) => equalityText(name, values[name])).join(" and ");
  return { text, names, option, evaluate: (asked) => tests.every((test) => test(asked) === true) };
}

function equality(name: string, wanted: FormulaValue): Formula["evaluate"] {
  if (wanted === null) return ({ read }) => read(name) === null;
  const text = () => equalityText(name, wanted);
  const named = { valueOf: ({ read }: Parameters<Formula["evaluate"]>[0]) => read(name), text: () => name };
  const same = comparison(["=="], [named, { valueOf: () => wanted, text: () => String(wanted) }], text);
  return (asked) => {
    const found = asked.read(name);
    const isIn = typeof found === "object" && found !== null && found.includes(String(wanted));
    return isIn || same(asked);
  };
}

function equalityText(name: string, wanted: FormulaValue): string {
  return `${name} == ${JSON.stringify(wanted)}`;
}

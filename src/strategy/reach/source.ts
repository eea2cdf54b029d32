import { functionsIn } from "../../core/schedule/rule";
import { inheritedFunctions, prototypesOf } from "../define-strategy";
import type { AnyStrategy } from "../strategy";
import type { Root } from "./reach";

/**
 * Returns the text of each of a strategy's functions, by its key in the strategy. `rebalance`: what replaces the
 * strategy's own.
 */
export function functionTexts(strategy: AnyStrategy, rebalance?: unknown): Readonly<Record<string, string>> {
  return Object.fromEntries(
    functionsOf(strategy, rebalance).map(([part, value]) => [part, Function.prototype.toString.call(value)]),
  );
}

/**
 * Returns where reading what a strategy reaches begins: its functions, and the other members of its class. `rebalance`:
 * what replaces the strategy's own.
 */
export function rootsOf(strategy: AnyStrategy, rebalance?: unknown): Root[] {
  const functions = functionsOf(strategy, rebalance).map(([path, value]) => ({ path, value, told: true }));
  const told = new Set<unknown>(functions.map(({ value }) => value));
  const methods = methodsOf(strategy).filter(({ value }) => !told.has(value));
  const isOfClass = prototypesOf(strategy).length > 0;
  return [...functions, ...methods].map((root) => ({ ...root, isMethod: isOfClass }));
}

function functionsOf(strategy: AnyStrategy, rebalance: unknown): [part: string, value: object][] {
  const own = Object.entries(strategy).filter(([, value]) => typeof value === "function");
  const others = [...own, ...inheritedFunctions(strategy)].filter(([part]) => part !== "rebalance");
  return [...others, ...functionsIn(rebalance ?? strategy.rebalance, "rebalance")];
}

// Hooks reach these through `this` and `super`.
function methodsOf(strategy: AnyStrategy): Root[] {
  return prototypesOf(strategy).flatMap((prototype, above) =>
    Reflect.ownKeys(prototype).flatMap((key) => {
      if (key === "constructor") return [];
      const { value, get, set } = Object.getOwnPropertyDescriptor(prototype, key) ?? {};
      const path = "super.".repeat(above) + String(key);
      const parts = get === undefined && set === undefined ? { "": value } : { "": get, " (set)": set };
      return Object.entries(parts).flatMap(([kind, one]) =>
        one === undefined ? [] : [{ path: path + kind, value: one, told: false }],
      );
    }),
  );
}

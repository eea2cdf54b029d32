import { checkKeys, didYouMean, expected } from "../../core/checks";
import type { RandomStream } from "../../core/random";
import { PaperLabError } from "../../errors";
import { seededRandom } from "../../run/seeded-random";
import { Param } from "../../strategy/param";
import type { AnyStrategy } from "../../strategy/strategy";
import { checkedValues, MOST_POINTS, type PointParams } from "./grid";

/** What is drawn: all params with a range, some of them by name, or each from a range or a list of its own. */
export type RandomOption = true | readonly string[] | Readonly<Record<string, Param | readonly unknown[]>>;

/** Draws that may give nothing new one after the other, for each that is wanted. */
const PATIENCE = 1000;

/**
 * Draws `draws` different combinations that `isWanted`, each param from its range alike. The same seed draws the same ones.
 * Throws INVALID_OPTION, also if there are not so many.
 */
export function drawnPoints(
  strategy: AnyStrategy,
  { random, draws, seed }: { readonly random: unknown; readonly draws: unknown; readonly seed: string | number },
  isWanted: (params: PointParams) => boolean,
): PointParams[] {
  if (!(Number.isInteger(draws) && (draws as number) >= 1 && (draws as number) <= MOST_POINTS))
    throw expected("draws", `a whole number from 1 to ${MOST_POINTS.toLocaleString("en-US")}`, draws);
  const makers = drawersOf(strategy, random);
  const stream = seededRandom(seed, "sweep draws");
  const found = new Map<string, PointParams>();
  for (let missed = 0; found.size < (draws as number); ) {
    const params = Object.fromEntries(makers.map(([name, draw]) => [name, draw(stream)]));
    const key = JSON.stringify(params);
    if (found.has(key) || !isWanted(params)) missed++;
    else {
      found.set(key, params);
      missed = 0;
    }
    if (missed >= PATIENCE) throw tooFew(found.size, draws as number);
  }
  return [...found.values()];
}

type Drawer = (stream: RandomStream) => unknown;

function drawersOf(strategy: AnyStrategy, random: unknown): [name: string, draw: Drawer][] {
  return checkedSpace(strategy, random).map(([name, one]) => [name, drawerOf(one)]);
}

/**
 * Returns what params are drawn from: each a range with both ends, or a list of values. Throws INVALID_OPTION and UNKNOWN_OPTION.
 * `random`: what the option of that name says.
 */
export function checkedSpace(
  strategy: AnyStrategy,
  random: unknown,
): [name: string, from: Param | readonly unknown[]][] {
  const declared = Object.entries((strategy.params ?? {}) as Readonly<Record<string, unknown>>);
  const ranged = declared.filter(([, one]) => one instanceof Param && hasRange(one));
  if (random === true) {
    if (ranged.length > 0) return ranged.map(([name, one]) => [name, checkedRange(name, one)]);
    throw new PaperLabError(
      "INVALID_OPTION",
      `Expected a param of "${strategy.name}" to have a range to draw from, such as param.int(10, { min: 2, max: 50 }), but none has. Declare one in the strategy, or give it: random: { ... }`,
    );
  }
  if (Array.isArray(random)) {
    if (random.length === 0) throw expected("random", "at least one param", random);
    return random.map((name: unknown) => [
      name as string,
      checkedRange(String(name), declaredOf(strategy, declared, name)),
    ]);
  }
  if (typeof random !== "object" || random === null || Object.keys(random).length === 0)
    throw expected("random", 'true, a list of params such as ["fast", "slow"], or an object of ranges', random);
  if (declared.length > 0)
    checkKeys(
      `random of "${strategy.name}"`,
      random,
      declared.map(([name]) => name),
    );
  return Object.entries(random).map(([name, one]) => [name, checkedRange(name, one)]);
}

function declaredOf(strategy: AnyStrategy, declared: readonly [string, unknown][], name: unknown): unknown {
  const found = declared.find(([key]) => key === name);
  if (found !== undefined) return found[1];
  const near = didYouMean(
    String(name),
    declared.map(([key]) => key),
  );
  const known = near || ` It has ${declared.map(([key]) => key).join(", ") || "none"}`;
  throw new PaperLabError("UNKNOWN_OPTION", `Unknown param "${String(name)}" of "${strategy.name}" in random.${known}`);
}

function hasRange({ min, max, choices }: Param): boolean {
  return choices !== undefined || (min !== undefined && max !== undefined);
}

function checkedRange(name: string, one: unknown): Param | readonly unknown[] {
  if (one instanceof Param && hasRange(one)) return one;
  if (Array.isArray(one)) return checkedValues(`random.${name}`, one);
  const cure = "Declare it in the strategy, give it here, as random: { ... }, or give a list of values";
  if (one instanceof Param) {
    const was = `Expected random.${name} to be a range with min and max, but it is declared without them, as ${one.wanted}`;
    throw new PaperLabError("INVALID_OPTION", `${was}. ${cure}`);
  }
  throw new PaperLabError(
    "INVALID_OPTION",
    `Expected random.${name} to be a range, such as param.int(10, { min: 2, max: 50 }), but it is a plain value. ${cure}`,
  );
}

function drawerOf(one: Param | readonly unknown[]): Drawer {
  if (!(one instanceof Param)) return (stream) => one[Math.floor(stream() * one.length)];
  const { kind, choices, min = 0, max = 0 } = one;
  if (choices !== undefined) return (stream) => choices[Math.floor(stream() * choices.length)];
  if (kind === "number") return (stream) => min + stream() * (max - min);
  const [least, most] = [Math.ceil(min), Math.floor(max)];
  return (stream) => least + Math.floor(stream() * (most - least + 1));
}

function tooFew(found: number, draws: number): PaperLabError {
  const message = `Expected ${draws} different combinations to be drawn, but after ${found} there was nothing new ${PATIENCE.toLocaleString("en-US")} times. Draw fewer, or take wider ranges`;
  return new PaperLabError("INVALID_OPTION", message);
}

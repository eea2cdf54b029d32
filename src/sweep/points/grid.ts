import { expected, shown, thrownText } from "../../core/checks";
import { unplainPart } from "../../core/plain-data";
import { PaperLabError } from "../../errors";

/** Params by name. */
export type PointParams = Readonly<Record<string, unknown>>;

/** Says of params, with those that all runs share, whether they are to be run. */
export type Where = (params: never) => boolean;

/** Most runs of a sweep. */
export const MOST_POINTS = 1_000_000;
/** Most combinations that are looked at to find them. */
const MOST_LOOKED_AT = 20_000_000;

/**
 * Returns the combinations of the values of a grid that `isWanted`, the last param fastest. They are looked at one by one, so
 * that a large product with few wanted ones needs no memory. Throws INVALID_OPTION for an empty or wrong grid, and where too many would be left.
 */
export function gridPoints(grid: unknown, isWanted: (params: PointParams) => boolean): PointParams[] {
  const axes = axesOf(grid);
  const found: PointParams[] = [];
  const places = axes.map(() => 0);
  for (let looked = 0; ; looked++) {
    if (looked >= MOST_LOOKED_AT) throw tooMany("looked at", MOST_LOOKED_AT);
    const params = Object.fromEntries(axes.map(([name, values], axis) => [name, values[places[axis]]]));
    if (isWanted(params)) found.push(params);
    if (found.length > MOST_POINTS) throw tooMany("run", MOST_POINTS);
    if (!turned(places, axes)) return found;
  }
}

// Turns the odometer by one. Returns whether it has not come round.
function turned(places: number[], axes: readonly Axis[]): boolean {
  for (let axis = axes.length - 1; axis >= 0; axis--) {
    if (++places[axis] < axes[axis][1].length) return true;
    places[axis] = 0;
  }
  return false;
}

type Axis = readonly [name: string, values: readonly unknown[]];

function axesOf(grid: unknown): Axis[] {
  if (typeof grid !== "object" || grid === null || Array.isArray(grid))
    throw expected("grid", "an object such as { fast: range(5, 14) }", grid);
  const axes = Object.entries(grid as Record<string, unknown>);
  if (axes.length === 0)
    throw new PaperLabError(
      "INVALID_OPTION",
      "Expected grid to have a param, such as { fast: range(5, 14) }, but it is empty",
    );
  return axes.map(([name, values]) => [name, checkedValues(`grid.${name}`, values)]);
}

/** Returns the values of one param. Throws INVALID_OPTION unless they are a list of different plain values. */
export function checkedValues(where: string, values: unknown): readonly unknown[] {
  if (!Array.isArray(values) && !ArrayBuffer.isView(values))
    throw expected(where, "a list of values, such as range(5, 14)", values);
  const list = Array.from(values as ArrayLike<unknown>);
  if (list.length === 0) throw expected(where, "a list of at least one value", values);
  const seen = new Set<string>();
  for (const value of list) {
    const part = unplainPart(value);
    if (part !== undefined)
      throw expected(`${where}${part.path}`, "plain data, such as finite numbers and texts", part.value);
    const text = JSON.stringify(value);
    if (seen.has(text))
      throw new PaperLabError(
        "INVALID_OPTION",
        `Expected ${where} to have each value once, but ${shown(value)} is there twice`,
      );
    seen.add(text);
  }
  return list;
}

/** Returns a test of params by the user's `where`. It throws INVALID_OPTION if that fails or answers neither yes nor no. */
export function whereTest(where: unknown): (params: PointParams) => boolean {
  if (where === undefined) return () => true;
  if (typeof where !== "function") throw expected("where", "a function such as ({ fast, slow }) => fast < slow", where);
  return (params) => {
    let answer: unknown;
    try {
      answer = (where as Where)(copyOf(params) as never);
    } catch (cause) {
      throw new PaperLabError("INVALID_OPTION", `where failed for ${JSON.stringify(params)}: ${thrownText(cause)}`, {
        cause,
      });
    }
    if (typeof answer === "boolean") return answer;
    throw expected(`the answer of where for ${JSON.stringify(params)}`, "true or false", answer);
  };
}

// A clone takes longer than all else that is done with a combination, and few params are lists or objects.
function copyOf(params: PointParams): PointParams {
  const isFlat = Object.values(params).every((value) => typeof value !== "object");
  return isFlat ? { ...params } : structuredClone(params);
}

function tooMany(what: string, most: number): PaperLabError {
  const cure = "Take fewer values, or draw some: random, draws";
  return new PaperLabError(
    "INVALID_OPTION",
    `Expected at most ${most.toLocaleString("en-US")} combinations to be ${what}. ${cure}`,
  );
}

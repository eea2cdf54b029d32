import type { NDframe } from "../../../vendor/danfo";
import { displayable } from "../../notebook/display";
import { columnsOfFrame, frameDisplay, isFrame, rememberedOptions, rememberOptions } from "./frame-display";

/** What of danfo's classes is changed. */
interface Prototypes {
  readonly NDframe: { readonly prototype: NDframe };
  readonly DataFrame: { readonly prototype: NDframe };
  readonly Series: { readonly prototype: NDframe };
}

type Methods = Record<string, (...given: unknown[]) => unknown>;

// Methods whose results have columns of the same names: they are written like the frame that they come from.
const picking = [
  ...["head", "tail", "query", "loc", "iloc", "sortValues", "sortIndex", "sample", "drop", "dropNa", "fillNa", "copy"],
  ...["replace", "addColumn", "append", "setIndex", "resetIndex", "rename"],
];

// Methods of a column whose results tell something of it, such as where it is greater than 0.
const telling = ["gt", "lt", "ge", "le", "eq", "ne", "and", "or", "isNa", "map", "apply"];
const arithmetic = ["abs", "add", "sub", "mul", "div", "mod", "pow", "round"];

// Names of the columns from which a Series was made.
const originOf = new WeakMap<object, readonly string[]>();

/**
 * Lets every frame and series of a danfo print itself, those that its own methods return included: at the end of a cell, by
 * `console.log`, by `print()` and in a template literal. Columns by which rows were sorted or picked are always shown.
 */
export function printFrames(danfo: Prototypes): void {
  displayable(danfo.NDframe.prototype, frameDisplay);
  for (const { prototype } of [danfo.DataFrame, danfo.Series]) printAsText(prototype, danfo.NDframe.prototype);
  for (const name of picking) inheritOptions(ownerOf(danfo.DataFrame.prototype, name), name);
  for (const name of [...telling, ...arithmetic]) rememberOrigin(ownerOf(danfo.Series.prototype, name), name);
}

// The classes that danfo hands out extend those of which its methods make their results.
function ownerOf(prototype: object, name: string): Methods {
  let owner = prototype;
  while (!Object.hasOwn(owner, name)) owner = Object.getPrototypeOf(owner);
  return owner as Methods;
}

// danfo's own box has ten rows of any columns, and throws where there are none. Each class on the way has its own.
function printAsText(from: object, to: object): void {
  for (let prototype = from; prototype !== to && prototype !== null; prototype = Object.getPrototypeOf(prototype)) {
    Object.defineProperty(prototype, "toString", {
      configurable: true,
      writable: true,
      value(this: NDframe) {
        return frameDisplay(this).text();
      },
    });
  }
}

function inheritOptions(frames: Methods, name: string): void {
  const method = frames[name];
  frames[name] = function (this: object, ...given: unknown[]) {
    const picked = method.apply(this, given);
    const options = rememberedOptions(this);
    const by = columnsOfRows(name, given);
    // What is done in place returns nothing.
    const frame = typeof picked === "object" && picked !== null ? picked : this;
    const kept = [...new Set([...(options?.kept ?? []), ...by])];
    if (options !== undefined || by.length > 0) rememberOptions(frame, { ...options, kept });
    return picked;
  };
}

// The columns by which a method orders or picks rows.
function columnsOfRows(method: string, [first]: readonly unknown[]): readonly string[] {
  if (method === "sortValues" && typeof first === "string") return [first];
  if (method === "query") return origin(first);
  if (method === "loc" || method === "iloc") return origin((first as { rows?: unknown } | undefined)?.rows);
  return [];
}

function rememberOrigin(series: Methods, name: string): void {
  const method = series[name];
  series[name] = function (this: object, ...given: unknown[]) {
    const result = method.apply(this, given);
    if (isFrame(result)) originOf.set(result, [...new Set([this, ...given].flatMap(origin))]);
    return result;
  };
}

function origin(value: unknown): readonly string[] {
  if (!isFrame(value) || !value.$isSeries) return [];
  return originOf.get(value) ?? columnsOfFrame(value);
}

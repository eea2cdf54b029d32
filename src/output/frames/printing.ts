import type { NDframe } from "../../../vendor/danfo";
import { displayable } from "../../notebook/display";
import { columnsOfFrame, frameDisplay, isFrame, rememberedOptions, rememberOptions } from "./frame-display";

/** The danfo prototypes that are changed. */
interface Prototypes {
  readonly NDframe: { readonly prototype: NDframe };
  readonly DataFrame: { readonly prototype: NDframe };
  readonly Series: { readonly prototype: NDframe };
}

type Methods = Record<string, (...given: unknown[]) => unknown>;

// Methods whose results have columns of the same names. They are written like those of the original frame.
const picking = [
  ...["head", "tail", "query", "loc", "iloc", "sortValues", "sortIndex", "sample", "drop", "dropNa", "fillNa", "copy"],
  ...["replace", "addColumn", "append", "setIndex", "resetIndex", "rename"],
];

// Methods of a column whose results say something about it, such as where it is greater than 0.
const telling = ["gt", "lt", "ge", "le", "eq", "ne", "and", "or", "isNa", "map", "apply"];
const arithmetic = ["abs", "add", "sub", "mul", "div", "mod", "pow", "round"];

// Names of the columns that a Series was made from.
const originOf = new WeakMap<object, readonly string[]>();

/**
 * Lets every frame and series of a danfo print itself, including results of its own methods: at the end of a cell, in
 * `console.log`, in `print()` and in a template literal. Columns that rows were sorted or picked by are always shown.
 */
export function printFrames(danfo: Prototypes): void {
  displayable(danfo.NDframe.prototype, frameDisplay);
  for (const { prototype } of [danfo.DataFrame, danfo.Series]) printAsText(prototype, danfo.NDframe.prototype);
  for (const name of picking) inheritOptions(ownerOf(danfo.DataFrame.prototype, name), name);
  for (const name of [...telling, ...arithmetic]) rememberOrigin(ownerOf(danfo.Series.prototype, name), name);
}

// danfo exports classes that extend the ones that its methods make their results from.
function ownerOf(prototype: object, name: string): Methods {
  let owner = prototype;
  while (!Object.hasOwn(owner, name)) owner = Object.getPrototypeOf(owner);
  return owner as Methods;
}

// danfo's own printing shows ten rows of arbitrary columns, and throws if there are none. Each class on the way has
// its own.
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
    // An in-place method returns nothing.
    const frame = typeof picked === "object" && picked !== null ? picked : this;
    const kept = [...new Set([...(options?.kept ?? []), ...by])];
    if (options !== undefined || by.length > 0) rememberOptions(frame, { ...options, kept });
    return picked;
  };
}

// The columns by which a method sorts or picks rows.
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

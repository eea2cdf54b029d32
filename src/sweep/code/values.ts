import type { TravelingValue } from "./traveling-code";

/** Returns a value that is no object as it travels; `undefined` for objects, functions and symbols of one's own. */
export function plainValue(value: unknown): TravelingValue | undefined {
  if (value === undefined) return { u: 1 };
  if (value === null || typeof value === "boolean" || typeof value === "string") return value;
  if (typeof value === "number") return numberValue(value);
  if (typeof value === "bigint") return { b: String(value) };
  if (typeof value === "symbol") {
    const name = nameOfSymbol(value);
    return name === undefined ? undefined : { s: name };
  }
  return undefined;
}

/** Returns the value that `plainValue` wrote; `find` returns an object by its number. */
export function valueFrom(packed: TravelingValue, find: (number: number) => unknown): unknown {
  if (typeof packed !== "object" || packed === null) return packed;
  if ("r" in packed) return find(packed.r);
  if ("n" in packed) return Number(packed.n);
  if ("b" in packed) return BigInt(packed.b);
  if ("s" in packed) return symbolNamed(packed.s);
  return undefined;
}

/** Returns the bytes of a list of numbers, if it has only numbers and no holes. */
export function numbersIn(list: readonly unknown[]): string | undefined {
  if (list.length < WORTH_IT) return undefined;
  const numbers = new Float64Array(list.length);
  for (let at = 0; at < list.length; at++) {
    const one = list[at];
    if (typeof one !== "number") return undefined;
    numbers[at] = one;
  }
  return textOfBytes(numbers);
}

// Shorter lists are readable as JSON.
const WORTH_IT = 32;

/** Returns bytes as base64. */
export function textOfBytes({ buffer, byteOffset, byteLength }: ArrayBufferView): string {
  return Buffer.from(buffer, byteOffset, byteLength).toString("base64");
}

/** Returns the bytes that `textOfBytes` wrote, in a buffer of their own. */
export function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Buffer.from(text, "base64"));
}

function numberValue(value: number): TravelingValue {
  if (Number.isFinite(value) && !Object.is(value, -0)) return value;
  return { n: Object.is(value, -0) ? "-0" : (String(value) as "NaN" | "Infinity" | "-Infinity") };
}

// Those of JavaScript by their own name, those of the registry after a colon.
function nameOfSymbol(symbol: symbol): string | undefined {
  const key = Symbol.keyFor(symbol);
  if (key !== undefined) return `:${key}`;
  return Object.getOwnPropertyNames(Symbol).find((name) => Reflect.get(Symbol, name) === symbol);
}

function symbolNamed(name: string): unknown {
  return name.startsWith(":") ? Symbol.for(name.slice(1)) : Reflect.get(Symbol, name);
}

import { types } from "node:util";
import { isBroken } from "../errors/broken";
import { messageOf } from "./values";

/** A value prepared for sending as JSON. */
export interface Json {
  /** Contains only what JSON can express; `undefined` if everything was left out. */
  readonly value: unknown;
  /** Each place that was left out, and what was there: `data[0].x (a function)`. */
  readonly leftOut: readonly string[];
}

// Anything deeper, or an iterable that is longer and may be endless, is treated as a mistake.
const mostLevels = 200;
const mostItems = 1_000_000;

/**
 * Returns a copy of any value that JSON can hold. Dates become ISO texts. Typed arrays, Sets, iterables and danfo's
 * Series become arrays, Maps objects. Bigints become numbers if these are exact, otherwise texts. `NaN` and infinities
 * become `null`. What JSON cannot express is left out and named.
 */
export function jsonOf(value: unknown): Json {
  const copier = new Copier();
  return { value: copier.copyOf(value), leftOut: copier.leftOut };
}

class Copier {
  readonly leftOut: string[] = [];
  readonly #path: (string | number)[] = [];
  readonly #around = new Set<object>();

  copyOf(value: unknown): unknown {
    switch (typeof value) {
      case "number":
        return Number.isFinite(value) ? value : null;
      case "bigint":
        return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
      case "function":
      case "symbol":
        return this.#without(`a ${typeof value}`);
      case "object":
        return value === null ? null : this.#copyOfObject(value);
      default:
        return value;
    }
  }

  // Reading a user's object runs their code, which may throw.
  #copyOfObject(value: object): unknown {
    if (this.#around.has(value)) return this.#without("a cycle");
    if (this.#around.size >= mostLevels) return this.#without(`more than ${mostLevels} levels deep`);
    this.#around.add(value);
    try {
      return this.#membersOf(value);
    } catch (error) {
      return this.#thrown(error);
    } finally {
      this.#around.delete(value);
    }
  }

  #membersOf(value: object): unknown {
    if (ArrayBuffer.isView(value) && !(value instanceof DataView)) {
      return Array.from(value as unknown as ArrayLike<number | bigint>, (item) => this.copyOf(item));
    }
    if (types.isBoxedPrimitive(value)) return this.copyOf(value.valueOf());
    if (value instanceof Date && Number.isNaN(value.getTime())) return this.#without("an invalid date");
    const { toJSON, $isSeries, values } = value as { toJSON?: unknown; $isSeries?: unknown; values?: unknown };
    // danfo's Series and DataFrames.
    if (typeof $isSeries === "boolean" && Array.isArray(values)) return this.copyOf(values);
    if (typeof toJSON === "function") return this.copyOf(toJSON.call(value, String(this.#path.at(-1) ?? "")));
    if (value instanceof Map && isKeyedByNames(value))
      return this.#recordOf([...value.keys()], (key) => value.get(key));
    if (isIterable(value)) return this.#arrayOf(value);
    const keys = Object.keys(value);
    // Promises, errors, buffers: JSON would write them as empty objects.
    if (keys.length === 0 && !isPlain(value)) return this.#without(`of the class ${value.constructor?.name}`);
    return this.#recordOf(keys, (key) => Reflect.get(value, key));
  }

  #arrayOf(items: Iterable<unknown>): unknown[] {
    const copies: unknown[] = [];
    for (const item of items) {
      if (copies.length >= mostItems && !Array.isArray(items)) {
        this.#without(`what follows its first ${mostItems} items`);
        break;
      }
      copies.push(this.#at(copies.length, () => item) ?? null);
    }
    return copies;
  }

  #recordOf<Key extends string | number>(keys: readonly Key[], read: (key: Key) => unknown): Record<string, unknown> {
    const copies = keys.map((key) => [String(key), this.#at(String(key), () => read(key))] as const);
    return Object.fromEntries(copies.filter(([, copy]) => copy !== undefined));
  }

  #at(key: string | number, read: () => unknown): unknown {
    this.#path.push(key);
    try {
      return this.copyOf(read());
    } catch (error) {
      return this.#thrown(error);
    } finally {
      this.#path.pop();
    }
  }

  #thrown(error: unknown): undefined {
    if (isBroken(error)) throw error;
    return this.#without(`it throws: ${messageOf(error)}`);
  }

  #without(what: string): undefined {
    const place = this.#path.map((key) => (typeof key === "number" ? `[${key}]` : `.${key}`)).join("");
    this.leftOut.push(place === "" ? what : `${place.replace(/^\./, "")} (${what})`);
    return undefined;
  }
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
}

function isIterable(value: object): value is Iterable<unknown> {
  return typeof Reflect.get(value, Symbol.iterator) === "function";
}

function isKeyedByNames(map: ReadonlyMap<unknown, unknown>): boolean {
  return [...map.keys()].every((key) => typeof key === "string" || typeof key === "number");
}

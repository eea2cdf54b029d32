import { types } from "node:util";
import { cellVariables } from "../../strategy/reach/reach";
import { isPlainObject } from "../../strategy/reach/value-text";

// Most objects and lists whose contents are kept.
const MOST = 20_000;

/**
 * The variables of cells as they are at one time, and what plain objects, lists, Maps, Sets, dates, typed arrays and
 * the fields of functions and classes hold. Every object stays the same one, so that whoever has it sees what is put back.
 */
export class KeptValues {
  readonly #variables = new Map<string, unknown>();
  readonly #contents = new Map<object, () => void>();

  /** Keeps the variable of cells under a name. */
  addVariable(name: string): void {
    this.#variables.set(name, cellVariables()[name]);
  }

  /** Keeps what a value holds, and what that holds: the fields of a function only of the value itself. */
  add(value: unknown): void {
    const left = [value];
    while (left.length > 0 && this.#contents.size < MOST) {
      const one = left.pop();
      if (!isObject(one) || types.isProxy(one) || this.#contents.has(one)) continue;
      const kept = contentsOf(one);
      if (kept === undefined) continue;
      this.#contents.set(one, kept.putBack);
      for (const part of kept.parts) if (typeof part === "object" && part !== null) left.push(part);
    }
  }

  /** Puts everything back. */
  putBack(): void {
    const variables = cellVariables();
    for (const [name, value] of this.#variables)
      if (!Object.is(variables[name], value)) Reflect.set(variables, name, value);
    for (const putBack of this.#contents.values()) putBack();
  }
}

function isObject(value: unknown): value is object {
  return Object(value) === value;
}

interface Contents {
  readonly parts: readonly unknown[];
  readonly putBack: () => void;
}

// A user's object may have replaced these methods.
const { clear: clearMap, set: setMap, entries } = Map.prototype;
const { clear: clearSet, add: addSet, values } = Set.prototype;
const { getTime, setTime } = Date.prototype;

function contentsOf(one: object): Contents | undefined {
  if (types.isMap(one)) {
    const kept = [...entries.call(one)];
    const putBack = () => {
      clearMap.call(one);
      for (const [key, value] of kept) setMap.call(one, key, value);
    };
    return { parts: kept.flat(), putBack };
  }
  if (types.isSet(one)) {
    const kept = [...values.call(one)];
    const putBack = () => {
      clearSet.call(one);
      for (const value of kept) addSet.call(one, value);
    };
    return { parts: kept, putBack };
  }
  if (types.isDate(one)) {
    const time = getTime.call(one);
    return { parts: [], putBack: () => setTime.call(one, time) };
  }
  if (types.isTypedArray(one)) {
    const kept = one.slice();
    return { parts: [], putBack: () => one.set(kept as never) };
  }
  if (Array.isArray(one)) return listOf(one);
  return isPlainObject(one) || typeof one === "function" ? fieldsOf(one) : undefined;
}

function listOf(list: unknown[]): Contents {
  const kept = list.slice();
  const putBack = () => {
    Reflect.set(list, "length", kept.length);
    for (let at = 0; at < kept.length; at++) if (!Object.is(list[at], kept[at])) Reflect.set(list, at, kept[at]);
  };
  return { parts: kept, putBack };
}

function fieldsOf(one: object): Contents {
  const kept = Object.getOwnPropertyDescriptors(one) as Record<PropertyKey, PropertyDescriptor>;
  const keys = Reflect.ownKeys(kept);
  const putBack = () => {
    const now = Reflect.ownKeys(one);
    // Their order counts too.
    const isSame = now.length === keys.length && keys.every((key, at) => key === now[at]);
    if (!isSame) for (const key of now) Reflect.deleteProperty(one, key);
    for (const key of keys) Reflect.defineProperty(one, key, kept[key]);
  };
  return { parts: keys.map((key) => kept[key].value), putBack };
}

import { types } from "node:util";
import { textOf } from "../../../strategy/reach/follow";
import { classTextOf } from "./class-text";
import { makerOf } from "./kinds";

/** Where a method of a class is. */
export interface FoundMember {
  readonly of: object;
  readonly isStatic: boolean;
  readonly key: PropertyKey;
  readonly part: "value" | "get" | "set";
}

/** Whether a function is a class. */
export function isClass(value: object): boolean {
  return /^class\b/.test(textOf(value));
}

/** Returns the methods that the text of a class has, with their places. They need not travel beside it. */
export function membersOf(of: object): Map<object, FoundMember> {
  const members = new Map<object, FoundMember>();
  if (!isClass(of)) return members;
  const text = textOf(of);
  for (const isStatic of [false, true]) {
    const holder = isStatic ? of : (Object.getOwnPropertyDescriptor(of, "prototype")?.value as object);
    for (const key of Reflect.ownKeys(holder)) {
      if (key === "constructor" || key === "prototype") continue;
      const { value, get, set } = Object.getOwnPropertyDescriptor(holder, key) ?? {};
      for (const [part, one] of Object.entries({ value, get, set }))
        if (typeof one === "function" && isMethod(one) && text.includes(textOf(one)))
          members.set(one, { of, isStatic, key, part: part as FoundMember["part"] });
    }
  }
  return members;
}

// The value of a static field is none.
function isMethod(one: object): boolean {
  if (types.isProxy(one)) return false;
  const text = textOf(one);
  return !/^(async\s+)?(function\b|class\b|\(|[\w$]+\s*=>)/.test(text);
}

/**
 * Returns the arrow functions among the fields of an instance, or of a class, that its class made: they have it as `this`.
 */
export function ownArrows(holder: object): object[] {
  const texts: string[] = [];
  if (typeof holder === "function") texts.push(textOf(holder));
  else
    for (let at = Object.getPrototypeOf(holder); at !== null; at = Object.getPrototypeOf(at)) {
      const maker = makerOf(at);
      if (maker !== undefined) texts.push(textOf(maker));
    }
  return Reflect.ownKeys(holder).flatMap((key) => {
    const value: unknown = Object.getOwnPropertyDescriptor(holder, key)?.value;
    if (typeof value !== "function" || types.isProxy(value)) return [];
    const text = textOf(value);
    return texts.some((one) => one.includes(text)) ? [value] : [];
  });
}

/** Returns the names of the private fields and methods of an instance's classes. */
export function privatesOf(instance: object): string[] {
  const names: string[] = [];
  for (let at = Object.getPrototypeOf(instance); at !== null; at = Object.getPrototypeOf(at)) {
    const maker = makerOf(at);
    if (maker !== undefined) names.push(...(classTextOf(textOf(maker))?.privates ?? []));
  }
  return names;
}

/** Returns the name of a function or class. */
export function nameOfFunction(value: object): string {
  const name: unknown = Object.getOwnPropertyDescriptor(value, "name")?.value;
  return typeof name === "string" && name !== "" ? name : "a class";
}

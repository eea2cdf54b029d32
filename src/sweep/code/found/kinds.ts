import { types } from "node:util";
import { isOwn } from "../../../core/own";
import { cellScope } from "../../../notebook/hook";
import { Param } from "../../../strategy/param";
import { contentOf, lengthOfChain } from "../../../strategy/reach/contents";
import { isCopyOfModule, isModule, isNative, textOf } from "../../../strategy/reach/follow";
import { type FindKnown, isOfCompiler, isRequire } from "../../../strategy/reach/known";
import { isGlobalClass } from "../../../strategy/reach/language";
import { isPlainObject } from "../../../strategy/reach/value-text";
import { knownName, makers } from "../names";
import type { KnownName } from "../traveling-code";

/** What JavaScript, Node or danfo made. */
type BuiltIn =
  | ("list" | "map" | "set" | "date" | "pattern" | "array" | "buffer" | "boxed" | "error")
  | ("url" | "query" | "frame");

/** What an object or function is, as far as it matters to how it travels. */
export type Kind =
  | { readonly kind: "known"; readonly named: KnownName }
  | { readonly kind: "helper"; readonly name: string }
  | { readonly kind: "require" | "function" | "class" | "param" | "model" | "feed" | "cells" | BuiltIn }
  /** An object of fields. `of`: the function or class whose instance it is. */
  | { readonly kind: "object"; readonly isModule: boolean; readonly of?: object }
  /** The prototype of a class or function of the user's. */
  | { readonly kind: "prototype"; readonly of: object }
  /** What cannot travel, and why. */
  | { readonly kind: "none"; readonly why: string };

/** Returns what an object or function is. `name`: its name where it was found. */
export function kindOf(value: object, name: string, known: FindKnown): Kind {
  const cells = cellScope()?.exports;
  if (value === cells) return { kind: "cells" };
  if (types.isProxy(value)) return { kind: "none", why: "a Proxy" };
  if (typeof value === "function") return kindOfFunction(value, name, known);
  if (value instanceof Param) return { kind: "param" };
  if (isOwn(value) && Object.hasOwn(makers, (value as { name: string }).name)) return { kind: "model" };
  const builtIn = builtInKind(value);
  if (builtIn !== undefined) return { kind: builtIn };
  // Looking through a thousand modules takes long.
  const named = isData(value) ? undefined : knownName(value, "", known);
  if (named !== undefined) return { kind: "known", named };
  if (isPlainObject(value) || types.isModuleNamespaceObject(value) || isCopyOfModule(value))
    return { kind: "object", isModule: isModule(value) || isCopyOfModule(value) };
  return kindOfInstance(value, known);
}

function isData(value: object): boolean {
  if (!isPlainObject(value) || Object.hasOwn(value, "__esModule")) return false;
  const keys = Object.keys(value);
  if (keys.length === 0 && Reflect.ownKeys(value).length > 0) return false;
  return keys.every((key) => {
    const descriptor = Object.getOwnPropertyDescriptor(value, key);
    return descriptor !== undefined && "value" in descriptor && typeof descriptor.value !== "function";
  });
}

function kindOfFunction(value: object, name: string, known: FindKnown): Kind {
  if (isOfCompiler(name, value)) return { kind: "helper", name };
  if (isRequire(value)) return { kind: "require" };
  const named = knownName(value, name, known);
  if (named !== undefined) return { kind: "known", named };
  if (isNative(value)) return { kind: "none", why: "a function that is bound, or not made of JavaScript" };
  return { kind: /^class\b/.test(textOf(value)) ? "class" : "function" };
}

function builtInKind(value: object): BuiltIn | undefined {
  if (Array.isArray(value)) return Object.getPrototypeOf(value) === Array.prototype ? "list" : undefined;
  if (types.isTypedArray(value)) return "array";
  const length = lengthOfChain(value);
  if (length === 2) {
    if (types.isMap(value)) return "map";
    if (types.isSet(value)) return "set";
    if (types.isDate(value)) return "date";
    if (types.isRegExp(value)) return "pattern";
    if (types.isAnyArrayBuffer(value)) return "buffer";
    if (types.isBoxedPrimitive(value)) return "boxed";
  }
  const content = contentOf(value)?.kind;
  if (content === undefined) return undefined;
  return types.isNativeError(value) ? "error" : byContent[content];
}

const byContent: Readonly<Record<string, BuiltIn>> = {
  DataView: "array",
  DataFrame: "frame",
  Series: "frame",
  URL: "url",
  URLSearchParams: "query",
};

function kindOfInstance(value: object, known: FindKnown): Kind {
  const prototype: object = Object.getPrototypeOf(value);
  const of = makerOf(prototype);
  const why = `an instance of ${nameOf(of) ?? "an unknown class"}`;
  if (Object.hasOwn(value, "constructor") && makerOf(value) !== undefined)
    return { kind: "prototype", of: makerOf(value) as object };
  if (of === undefined) return isPlainObject(prototype) ? { kind: "object", isModule: false } : { kind: "none", why };
  if (nameOf(of)?.replace("_", "") === "Feed" && known(of, "Feed")?.ours === "Feed") return kindOfFeed(value);
  // What is within such an object may be out of reach of its fields.
  for (
    let at: object | null = prototype;
    at !== null && Object.getPrototypeOf(at) !== null;
    at = Object.getPrototypeOf(at)
  ) {
    const maker = makerOf(at);
    const name = nameOf(maker) ?? "";
    if (maker === undefined || isNative(maker) || isGlobalClass(maker, name) || known(maker, name) !== undefined)
      return { kind: "none", why };
  }
  return { kind: "object", isModule: false, of };
}

// Its manifest is all that travels.
function kindOfFeed(value: object): Kind {
  const { source, kind } = (value as { manifest: { kind: string; source?: object } }).manifest;
  if (kind === "live") return { kind: "none", why: "a feed whose bars come live" };
  return source !== undefined && "memory" in source ? { kind: "none", why: "a feed made in memory" } : { kind: "feed" };
}

/** Returns the class or function of which an object is the prototype. */
export function makerOf(prototype: object): object | undefined {
  const made: unknown = Object.getOwnPropertyDescriptor(prototype, "constructor")?.value;
  if (typeof made !== "function" || types.isProxy(made)) return undefined;
  return Object.getOwnPropertyDescriptor(made, "prototype")?.value === prototype ? made : undefined;
}

function nameOf(made: object | undefined): string | undefined {
  const name: unknown = made && Object.getOwnPropertyDescriptor(made, "name")?.value;
  return typeof name === "string" && name !== "" ? name : undefined;
}

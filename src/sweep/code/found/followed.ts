import { types } from "node:util";
import { isModule, textOf } from "../../../strategy/reach/follow";
import { descriptorOf } from "./descriptors";
import type { Kind } from "./kinds";
import type { Scopes } from "./scopes";

/** Where a chain of members leads: the fields that are needed on the way, and the value at its end, or a field of it. */
export interface Followed {
  readonly steps: readonly { readonly holder: object; readonly member: string }[];
  readonly end: { readonly value: unknown; readonly field?: string };
  readonly way: string;
}

/** Follows the members that are read of a value, as long as they are fields of plain objects, modules or cells. */
export function followed(
  value: unknown,
  members: readonly string[],
  path: string,
  kindAt: (one: object, way: string) => Kind,
  scopes: Scopes,
): Followed {
  const steps: { holder: object; member: string }[] = [];
  let at = value;
  let way = path;
  for (const member of members) {
    if (!isObject(at) || !isOpen(kindAt(at, way))) break;
    const descriptor = descriptorOf(at, member, scopes);
    // A method that every object has may read all of it, as may one that uses `this`.
    if (descriptor === undefined && member in Object.prototype) break;
    if (usesThis(descriptor?.value) && !isModule(at)) break;
    steps.push({ holder: at, member });
    way = `${way}.${member}`;
    if (descriptor?.get !== undefined || descriptor?.set !== undefined) {
      // A getter of an object may read all of it; that of a module reads a variable.
      const end = isModule(at) ? { value: at, field: member } : { value: at };
      return { steps: isModule(at) ? steps : [], end, way };
    }
    at = descriptor?.value;
  }
  return { steps, end: { value: at }, way };
}

function isObject(value: unknown): value is object {
  return (typeof value === "object" && value !== null) || typeof value === "function";
}

function isOpen(kind: Kind): boolean {
  if (kind.kind === "known") return kind.named.of === "paperlab" && kind.named.name === "";
  return kind.kind === "cells" || (kind.kind === "object" && kind.of === undefined);
}

function usesThis(value: unknown): boolean {
  return typeof value === "function" && !types.isProxy(value) && /\b(this|super)\b/.test(textOf(value));
}

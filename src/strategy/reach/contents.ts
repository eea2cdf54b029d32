import { types } from "node:util";
import { Param } from "../param";

/** The contents of an object that is not plain data, by its kind: `URL "https://..."`. */
export interface Content {
  readonly kind: string;
  readonly content: unknown;
}

const linkOf = getterOf(URL.prototype, "href");
const sentOf = URLSearchParams.prototype.toString;
const errorKinds = ["Error", "EvalError", "RangeError", "ReferenceError", "SyntaxError", "TypeError", "URIError"];

/**
 * Returns the contents of an object of JavaScript, Node, danfo or paperlab, if they describe it completely: the bytes of a
 * buffer, the text of a URL, the fields of an error, the columns and data of a frame, the range of a param. Runs no user code.
 */
export function contentOf(value: object): Content | undefined {
  if (types.isNativeError(value)) return errorContent(value);
  if (Object.hasOwn(value, "$data")) return frameContent(value);
  if (value instanceof Param) return { kind: "Param", content: { ...value } };
  const isMore = lengthOfChain(value) !== 2 || Object.keys(value).length > 0;
  if (isMore) return undefined;
  if (types.isAnyArrayBuffer(value)) return { kind: value[Symbol.toStringTag], content: bytesOf(value) };
  if (types.isDataView(value)) {
    const { buffer, byteOffset, byteLength } = value;
    return { kind: "DataView", content: new Uint8Array(buffer, byteOffset, byteLength) };
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype === URL.prototype) return textContent("URL", () => linkOf.call(value));
  if (prototype === URLSearchParams.prototype) return textContent("URLSearchParams", () => sentOf.call(value as never));
  return undefined;
}

/** Returns how many prototypes a value has. */
export function lengthOfChain(value: object): number {
  let length = 0;
  for (let at: object | null = Object.getPrototypeOf(value); at !== null; at = Object.getPrototypeOf(at)) length++;
  return length;
}

function getterOf(prototype: object, name: string): () => unknown {
  return Object.getOwnPropertyDescriptor(prototype, name)?.get as () => unknown;
}

// A buffer that was transferred has no bytes left, and cannot be viewed.
function bytesOf(buffer: ArrayBufferLike): Uint8Array {
  return buffer.byteLength === 0 ? new Uint8Array() : new Uint8Array(buffer);
}

// An object that only inherits from such a class has no content of its kind, and the getter throws.
function textContent(kind: string, read: () => unknown): Content | undefined {
  try {
    return { kind, content: read() };
  } catch {
    return undefined;
  }
}

// The stack says where the error was made, which decides nothing.
function errorContent(error: Error): Content | undefined {
  const kind = constructorOf(Object.getPrototypeOf(error));
  if (kind === undefined || !errorKinds.includes(kind) || lengthOfChain(error) !== (kind === "Error" ? 2 : 3))
    return undefined;
  const names = Object.getOwnPropertyNames(error).filter((name) => name !== "stack");
  const fields = names.map((name) => [name, dataOf(error, name)]);
  return fields.some(([, data]) => data === undefined) ? undefined : { kind, content: contentsOf(fields) };
}

const frameKinds = ["DataFrame", "Series"];
const frameParts = ["$columns", "$dtypes", "$index", "$data"];

// danfo's own classes extend one another.
function frameContent(value: object): Content | undefined {
  const kinds: (string | undefined)[] = [];
  for (let at = Object.getPrototypeOf(value); at !== null; at = Object.getPrototypeOf(at))
    kinds.push(constructorOf(at));
  const [kind = ""] = kinds;
  const isDanfos = frameKinds.includes(kind) && kinds.every((one) => [kind, "NDframe", "Object"].includes(one ?? ""));
  const fields = frameParts.map((name) => [name, dataOf(value, name)]);
  return isDanfos && fields.every(([, data]) => data !== undefined) ? { kind, content: contentsOf(fields) } : undefined;
}

type Data = { readonly value: unknown };

function contentsOf(fields: readonly unknown[][]): Readonly<Record<string, unknown>> {
  return Object.fromEntries(fields.map(([name, data]) => [String(name).replace("$", ""), (data as Data).value]));
}

// Returns nothing for a getter.
function dataOf(object: object, name: string): Data | undefined {
  const descriptor = Object.getOwnPropertyDescriptor(object, name);
  return descriptor !== undefined && "value" in descriptor ? { value: descriptor.value } : undefined;
}

function constructorOf(prototype: object): string | undefined {
  const made = dataOf(prototype, "constructor")?.value;
  const name = typeof made === "function" ? dataOf(made, "name")?.value : undefined;
  return typeof name === "string" ? name : undefined;
}

import { param } from "../../strategy/param";
import { knownBy, makers, required } from "./names";
import type { MadeFunctions } from "./program";
import type { TravelingCode, TravelingField, TravelingObject, TravelingValue } from "./traveling-code";
import { bytesOf, valueFrom } from "./values";

type Of<Name extends TravelingObject["kind"]> = Extract<TravelingObject, { kind: Name }>;

/** Makes the objects of traveling code again: all new for each run, so that no run sees what another has changed. */
export class ArrivedObjects {
  readonly #code: TravelingCode;
  readonly #made: MadeFunctions;
  readonly #objects: unknown[] = [];
  readonly #done = new Set<number>();

  constructor(code: TravelingCode, made: MadeFunctions) {
    this.#code = code;
    this.#made = made;
    const { objects } = code;
    for (let at = 0; at < objects.length; at++) if (!waits(code, at)) this.#objects[at] = this.#shell(objects[at]);
    this.#assign();
    for (let at = 0; at < objects.length; at++) this.#get(at);
    this.#assign();
    for (let at = 0; at < objects.length; at++) this.#fill(objects[at], this.#objects[at]);
    for (let at = 0; at < objects.length; at++) this.#close(objects[at], this.#objects[at]);
  }

  /** Returns a value that traveled. */
  value(packed: TravelingValue): unknown {
    return valueFrom(packed, (at) => this.#get(at));
  }

  #assign(): void {
    for (let at = 0; at < this.#code.variables.length; at++) this.#give(at);
  }

  // What is not there yet is given to it later.
  #give(at: number): void {
    const { value } = this.#code.variables[at];
    const number = numberOf(value);
    if (number !== undefined && this.#objects[number] === undefined) return;
    this.#made.assign[at](this.value(value));
  }

  #get(at: number): unknown {
    if (this.#objects[at] !== undefined || this.#done.has(at)) return this.#objects[at];
    this.#done.add(at);
    const object = this.#code.objects[at];
    this.#objects[at] = this.#later(object);
    return this.#objects[at];
  }

  #later(object: TravelingObject): unknown {
    switch (object.kind) {
      case "function":
        return this.#class(object);
      case "prototype":
        return (this.value(object.of) as { prototype: object }).prototype;
      case "member": {
        const holder = this.value(object.of) as { prototype: object };
        const key = this.value(object.key) as PropertyKey;
        return Object.getOwnPropertyDescriptor(object.isStatic ? holder : holder.prototype, key)?.[object.part];
      }
      case "array":
        return this.#array(object);
      case "frame":
        return this.#frame(object);
      case "object":
        return Object.create(this.value(object.prototype ?? null) as object | null);
      default:
        return this.#shell(object);
    }
  }

  // The class that it extends is made first.
  #class({ at, name }: Of<"function">): unknown {
    const { reads } = this.#code.functions[at];
    for (const read of reads) {
      const number = numberOf(this.#code.variables[read].value);
      const object = number === undefined ? undefined : this.#code.objects[number];
      if (number === undefined || object?.kind !== "function") continue;
      this.#get(number);
      this.#give(read);
    }
    const made = (this.#made.functions[at] as () => object)();
    return named(made, this.value(name));
  }

  #array({ of, buffer, offset, length }: Of<"array">): unknown {
    const bytes = this.value(buffer) as ArrayBuffer;
    if (of === "DataView") return new DataView(bytes, offset, length);
    if (of === "Buffer") return Buffer.from(bytes, offset, length);
    const maker = Reflect.get(globalThis, of) as new (...given: unknown[]) => unknown;
    return new maker(bytes, offset, length);
  }

  // danfo takes its data when a frame is made.
  #frame({ of, data, columns, index, dtypes }: Of<"frame">): unknown {
    const parts = [data, columns, index, dtypes].map((part) => this.#filled(part));
    const [values, names, rows, kinds] = parts as [unknown, unknown, unknown, unknown];
    const { [of]: maker } = knownBy({ of: "paperlab", name: "dfd" }) as Record<
      string,
      new (
        ...given: unknown[]
      ) => unknown
    >;
    return new maker(values, { columns: names, index: rows, dtypes: kinds });
  }

  #filled(packed: TravelingValue): unknown {
    const value = this.value(packed);
    const number = numberOf(packed);
    const object = number === undefined ? undefined : this.#code.objects[number];
    if (object?.kind !== "list") return value;
    for (const item of object.items) this.#filled(item);
    this.#fill(object, value);
    return value;
  }

  #shell(object: TravelingObject): unknown {
    switch (object.kind) {
      case "known":
        return knownBy(object);
      case "require":
        return requiring;
      case "helper":
        return object.name === "__name" ? named : () => {};
      case "symbol":
        return Symbol(object.description);
      case "object":
        return object.prototype === null ? Object.create(null) : {};
      case "list":
        return new Array(object.items.length);
      case "numbers":
        return Array.from(new Float64Array(bytesOf(object.bytes).buffer));
      case "map":
        return new Map();
      case "set":
        return new Set();
      case "date":
        return new Date(this.value(object.time) as number);
      case "pattern":
        return Object.assign(new RegExp(object.source, object.flags), { lastIndex: object.last });
      case "error":
        return bareError(object.name);
      case "buffer":
        return object.shared ? sharedFrom(bytesOf(object.bytes)) : bytesOf(object.bytes).buffer;
      case "function":
        return named(this.#made.functions[object.at] as object, this.value(object.name));
      default:
        return this.#special(object);
    }
  }

  #special(object: TravelingObject): unknown {
    switch (object.kind) {
      case "boxed":
        return Object(this.value(object.value));
      case "url":
        return new URL(object.text);
      case "query":
        return new URLSearchParams(object.text);
      case "param":
        return paramOf(object);
      case "model":
        return makers[object.name](JSON.parse(String(object.params)) as never);
      case "feed":
        return (knownBy({ of: "paperlab", name: "Feed" }) as { remade(manifest: unknown): unknown }).remade(
          object.manifest,
        );
      default:
        return undefined;
    }
  }

  #fill(object: TravelingObject, made: unknown): void {
    switch (object.kind) {
      case "list": {
        const list = made as unknown[];
        const { items } = object;
        for (let at = 0; at < items.length; at++) {
          const item = items[at];
          if (typeof item !== "object" || item === null) list[at] = item;
          else if (!("h" in item)) list[at] = this.value(item);
        }
        break;
      }
      case "map":
        for (const [key, value] of object.entries)
          (made as Map<unknown, unknown>).set(this.value(key), this.value(value));
        break;
      case "set":
        for (const item of object.items) (made as Set<unknown>).add(this.value(item));
        break;
      case "function":
        if (object.home !== undefined)
          Object.setPrototypeOf(this.#made.homes[object.at], this.value(object.home) as object);
        break;
    }
    if ("fields" in object) for (const field of object.fields ?? []) this.#field(made as object, field);
  }

  #field(made: object, { key, value = { u: 1 }, get, set, not = "" }: TravelingField): void {
    const name = this.value(key) as PropertyKey;
    const flags = { enumerable: !not.includes("e"), configurable: !not.includes("c") };
    if (get !== undefined || set !== undefined)
      Object.defineProperty(made, name, { ...this.#accessors(get, set), ...flags });
    else
      Object.defineProperty(made, name, {
        value: this.value(value),
        writable: !not.includes("w"),
        ...flags,
      });
  }

  #accessors(get: TravelingValue = { u: 1 }, set: TravelingValue = { u: 1 }): PropertyDescriptor {
    return { get: this.value(get) as () => unknown, set: this.value(set) as (value: unknown) => void };
  }

  #close(object: TravelingObject, made: unknown): void {
    const state = "state" in object ? object.state : undefined;
    if (state === "frozen") Object.freeze(made);
    if (state === "sealed") Object.seal(made);
    if (state === "fixed") Object.preventExtensions(made);
  }
}

// Classes run code when they are made. Instances, methods and views need something that is made before them.
function waits({ functions, objects }: TravelingCode, at: number): boolean {
  const object = objects[at];
  if (object.kind === "function") return functions[object.at].form === "class";
  if (object.kind === "object") return typeof object.prototype === "object" && object.prototype !== null;
  return ["prototype", "member", "array", "frame"].includes(object.kind);
}

function numberOf(value: TravelingValue): number | undefined {
  return typeof value === "object" && value !== null && "r" in value ? value.r : undefined;
}

function named(made: object, name: unknown): object {
  const own = Object.getOwnPropertyDescriptor(made, "name");
  if (own?.value !== name) Object.defineProperty(made, "name", { value: name, configurable: true });
  return made;
}

const requiring = Object.assign((id: string) => required(id), {
  import: async (id: string) => {
    const loaded = required(id);
    if ((loaded as { __esModule?: boolean } | undefined)?.__esModule) return loaded;
    return { ...(loaded as object), default: loaded };
  },
});

function bareError(name: string): object {
  const maker = Reflect.get(globalThis, name) as new () => Error;
  const error = new maker();
  for (const key of Reflect.ownKeys(error)) if (key !== "stack") Reflect.deleteProperty(error, key);
  return error;
}

function sharedFrom(bytes: Uint8Array): SharedArrayBuffer {
  const shared = new SharedArrayBuffer(bytes.length);
  new Uint8Array(shared).set(bytes);
  return shared;
}

function paramOf({ of, limits }: Of<"param">): unknown {
  const { value, limits: given } = JSON.parse(String(limits));
  return of === "choice" ? param.choice(value as never, given as never) : param[of](value, given);
}

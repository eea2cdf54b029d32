import { isOwn } from "../../core/own";
import { type Reach, type Root, reachOf } from "../../strategy/reach/reach";
import { keysOf } from "../options/option-kinds";
import type { SessionOptions } from "../options/options";

/** Returns where reading begins in models and rules that are not paperlab's own: `commission`, `risk[0]`. */
export function foreignModels(options: SessionOptions<never>): Root[] {
  return keysOf("model").flatMap((key) => {
    // A rate that is plain data is in the config.
    const given: unknown =
      (key === "borrowRate" && typeof options[key] !== "function" ? undefined : options[key]) ?? [];
    const models = Array.isArray(given) ? given : [given];
    const roots = models.map((value, at) => ({
      path: Array.isArray(given) ? `${key}[${at}]` : key,
      value,
      told: false,
    }));
    return roots.filter(({ value }) => !isOwn(value as object));
  });
}

/** What the user's own models are made of, each by its path: the texts of its fields and methods, and what these reach. */
export type OwnModels = Readonly<Record<string, Reach>>;

/** What is known of the models of a session: part of its config. */
export interface KnownModels {
  readonly options: object;
  readonly reach?: Reach;
  readonly ownModels?: OwnModels;
}

// They are for a table that nobody waits for.
const MOST_VALUES = 10_000;

/** Returns what the objects among the user's own models are made of; `undefined` if there are none. */
export function ownModelsOf(options: SessionOptions<never>): OwnModels | undefined {
  const made = readObjects(options);
  return made.length === 0 ? undefined : Object.fromEntries(made.map(({ path, reached }) => [path, reached.reach]));
}

/** Returns the sources of chance and time that objects among the user's own models use. */
export function chancesOfModels(options: SessionOptions<never>): string[] {
  return readObjects(options).flatMap(({ reached }) => [...reached.chances]);
}

function readObjects(options: SessionOptions<never>) {
  const objects = foreignModels(options).filter(({ value }) => typeof value === "object" && value !== null);
  return objects.map(({ path, value }) => ({ path, reached: reachOf(membersOf(value as object), MOST_VALUES) }));
}

/** Returns the option that a path of a `Reach` begins with, if that is a model that the session was given: `risk` of `risk[0] > limit`. */
export function modelOfPath(path: string, { options }: Pick<KnownModels, "options">): string | undefined {
  const [key] = /^\w+/.exec(path) ?? [];
  return keysOf("model").find((model) => model === key && Object.hasOwn(options, model));
}

// Its own fields, and the methods of its class. What is computed when it is read is not read.
function membersOf(model: object): Root[] {
  const members = new Map<string, Root>();
  for (let of: object | null = model; of !== null && of !== Object.prototype; of = Object.getPrototypeOf(of)) {
    for (const [path, { value, get }] of Object.entries(Object.getOwnPropertyDescriptors(of))) {
      if (path === "constructor" || members.has(path)) continue;
      members.set(path, { path, value: get ?? value, told: false, ...(of !== model && { isMethod: true }) });
    }
  }
  return [...members.values()];
}

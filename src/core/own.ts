const made = new WeakSet<object>();
const inspectKey = Symbol.for("nodejs.util.inspect.custom");

/** The params of a model or rule, by name. They are stored with its name. */
export type ModelParams = Readonly<Record<string, number | string | readonly string[]>>;

/** Makes one of paperlab's models or rules again from its params: numbers, if it does not say otherwise. */
export type Maker<Model, Params = Readonly<Record<string, number>>> = (params: Params) => Model;

/** What models and rules share: the name of the function that made them, and its arguments. */
interface Described {
  readonly name: string;
  readonly params?: ModelParams;
}

/**
 * Marks a model or rule as paperlab's own, and freezes it. Its name and params describe it completely, and the maker
 * of that name (`models/makers.ts`, `account/rules/makers.ts`) makes it again. It prints as the call that made it:
 * `positional` of its params by position, the others by name.
 */
export function own<Made extends Described>(model: Made, positional: 0 | 1 = 1): Readonly<Made> {
  made.add(model);
  Object.defineProperty(model, inspectKey, { value: () => callOf(model, positional), enumerable: false });
  return Object.freeze(model);
}

/** Whether a model or rule was made by paperlab. */
export function isOwn(model: object): boolean {
  return made.has(model);
}

/**
 * Returns the name of a model or rule: its own, that of the function that it is, or else that of the option that it was
 * given for.
 */
export function modelName(option: string, model: unknown): string {
  const { name } = Object(model) as { readonly name?: unknown };
  return typeof name === "string" && name !== "" ? name : option;
}

// commissionBps(1, { minimum: 2 }), or slippageVolumeShare({ impact: 0.1, maximum: 0.02 }).
function callOf({ name, params = {} }: Described, positional: number): string {
  const all = Object.entries(params);
  if (all.length === 0) return name;
  const options = all.slice(positional).map(([key, value]) => `${key}: ${paramText(value)}`);
  const args = all.slice(0, positional).map(([, value]) => paramText(value));
  if (options.length > 0) args.push(`{ ${options.join(", ")} }`);
  return `${name}(${args.join(", ")})`;
}

function paramText(value: ModelParams[string]): string {
  return typeof value === "number" ? String(value) : JSON.stringify(value);
}

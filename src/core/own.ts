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
 * of that name (`models/makers.ts`, `account/rules/makers.ts`) makes it again. It prints as the call that made it.
 */
export function own<Made extends Described>(model: Made): Readonly<Made> {
  made.add(model);
  Object.defineProperty(model, inspectKey, { value: () => callOf(model), enumerable: false });
  return Object.freeze(model);
}

/** Whether a model or rule was made by paperlab. */
export function isOwn(model: object): boolean {
  return made.has(model);
}

// commissionBps(1, { minimum: 2 }): the first param by position, the others by name.
function callOf({ name, params = {} }: Described): string {
  const [first, ...others] = Object.entries(params);
  if (first === undefined) return name;
  const options = others.map(([key, value]) => `${key}: ${paramText(value)}`).join(", ");
  return options === "" ? `${name}(${paramText(first[1])})` : `${name}(${paramText(first[1])}, { ${options} })`;
}

function paramText(value: ModelParams[string]): string {
  return typeof value === "number" ? String(value) : JSON.stringify(value);
}

const made = new WeakSet<object>();
const inspectKey = Symbol.for("nodejs.util.inspect.custom");

/** The params of a model or rule, by name: what it is stored with, beside its own name. */
export type ModelParams = Readonly<Record<string, number>>;

/** Makes a model or rule of paperlab's own again from its params. */
export type Maker<Model> = (params: ModelParams) => Model;

/** What models and rules have in common: the name of the function that made them, and what it was called with. */
interface Described {
  readonly name: string;
  readonly params?: ModelParams;
}

/**
 * Marks a model or rule as made by paperlab: its name and params tell all there is to know of it, and the maker of that
 * name (`models/makers.ts`, `account/rules/makers.ts`) makes it again. It prints itself as the call that made it. Freezes it.
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

// commissionBps(1, { minimum: 2 }): the first param by its place, the others by name.
function callOf({ name, params = {} }: Described): string {
  const [first, ...others] = Object.entries(params);
  if (first === undefined) return name;
  const options = others.map(([key, value]) => `${key}: ${value}`).join(", ");
  return options === "" ? `${name}(${first[1]})` : `${name}(${first[1]}, { ${options} })`;
}

const made = new WeakSet<object>();
const inspectKey = Symbol.for("nodejs.util.inspect.custom");

/** What models and rules have in common: the name of the function that made them, and what it was called with. */
interface Described {
  readonly name: string;
  readonly params?: Readonly<Record<string, number>>;
}

/**
 * Marks a model or rule as made by paperlab: its name and params tell all there is to know of it. It prints itself as the
 * call that made it. Freezes it.
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

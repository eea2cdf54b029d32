/** A part of some data: where it is, such as `.window[2]`, and its value. */
export interface DataPart {
  readonly path: string;
  readonly value: unknown;
}

/**
 * Returns the first part of some data that JSON would change, or `undefined` if there is none. JSON keeps only texts,
 * finite numbers, true, false, null, and arrays and plain objects of these.
 */
export function unplainPart(data: unknown): DataPart | undefined {
  return search(data, "", []);
}

function search(value: unknown, path: string, around: readonly unknown[]): DataPart | undefined {
  if (value === null || typeof value === "string" || typeof value === "boolean" || Number.isFinite(value))
    return undefined;
  if (!isContainer(value) || around.includes(value)) return { path, value };
  const within = [...around, value];
  for (const [key, part] of Object.entries(value)) {
    // JSON leaves out undefined fields, which means the same.
    if (part === undefined && !Array.isArray(value)) continue;
    const found = search(part, `${path}${Array.isArray(value) ? `[${key}]` : `.${key}`}`, within);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Whether a value is an object of fields: no array, and none of a class such as `Date` or `Map`. */
export function isFields(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  // An object of another realm, such as a notebook's, has a different Object.prototype.
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

function isContainer(value: unknown): value is object {
  return Array.isArray(value) || isFields(value);
}

/** Returns the value of an option for people: a model as it is typed, `commissionBps(1)`, or `riskRule { params }`; an empty list as `[]`. */
export function optionValue(value: unknown): unknown {
  if (Array.isArray(value) && value.length === 0) return "[]";
  if (Array.isArray(value)) return value.map(optionText).join(", ");
  if (typeof value !== "object" || value === null) return value;
  const { name, params = {}, ...rest } = value as { readonly name?: unknown; readonly params?: object };
  if (typeof name !== "string" || Object.keys(rest).length > 0) return value;
  const all = Object.entries(params);
  if (all.length === 0) return name;
  const text = ([key, one]: [string, unknown]) => `${key}: ${JSON.stringify(one)}`;
  return `${name}(${all.length === 1 ? JSON.stringify(all[0][1]) : `{ ${all.map(text).join(", ")} }`})`;
}

/** Returns the value of an option for people as text. */
export function optionText(value: unknown): string {
  const plain = optionValue(value);
  return typeof plain === "object" ? JSON.stringify(plain) : String(plain);
}

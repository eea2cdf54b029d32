// A name, `params["look-back"]`, or one of them in parentheses.
const name = /([A-Za-z_][\w.]*)(?:\["([^"]+)"\])?/.source;
const column = new RegExp(`^\\s*(-?)\\s*(?:${name}|\\(\\s*${name}\\s*\\))\\s*$`);

/**
 * Reads what is sorted by as a column: its name, with `-` before it for the largest value first. `undefined` for any other
 * formula. A column may hold texts, with which a formula cannot calculate.
 */
export function orderColumn(text: string): { readonly name: string; readonly sign: 1 | -1 } | undefined {
  const [, sign, plain, plainKey, inner, innerKey] = column.exec(text) ?? [];
  const [of, key] = plain === undefined ? [inner, innerKey] : [plain, plainKey];
  if (of === undefined) return undefined;
  return { name: key === undefined ? of : `${of}.${key}`, sign: sign === "-" ? -1 : 1 };
}

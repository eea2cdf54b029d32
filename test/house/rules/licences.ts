/** Licences that a package people install with paperlab may have. */
const allowed = ["MIT", "ISC", "0BSD", "BSD-2-Clause", "BSD-3-Clause", "Apache-2.0", "BlueOak-1.0.0"];

/** Returns whether an SPDX expression can be met with the allowed licences: one side of OR, both sides of AND. */
export function isAllowed(expression: string, also: readonly string[] = []): boolean {
  const text = expression.replace(/^\((.*)\)$/, "$1");
  if (text.includes(" AND ")) return text.split(" AND ").every((part) => isAllowed(part, also));
  if (text.includes(" OR ")) return text.split(" OR ").some((part) => isAllowed(part, also));
  return allowed.includes(text) || also.includes(text);
}

/** Texts and quoted names, comments, semicolons and parameters of SQL: whatever comes first at a place. */
export const sqlTokens =
  /'(?:[^']|'')*'|"(?:[^"]|"")*"|`(?:[^`]|``)*`|\[[^\]]*\]|--[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|;|[:@$][A-Za-z_]\w*|\?\d*/g;

/** Returns the names of a statement's parameters, with their prefixes, by their places from 0; those without are left out. */
export function parameterPlaces(sql: string): Map<number, string> {
  const names = new Map<number, string>();
  let places = 0;
  for (const [token] of sql.matchAll(sqlTokens)) {
    if (!/^[:@$?]/.test(token) || [...names.values()].includes(token)) continue;
    const place = token.startsWith("?") && token !== "?" ? Number(token.slice(1)) - 1 : places;
    if (token !== "?") names.set(place, token);
    places = Math.max(places, place + 1);
  }
  return names;
}

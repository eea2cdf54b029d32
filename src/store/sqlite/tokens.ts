/** Matches the next token of SQL that matters here: a text or quoted name, a comment, a semicolon or a parameter. */
export const sqlTokens =
  /'(?:[^']|'')*'|"(?:[^"]|"")*"|`(?:[^`]|``)*`|\[[^\]]*\]|--[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|;|[:@$][A-Za-z_]\w*|\?\d*/g;

/**
 * Returns the names of a statement's parameters, with their prefixes, by position from 0. Parameters without a name
 * are left out.
 */
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

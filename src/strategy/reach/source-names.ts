import type { Reference, TextToken } from "./reads";

/** What the source calls the variables of a compiled function: `limit` for `exports.limit` and for `limits_1.limit`. */
export type SourceNames = ReadonlyMap<string, string>;

/** The compiled text of a variable, by which `SourceNames` finds it. */
export function keyOf(name: string, member: string | undefined): string {
  return member === undefined ? name : `${name}.${member}`;
}

/**
 * Returns the names that the source has for what a function names from outside. `given` returns the name of a member
 * of a compiler's variable, and `undefined` for a member that the source reads itself. Different variables always have
 * different names: the second `limit`, or one where the function declares a `limit` of its own, is `limit~2`.
 */
export function sourceNamesOf(
  references: readonly Reference[],
  given: (name: string, member: string) => string | undefined,
): SourceNames {
  const wanted = new Map<string, { name: string; isHidden: boolean }>();
  for (const { name, member, locals } of references) {
    const own = member === undefined ? undefined : given(name, member);
    const key = keyOf(name, own === undefined ? undefined : member);
    const one = wanted.get(key) ?? { name: own ?? name, isHidden: false };
    wanted.set(key, { ...one, isHidden: one.isHidden || locals.has(one.name) });
  }
  const names = new Map<string, string>();
  const taken = new Set<string>();
  for (const [key, { name, isHidden }] of wanted) {
    let chosen = name;
    for (let count = 2; taken.has(chosen) || (isHidden && chosen === name); count++) chosen = `${name}~${count}`;
    taken.add(chosen);
    names.set(key, chosen);
  }
  return names;
}

/** Returns the text of a function with the names of its source, whatever its compiler made of them. */
export function withSourceNames(text: string, references: readonly Reference[], names: SourceNames): string {
  let written = "";
  let end = 0;
  for (const { start, end: after, insert } of renamings(references, names, ": ")) {
    written += text.slice(end, start) + insert;
    end = after;
  }
  return written + text.slice(end);
}

/** Returns the tokens of a function with the names of its source, one blank between any two. */
export function tokensWithSourceNames(
  tokens: readonly TextToken[],
  references: readonly Reference[],
  names: SourceNames,
): string {
  const written: string[] = [];
  const left = renamings(references, names, " : ");
  let at = 0;
  for (const token of tokens) {
    while (at < left.length && left[at].end <= token.at) at++;
    const renamed = left[at];
    if (renamed === undefined || token.at < renamed.start) written.push(token.text);
    // The other tokens that it replaces are left out.
    else if (token.at === renamed.start) written.push(renamed.insert);
  }
  return written.join(" ");
}

interface Renaming {
  readonly start: number;
  readonly end: number;
  readonly insert: string;
}

// A compiler writes `{ limit }` as `{ limit: exports.limit }`.
function renamings(references: readonly Reference[], names: SourceNames, colon: string): Renaming[] {
  return references.map((reference) => {
    const { name, member, isShorthand, at } = reference;
    const whole = member === undefined ? undefined : names.get(keyOf(name, member));
    const chosen = whole ?? names.get(name) ?? name;
    const insert = isShorthand ? `${name}${colon}${chosen}` : chosen;
    const place = whole === undefined ? { start: at, end: at + name.length } : reference;
    return { start: place.start, end: place.end, insert };
  });
}

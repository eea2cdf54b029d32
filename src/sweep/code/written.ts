import { parsed } from "../../strategy/reach/reads";
import type { FoundFunction } from "./found/gather";
import type { TravelingFunction } from "./traveling-code";

interface Change {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/**
 * Returns the text of a function with other names for the variables from outside, and without what a class has that must
 * not be made again. `boundTo`: the variable that `this` becomes in arrow functions at its top.
 */
export function written(
  { text, reads, classText }: FoundFunction,
  names: ReadonlyMap<string, string>,
  boundTo: string | undefined,
): Pick<TravelingFunction, "text" | "form"> {
  const changes: Change[] = (classText?.cuts ?? []).map(({ start, end }) => ({ start, end, text: "" }));
  const isCut = (at: number) => changes.some(({ start, end, text }) => text === "" && at >= start && at < end);
  for (const { name, at, isShorthand } of reads.references) {
    const chosen = names.get(name) ?? name;
    if (chosen === name || isCut(at)) continue;
    changes.push({ start: at, end: at + name.length, text: isShorthand ? `${name}: ${chosen}` : chosen });
  }
  for (const at of reads.thisAt)
    if (boundTo !== undefined) changes.push({ start: at, end: at + "this".length, text: boundTo });
  changes.sort((one, other) => one.start - other.start);
  let result = "";
  let end = 0;
  for (const change of changes) {
    result += text.slice(end, change.start) + change.text;
    end = change.end;
  }
  const form = parsed(text)?.form === "expression" ? "expression" : "method";
  return { text: result + text.slice(end), form: classText === undefined ? form : "class" };
}

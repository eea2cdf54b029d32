import { SourceMap } from "node:module";
import type { EditedText } from "./edits";
import type { Place } from "./positions";

/** A source map as the compiler writes it. */
export interface SourceMapData {
  readonly sources: readonly string[];
  readonly sourcesContent?: readonly string[];
}

/** What a compiled file was compiled from. */
export interface FileOrigin {
  readonly path: string;
  /** Its text when it was compiled; absent if the compiler did not keep it. */
  readonly text: string | undefined;
  /** Returns the place in this text for a place in the compiled one. */
  readonly locate: (place: Place) => Place;
}

/** The maps from a source to its JavaScript, the edits to that, and from there to CommonJS, if there are two passes. */
export interface Passes {
  readonly first: SourceMapData | undefined;
  readonly changed?: EditedText;
  readonly second?: SourceMapData;
}

/** Returns what a file was compiled from. The maps are read when they are first needed. */
export function sourceOf(path: string, passes: Passes): FileOrigin {
  return { path, text: passes.first?.sourcesContent?.[0], locate: tracedThrough(passes) };
}

/** Returns a function that finds the place in a source for a place in what was made of it. */
export function tracedThrough({ first, changed, second }: Passes): (place: Place) => Place {
  if (first === undefined) return (place) => place;
  let read: SourceMap[] | undefined;
  return (place) => {
    read ??= [first, second].filter((map) => map !== undefined).map((map) => new SourceMap(map as never));
    const [one, other] = read;
    const between = other === undefined ? place : traced(other, place);
    return traced(one, changed?.originalPlace(between) ?? between);
  };
}

function traced(map: SourceMap, { line, column }: Place): Place {
  const entry = map.findEntry(line - 1, column - 1);
  if (!("originalLine" in entry)) return { line, column };
  return { line: entry.originalLine + 1, column: entry.originalColumn + 1 };
}

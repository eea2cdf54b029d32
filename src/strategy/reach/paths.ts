/** The path to a value under the names of the source, and under those of its compiler. One of them may be missing. */
export interface Path {
  readonly named?: string;
  readonly compiled?: string;
}

/** Returns a path that has the same names in both. */
export function samePath(path: string): Path {
  return { named: path, compiled: path };
}

/** Returns a path with more at its end. */
export function further({ named, compiled }: Path, more: string, moreCompiled = more): Path {
  return {
    named: named === undefined ? undefined : named + more,
    compiled: compiled === undefined ? undefined : compiled + moreCompiled,
  };
}

/** Returns the last name of a path. */
export function lastName(path: string): string {
  return /[^.\s]*$/.exec(path)?.[0] ?? "";
}

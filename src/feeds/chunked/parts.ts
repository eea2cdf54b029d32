import { statSync } from "node:fs";
import type { Zone } from "../../core/market/zone";
import { PaperLabError } from "../../errors";
import { PartEnd, type ReadPart } from "../read/files/part-end";
import { openBytes } from "../text/bytes";

/** Bytes of a part at least, unless its file ends. */
export const partSize = 32 * 1024 * 1024;

/** A part of one of several files. */
export interface Part extends ReadPart {
  readonly path: string;
  /** The place of its file among them. */
  readonly file: number;
}

/** Files as they were when a feed was made of them. */
export class Files {
  readonly #paths: readonly string[];
  readonly #sizes: readonly number[];
  readonly #times: readonly number[];

  /** Throws MISSING_FILE. */
  constructor(paths: readonly string[]) {
    this.#paths = paths;
    for (const path of paths) openBytes(path).close();
    const states = paths.map((path) => statSync(path));
    this.#sizes = states.map(({ size }) => size);
    this.#times = states.map(({ mtimeMs }) => mtimeMs);
  }

  /** Throws MISSING_FILE for a file that is gone, and INVALID_DATA for one that is not as it was. */
  check(file: number): void {
    const path = this.#paths[file];
    const state = statSync(path, { throwIfNoEntry: false });
    // It says that there is none.
    if (state === undefined) openBytes(path).close();
    if (state?.size === this.#sizes[file] && state.mtimeMs === this.#times[file]) return;
    const was = "to be as it was when the feed was made of it, but it has changed since. Make the feed again";
    throw new PaperLabError("INVALID_DATA", `Expected ${path} ${was}`);
  }

  /**
   * Yields parts one behind the other, those of the first file first: each ends where it was found to end as it was read,
   * `size` bytes behind its beginning or soon after. `zone` is that of times that name none.
   */
  *parts(size: number, zone: Zone): IterableIterator<Part> {
    for (const [file, path] of this.#paths.entries()) {
      const to = this.#sizes[file];
      let [from, lines] = [0, 0];
      do {
        const end = new PartEnd(size, zone);
        yield { path, file, from, to, lines, end };
        from = end.at === undefined ? to : from + end.at.bytes;
        lines = end.at === undefined ? lines : end.at.line - 1;
      } while (from < to);
    }
  }
}

/** Returns a part as it was read, with the end that was found. */
export function endedPart({ path, file, from, to, lines, end }: Part): Part {
  return { path, file, from, to: end?.at === undefined ? to : from + end.at.bytes, lines };
}

/** Says where a part begins. */
export function placeOf({ path, lines }: Part): string {
  return `${path}, line ${lines + 1} on`;
}

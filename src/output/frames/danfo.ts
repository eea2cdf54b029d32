import type * as danfo from "../../../vendor/danfo";
import { protectMembers } from "./column-members";
import { printFrames } from "./printing";

/** A danfo DataFrame. Its arithmetic is float32: read exact numbers from `values` or `toJSON`. */
export type DataFrame = danfo.DataFrame;

/** A danfo Series: one column. Its arithmetic is float32: read exact numbers from `values`. */
export type Series = danfo.Series;

type Danfo = typeof danfo;

let loaded: Danfo | undefined;

function load(): Danfo {
  if (loaded === undefined) {
    loaded = require("../../../vendor/danfo.cjs") as Danfo;
    protectMembers(loaded);
    printFrames(loaded);
  }
  return loaded;
}

/**
 * The danfo that makes paperlab's frames, for making your own: `new dfd.DataFrame(rows, { columns })`. It is loaded when
 * it is first used. Its arithmetic is float32 (`df.add(0)` changes 952639.7257): paperlab computes nothing with it.
 */
export const dfd: Danfo = new Proxy({} as Danfo, {
  get: (_, name) => Reflect.get(load(), name),
  has: (_, name) => Reflect.has(load(), name),
  ownKeys: () => Reflect.ownKeys(load()),
  getOwnPropertyDescriptor: (_, name) => {
    const descriptor = Reflect.getOwnPropertyDescriptor(load(), name);
    // The proxy's own target is empty, and may not be said to have a fixed property.
    return descriptor && { ...descriptor, configurable: true };
  },
});

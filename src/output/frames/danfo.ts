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
 * The danfo that makes paperlab's frames, so that you can make your own: `new dfd.DataFrame(rows, { columns })`. It is
 * loaded on first use. Its arithmetic is float32 (`df.add(0)` changes 952639.7257), so paperlab computes nothing with
 * it.
 */
export const dfd: Danfo = new Proxy({} as Danfo, {
  get: (_, name) => Reflect.get(load(), name),
  has: (_, name) => Reflect.has(load(), name),
  ownKeys: () => Reflect.ownKeys(load()),
  getOwnPropertyDescriptor: (_, name) => {
    const descriptor = Reflect.getOwnPropertyDescriptor(load(), name);
    // The proxy's own target is empty, so it must not report a property that is not configurable.
    return descriptor && { ...descriptor, configurable: true };
  },
});

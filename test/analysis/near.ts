import assert from "node:assert/strict";

/** Asserts that a number is that wanted to a relative 1e-9 or an absolute 1e-12, or both are `null`. */
export function near(was: number | null, wanted: number | null | undefined, name: string, tolerance = 1e-9): void {
  const message = `${name}: expected ${wanted}, was ${was}`;
  if (was === null || wanted === null || wanted === undefined) assert.equal(was, wanted, message);
  else assert.ok(Math.abs(was - wanted) <= Math.max(1e-12, tolerance * Math.abs(wanted)), message);
}

import * as fc from "fast-check";

let times = 1;

/** Returns how many cases of a law are tried: `few` with the other tests, ten times as many in `test/laws.soak.test.ts`. */
export function cases(few: number): number {
  return few * times;
}

/**
 * Returns the settings of a law of which a test counts what its cases came to: half of the `few` are drawn from `inputs` the
 * same each time, so that the count does not depend on chance.
 */
export function countedCases<Inputs extends unknown[]>(
  few: number,
  inputs: { readonly [At in keyof Inputs]: fc.Arbitrary<Inputs[At]> },
): fc.Parameters<Inputs> {
  const examples = fc.sample(fc.tuple<Inputs>(...inputs), { numRuns: Math.ceil(few / 2), seed: 20_240_101 });
  return { numRuns: cases(few), examples };
}

/** Has the laws of files that are loaded from now on tried with ten times as many cases. */
export function tryManyCases(): void {
  times = 10;
}

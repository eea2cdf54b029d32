let times = 1;

/** Returns how many cases of a law are tried: `few` with the other tests, ten times as many in `test/laws.soak.test.ts`. */
export function cases(few: number): number {
  return few * times;
}

/** Has the laws of files that are loaded from now on tried with ten times as many cases. */
export function tryManyCases(): void {
  times = 10;
}

let times = 1;

/** Returns with how many cases a law is tried: few, or many times as many in a soak test. */
export function cases(few: number): number {
  return few * times;
}

/** Has all laws tried with many cases, for a soak test that then loads them. */
export function withManyCases(): void {
  times = 20;
}

import { Column } from "./column";
import type { Results } from "./fold";

/** How results are read off a fold: the newest ones, and those of a whole series. */
export interface Reading<Fold, Newest, Series> {
  /** Names of the results, if there are several. */
  readonly names?: readonly string[];
  /** Returns the newest result. `value` is what the last push returned. */
  newest(fold: Fold, value: number): Newest | undefined;
  /** Returns room for a series. `take` is called after each push. */
  series(length: number): { readonly series: Series; take(fold: Fold, value: number, at: number): void };
}

/** Reads the one number that a push returns. */
export const oneNumber: Reading<unknown, number, Column> = {
  newest: (_fold, value) => (Number.isNaN(value) ? undefined : value),
  series(length) {
    const series = new Column(length);
    return {
      series,
      take(_fold, value, at) {
        series[at] = value;
      },
    };
  },
};

/** Reads numbers by name. There is no newest result until each of them is there. */
export function numbersNamed<Name extends string>(
  names: readonly Name[],
): Reading<Results<Name>, Results<Name>, Readonly<Record<Name, Column>>> {
  return {
    names,
    newest(fold) {
      const numbers = {} as Record<Name, number>;
      for (const name of names) {
        if (Number.isNaN(fold[name])) return undefined;
        numbers[name] = fold[name];
      }
      return numbers;
    },
    series(length) {
      const series = {} as Record<Name, Column>;
      for (const name of names) series[name] = new Column(length);
      return {
        series,
        take(fold, _value, at) {
          for (const name of names) series[name][at] = fold[name];
        },
      };
    },
  };
}

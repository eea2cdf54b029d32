import { PaperLabError } from "../errors";

/**
 * Heeds of which kind the values are that a formula finds. One that was no number where a number was needed may be that of
 * a few, who are left out. If it is so for everybody who has a value, the formula is wrong.
 */
export class Kinds {
  readonly #option: string;
  // By the part of the formula, which is written by its key: what was wrong, or nothing once it could be done.
  readonly #faults = new Map<() => string, string | undefined>();

  /** `option`: what the formula was given as, for messages. */
  constructor(option: string) {
    this.#option = option;
  }

  /** A part could be compared or calculated with. */
  fit(part: () => string): void {
    this.#faults.set(part, undefined);
  }

  /** A comparison was one of different kinds. `found`: the values, as `"sma" > 3`. `who`: of whom. */
  differ(part: () => string, found: string, who: string): void {
    if (this.#faults.has(part)) return;
    const wanted = "to compare numbers with numbers and texts with texts";
    this.#faults.set(part, `${this.#expected(part, wanted, found, who)}, and no session has two of one kind`);
  }

  /** A part to calculate with was no number. `found`: its value. `who`: of whom. */
  noNumber(part: () => string, found: string, who: string): void {
    if (this.#faults.has(part)) return;
    this.#faults.set(part, `${this.#expected(part, "to be a number", found, who)}, and no session has one`);
  }

  /** Returns the error of a value that the formula can do nothing with, whatever the others are. */
  refused(part: () => string, wanted: string, found: string, who: string): PaperLabError {
    return new PaperLabError("INVALID_FORMULA", this.#expected(part, `to be ${wanted}`, found, who));
  }

  /** Throws INVALID_FORMULA, with the first value that was wrong, for what could be done for nobody. */
  check(): void {
    for (const fault of this.#faults.values())
      if (fault !== undefined) throw new PaperLabError("INVALID_FORMULA", fault);
  }

  #expected(part: () => string, wanted: string, found: string, who: string): string {
    const text = part();
    const where = text === this.#option ? text : `${text} in ${this.#option}`;
    return `Expected ${where} ${wanted}, was ${found} in ${who}`;
  }
}

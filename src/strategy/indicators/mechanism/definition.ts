import { Follower } from "../../../core/market/history-column";
import { checkedParameters, type Parameter } from "./parameters";
import type { Reading } from "./reading";

/** What an indicator is: its name, its parameters, and how a fold of it is made. */
export interface Definition<Parameters extends readonly unknown[], Fold> {
  /** The name that it is exported by, which is also in messages. */
  readonly name: string;
  /** In the order of the call, three at most. */
  readonly parameters: readonly Parameter[];
  /** Makes a fold that has taken in nothing yet. */
  readonly fold: (...parameters: Required<Parameters>) => Fold;
  /**
   * Returns how many of the newest values decide the result to the last bit. Older ones are never handed to a fold
   * then. Left out if all of them do, as in an exponential average.
   */
  readonly decidedBy?: (...parameters: Required<Parameters>) => number;
}

/** A definition with what its results are read by. */
export class Kind<Fold, Newest, Series> {
  readonly name: string;
  readonly reading: Reading<Fold, Newest, Series>;
  readonly #parameters: readonly Parameter[];
  readonly #fold: (...parameters: number[]) => Fold;
  readonly #decidedBy: (...parameters: number[]) => number;

  constructor(definition: Definition<never, Fold>, reading: Reading<Fold, Newest, Series>) {
    this.name = definition.name;
    this.reading = reading;
    this.#parameters = definition.parameters;
    this.#fold = definition.fold as (...parameters: number[]) => Fold;
    this.#decidedBy = (definition.decidedBy as ((...parameters: number[]) => number) | undefined) ?? everything;
  }

  /** How many parameters it has. */
  get size(): number {
    return this.#parameters.length;
  }

  /** Returns the start of a calculation. Throws INVALID_OPTION if a parameter is wrong. */
  begin(first: unknown, second: unknown, third: unknown): Beginning<Fold> {
    const parameters = checkedParameters(this.name, this.#parameters, [first, second, third]);
    return { fold: this.#fold(...parameters), decidedBy: this.#decidedBy(...parameters) };
  }
}

/** A fold that has taken in nothing yet, and how many of the newest values decide its result. */
export interface Beginning<Fold> {
  readonly fold: Fold;
  readonly decidedBy: number;
}

function everything(): number {
  return Infinity;
}

/** Hands the newest `count` rows of a source to a fold. Returns its last answer, `NaN` for no rows. */
export type Feed<Fold, Source> = (fold: Fold, source: Source, count: number) => number;

/** A calculation that goes along with a history. */
export class Following<Fold, Newest, Source> extends Follower {
  /** Bars taken in or passed over since the history began. */
  taken = 0;
  fold: Fold;
  /** What the last push returned. */
  answer = Number.NaN;
  readonly #kind: Kind<Fold, Newest, unknown>;
  readonly #feed: Feed<Fold, Source>;
  readonly #lengthOf: (source: Source) => number;
  readonly #decidedBy: number;

  constructor(
    kind: Kind<Fold, Newest, unknown>,
    feed: Feed<Fold, Source>,
    lengthOf: (source: Source) => number,
    first: unknown,
    second: unknown,
    third: unknown,
    other: unknown,
  ) {
    super(kind, first, second, third, other);
    const { fold, decidedBy } = kind.begin(first, second, third);
    this.#kind = kind;
    this.#feed = feed;
    this.#lengthOf = lengthOf;
    this.fold = fold;
    this.#decidedBy = decidedBy;
  }

  /**
   * Returns the newest result. `source` shows the newest of `seen` bars, which are not fewer than were taken in already.
   */
  ask(source: Source, seen: number): Newest | undefined {
    let count = seen - this.taken;
    if (count === 0) return this.#kind.reading.newest(this.fold, this.answer);
    if (count !== 1) count = this.#startAnew(source, count);
    this.taken = seen;
    this.answer = this.#feed(this.fold, source, count);
    return this.#kind.reading.newest(this.fold, this.answer);
  }

  // Returns how many of the newest bars are to be taken in.
  #startAnew(source: Source, count: number): number {
    // Bars that are no longer there, and bars that decide nothing, cannot be made up for one by one.
    const most = Math.min(this.#lengthOf(source), this.#decidedBy);
    if (count <= most) return count;
    if (this.taken > 0) this.fold = this.#kind.begin(this.first, this.second, this.third).fold;
    return most;
  }
}

/** Returns the newest result of a source of `length` rows that is no history. */
export function newestOf<Fold, Newest, Source>(
  kind: Kind<Fold, Newest, unknown>,
  { fold, decidedBy }: Beginning<Fold>,
  feed: Feed<Fold, Source>,
  source: Source,
  length: number,
): Newest | undefined {
  return kind.reading.newest(fold, feed(fold, source, Math.min(length, decidedBy)));
}

/** What an indicator is made of. */
export type Source = "values" | "pairs" | "bars";

const kinds = new WeakMap<object, { readonly kind: Kind<never, unknown, unknown>; readonly source: Source }>();

/** Gives a function of an indicator its type, and the name that it is exported by. */
export function published<Made>(indicator: object, kind: Kind<never, unknown, unknown>, source: Source): Made {
  kinds.set(indicator, { kind, source });
  return Object.defineProperties(indicator, { name: { value: kind.name }, takes: { value: source } }) as Made;
}

/** Returns what a published indicator is, or `undefined` if the function is none. */
export function kindOf(indicator: object) {
  return kinds.get(indicator);
}

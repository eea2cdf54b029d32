/**
 * A calculation that goes along with the bars of a history, for one indicator with its parameters. It is kept with the
 * history, so that it takes in only the bars that came since it was last asked.
 */
export abstract class Follower {
  /** The indicator. */
  readonly of: object;
  readonly first: unknown;
  readonly second: unknown;
  readonly third: unknown;
  /** What else it follows, such as a second column. */
  readonly other: unknown;

  constructor(of: object, first: unknown, second: unknown, third: unknown, other: unknown) {
    this.of = of;
    this.first = first;
    this.second = second;
    this.third = third;
    this.other = other;
  }
}

// A strategy whose windows change at every bar must not fill the memory.
const MOST = 1000;

/** The calculations that go along with one column, or with the bars of one symbol. */
export class Followers {
  readonly #list: Follower[] = [];
  // They are asked in the same order at every bar, so the next one is most likely the one after the last.
  #next = 0;
  #oldest = 0;

  /** Returns the calculation of an indicator with these parameters, if there is one. */
  find(of: object, first: unknown, second: unknown, third: unknown, other: unknown): Follower | undefined {
    const list = this.#list;
    let at = this.#next;
    for (let tried = 0; tried < list.length; tried++) {
      if (at >= list.length) at = 0;
      const found = list[at++];
      const isAsked = found.of === of && found.first === first && found.second === second;
      if (!isAsked || found.third !== third || found.other !== other) continue;
      this.#next = at;
      return found;
    }
    return undefined;
  }

  /** Keeps a calculation. Of more than a thousand, the oldest is dropped. */
  add(follower: Follower): void {
    if (this.#list.length < MOST) this.#list.push(follower);
    else {
      this.#list[this.#oldest] = follower;
      this.#oldest = (this.#oldest + 1) % MOST;
    }
  }
}

/**
 * A view on one column of a history, as it was known when it was taken. What is made of it, such as `slice()`, is a
 * plain Float64Array.
 */
export class HistoryColumn extends Float64Array {
  readonly #column: GrowingColumn | undefined;

  constructor(buffer: ArrayBuffer, byteOffset: number, length: number, column: GrowingColumn) {
    super(buffer, byteOffset, length);
    this.#column = column;
  }

  static get [Symbol.species](): Float64ArrayConstructor {
    return Float64Array;
  }

  /**
   * Returns the column of a history that `values` is the newest view on, or nothing if it is none, or one taken earlier.
   */
  static grownTo(values: unknown): GrowingColumn | undefined {
    // An indicator is mostly asked for the column that was just taken, and looking into a view takes longer.
    if (lastViewed?.newest === values) return lastViewed;
    const column = typeof values === "object" && values !== null && #column in values ? values.#column : undefined;
    return column?.newest === values ? column : undefined;
  }
}

let lastViewed: GrowingColumn | undefined;

/** One column of a symbol's history as it grows. */
export class GrowingColumn {
  values: Float64Array;
  /** The calculations that go along with the column. */
  readonly followers = new Followers();
  /** The view that was made last, and how many bars of the symbol, ever, were known then. */
  newest: HistoryColumn | undefined = undefined;
  seen = -1;

  constructor(capacity: number) {
    this.values = new Float64Array(capacity);
  }

  /** Returns the view on the rows `start` to `end` (exclusive): one a bar, made when it is first asked for. */
  view(start: number, end: number, seen: number): HistoryColumn {
    if (lastViewed !== this) lastViewed = this;
    if (this.seen === seen) return this.newest as HistoryColumn;
    const { buffer } = this.values;
    const view = new HistoryColumn(buffer as ArrayBuffer, start * 8, end - start, this);
    this.newest = view;
    this.seen = seen;
    return view;
  }

  /**
   * Moves the rows `start` to `end` (exclusive) to a new buffer, which it returns, so that views taken earlier keep what
   * they showed.
   */
  move(start: number, end: number, capacity: number): Float64Array {
    const larger = new Float64Array(capacity);
    larger.set(this.values.subarray(start, end));
    this.values = larger;
    return larger;
  }
}

import type { BarColumns } from "./bar";

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
  /** The one that was kept after it; after the newest comes the oldest. */
  after: Follower = this;

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
  // A ring: they are asked in the same order at every bar, so the next one is most likely the one after the last.
  #next: Follower | undefined = undefined;
  #newest: Follower | undefined = undefined;
  #count = 0;

  /** Returns the calculation of an indicator with these parameters, if there is one. */
  find(of: object, first: unknown, second: unknown, third: unknown, other: unknown): Follower | undefined {
    const next = this.#next;
    if (next === undefined || !isOf(next, of, first, second, third, other))
      return this.#search(of, first, second, third, other);
    this.#next = next.after;
    return next;
  }

  #search(of: object, first: unknown, second: unknown, third: unknown, other: unknown): Follower | undefined {
    let found = this.#next;
    for (let left = this.#count; left > 0 && found !== undefined; left--, found = found.after) {
      if (!isOf(found, of, first, second, third, other)) continue;
      this.#next = found.after;
      return found;
    }
    return undefined;
  }

  /** Keeps a calculation, and returns it. Of more than a thousand, the oldest is dropped. */
  add<Added extends Follower>(follower: Added): Added {
    const newest = this.#newest ?? follower;
    // The one after the newest is the oldest.
    const oldest = newest.after;
    const isDropped = this.#count === MOST;
    follower.after = isDropped ? oldest.after : oldest;
    newest.after = follower;
    this.#newest = follower;
    if (!isDropped) this.#count++;
    if (this.#next === undefined || (isDropped && this.#next === oldest)) this.#next = follower.after;
    return follower;
  }
}

function isOf(one: Follower, of: object, first: unknown, second: unknown, third: unknown, other: unknown): boolean {
  return one.first === first && one.of === of && one.second === second && one.third === third && one.other === other;
}

let lastViewed: GrowingColumn | undefined;
// The buffer of a view tells the column, because one is made at each bar that is looked at: a class of its own, or a field,
// would make that take twice as long.
const columnOf = new WeakMap<ArrayBufferLike, GrowingColumn>();

/**
 * Returns the column of a history that `values` is the newest view on, or nothing if it is none, or one taken earlier.
 */
export function grownTo(values: unknown): GrowingColumn | undefined {
  // An indicator is mostly asked for the column that was just taken, and looking into a view takes longer.
  return lastViewed?.newest === values ? lastViewed : viewedBy(values);
}

function viewedBy(values: unknown): GrowingColumn | undefined {
  const column = values instanceof Float64Array ? columnOf.get(values.buffer) : undefined;
  return column?.newest === values ? column : undefined;
}

/** The names of the columns of a history. */
export type ColumnName = "time" | "open" | "high" | "low" | "close" | "volume";

/** The bars of one symbol that came in one block of columns. */
export interface Rows {
  readonly columns: BarColumns;
  /** By row: the row of the symbol's bar before, in the same block; absent if it is the row before. */
  readonly before: Int32Array | undefined;
  /** Row of the last of them. */
  readonly last: number;
  /** The first and the last (exclusive), counted from the symbol's first bar ever. */
  readonly from: number;
  readonly to: number;
}

const none: Float64Array = new Float64Array(0);
const LEAST = 64;

/**
 * One column of a symbol's history as it grows, and the calculations that go along with it. It takes room only after
 * somebody has looked at it. Bars are copied when they are looked at, so that its buffer never holds the future.
 */
export class GrowingColumn extends Followers {
  // What is read at every look comes first, so that it is together in memory.
  /** The view that was made last, and how many bars of the symbol, ever, were known then. */
  newest: Float64Array | undefined = undefined;
  seen = -1;
  /** Bars of the symbol, ever, that were copied or passed over. */
  filled = 0;
  // The bar that the first value is of, counted from the symbol's first one ever, and the one after the last there is room for.
  #base = 0;
  #end = 0;
  // The values of the block that the symbol's newest bar is in.
  #source = none;
  // Reading it off the values takes longer than making a view.
  #buffer = none.buffer as ArrayBuffer;
  values: Float64Array = none;
  readonly name: ColumnName;
  readonly #room: number;

  /** `room`: how many bars to make room for when somebody first looks. It grows beyond that. */
  constructor(name: ColumnName, room: number) {
    super();
    this.name = name;
    this.#room = room;
  }

  /** Whether nobody has looked at it yet. */
  get isEmpty(): boolean {
    return this.values === none;
  }

  /** Has the symbol's next bars come from some columns. */
  begin(columns: BarColumns): void {
    this.#source = columns[this.name];
  }

  /** Lets go of these columns. */
  end(): void {
    this.#source = none;
  }

  /** Where the values end. */
  get length(): number {
    return this.filled - this.#base;
  }

  /** Copies the newest bar, which is in `row` and is the `seen`-th ever, if all before it are there. Returns whether. */
  append(row: number, seen: number): boolean {
    if (this.filled !== seen - 1 || seen > this.#end) return false;
    this.values[this.length] = this.#source[row];
    this.filled = seen;
    return true;
  }

  /** Does the same, and returns the view on the bars `first` to `seen` (exclusive), or nothing if it cannot. */
  extend(row: number, first: number, seen: number): Float64Array | undefined {
    if (this.filled !== seen - 1 || seen > this.#end) return undefined;
    const view = this.view(first, seen);
    // Through the view, which is at hand: the values may not be.
    view[seen - first - 1] = this.#source[row];
    this.filled = seen;
    return view;
  }

  /** Appends the value of the `seen`-th bar. `first` is the oldest bar kept. */
  put(value: number, first: number, seen: number): void {
    this.reserve(first, seen);
    this.values[this.length] = value;
    this.filled = seen;
  }

  /** Makes room for the bars `first` to `seen` (exclusive). What was copied of them stays. */
  reserve(first: number, seen: number): void {
    if (this.filled < first) this.filled = first;
    if (seen <= this.#end) return;
    // Always a new buffer, so that views taken earlier keep what they showed.
    const count = seen - first;
    const larger = new Float64Array(count > this.#room ? Math.max(LEAST, count * 2) : this.#room);
    const start = first - this.#base;
    const end = this.filled - this.#base;
    if (end > start) larger.set(this.values.subarray(start, end));
    this.#moveTo(larger, first);
  }

  /** Copies those of some bars that are not there yet, and for which there is room. */
  copy({ columns, before, last, from, to }: Rows): void {
    const source = columns[this.name];
    const first = Math.max(from, this.filled);
    const at = first - this.#base;
    if (before === undefined) this.values.set(source.subarray(last - (to - first) + 1, last + 1), at);
    else
      for (let row = last, bar = to - 1 - this.#base; bar >= at; bar--, row = before[row])
        this.values[bar] = source[row];
  }

  /** Returns the column with each share turned into `ratio` shares, for which all calculations begin anew. */
  rescaled(ratio: number): GrowingColumn {
    const column = new GrowingColumn(this.name, this.#room);
    column.filled = this.filled;
    column.#source = this.#source;
    if (this.isEmpty) return column;
    // A new buffer, so that views taken earlier keep what they showed.
    column.#moveTo(this.values.slice(), this.#base);
    column.split(this.#base, this.filled, ratio);
    return column;
  }

  /** Turns each share into `ratio` shares, in the bars `from` to `to` (exclusive). Times stay as they are. */
  split(from: number, to: number, ratio: number): void {
    const { name, values } = this;
    if (name === "time") return;
    for (let at = from - this.#base; at < to - this.#base; at++)
      values[at] = name === "volume" ? values[at] * ratio : values[at] / ratio;
  }

  /** Returns the view on the bars `first` to `seen` (exclusive), made when it is first asked for. */
  view(first: number, seen: number): Float64Array {
    const view = new Float64Array(this.#buffer, (first - this.#base) * 8, seen - first);
    this.newest = view;
    this.seen = seen;
    return view;
  }

  // `base`: the bar that the first value is of.
  #moveTo(values: Float64Array, base: number): void {
    this.values = values;
    this.#base = base;
    this.#end = base + values.length;
    this.#buffer = values.buffer as ArrayBuffer;
    columnOf.set(this.#buffer, this);
  }

  /** Says that an indicator is most likely asked for this column next. */
  expect(): void {
    if (lastViewed !== this) lastViewed = this;
  }
}

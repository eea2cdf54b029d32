import { offsetOf, type Pages, pageSize } from "./pages";
import { cellLength, type RecordWriter } from "./record";
import { putVarint, varintLength } from "./varint";

const LEAF = 13;
const INTERIOR = 5;
const LEAF_HEADER = 8;
const INTERIOR_HEADER = 12;
// Only the beginning of a longer row is in the leaf
// (https://www.sqlite.org/fileformat2.html#cell_payload_overflow_pages).
const LONGEST_LOCAL = pageSize - 35;
const SHORTEST_LOCAL = Math.floor(((pageSize - 12) * 32) / 255) - 23;

/** A finished page and the largest rowid in it. */
interface Child {
  readonly page: number;
  readonly rowid: number;
}

/** The b-tree of one table, filled with rows in the order of their rowids 1, 2, .... */
export class TableTree {
  readonly #pages: Pages;
  readonly #leaves: Child[] = [];
  #page: number;
  #rowid = 0;
  #cells = 0;
  #content = pageSize;

  constructor(pages: Pages) {
    this.#pages = pages;
    this.#page = pages.add();
  }

  /** Adds a finished row. */
  add(record: RecordWriter): void {
    const payload = record.end - record.start;
    const rowid = this.#rowid + 1;
    const local = localLength(payload);
    const whole = local === payload;
    const length = whole ? cellLength(payload, rowid) : cellLength(payload, rowid) - payload + local + 4;
    if (this.#content - length < LEAF_HEADER + 2 * (this.#cells + 1)) this.#closeLeaf(true);
    const overflow = whole ? 0 : this.#addOverflow(record, record.start + local);
    this.#content -= length;
    this.#rowid = rowid;
    const base = offsetOf(this.#page);
    this.#pages.put16(base + LEAF_HEADER + 2 * this.#cells++, this.#content);
    const { bytes } = this.#pages;
    let at = putVarint(bytes, base + this.#content, payload);
    at = putVarint(bytes, at, rowid);
    bytes.set(record.bytes.subarray(record.start, record.start + local), at);
    if (!whole) this.#pages.put32(at + local, overflow);
  }

  /** Ends the tree and returns its root page. */
  finish(): number {
    this.#closeLeaf(false);
    let level: readonly Child[] = this.#leaves;
    while (level.length > 1) level = this.#parentsOf(level);
    return level[0].page;
  }

  #closeLeaf(goOn: boolean): void {
    this.#pages.putHeader(offsetOf(this.#page), LEAF, this.#cells, this.#content);
    this.#leaves.push({ page: this.#page, rowid: this.#rowid });
    if (!goOn) return;
    this.#page = this.#pages.add();
    this.#cells = 0;
    this.#content = pageSize;
  }

  // Puts the rest of a row into a chain of pages, each with the number of the next, and returns the first.
  #addOverflow(record: RecordWriter, from: number): number {
    const first = this.#pages.add();
    let page = first;
    for (let at = from; at < record.end; ) {
      const end = Math.min(record.end, at + pageSize - 4);
      this.#pages.bytes.set(record.bytes.subarray(at, end), offsetOf(page) + 4);
      const next = end < record.end ? this.#pages.add() : 0;
      this.#pages.put32(offsetOf(page), next);
      at = end;
      page = next;
    }
    return first;
  }

  #parentsOf(level: readonly Child[]): Child[] {
    const parents: Child[] = [];
    for (let from = 0; from < level.length; ) {
      const page = this.#pages.add();
      const last = this.#fillParent(page, level, from);
      parents.push({ page, rowid: level[last].rowid });
      from = last + 1;
    }
    return parents;
  }

  // Puts as many children as fit into one page, from `from` on, and returns the place of the last.
  #fillParent(page: number, level: readonly Child[], from: number): number {
    const base = offsetOf(page);
    let cells = 0;
    let content = pageSize;
    let place = from;
    for (; place < level.length - 1; place++) {
      const { page: child, rowid } = level[place];
      const length = 4 + varintLength(rowid);
      if (content - length < INTERIOR_HEADER + 2 * (cells + 1)) break;
      content -= length;
      this.#pages.put32(base + content, child);
      putVarint(this.#pages.bytes, base + content + 4, rowid);
      this.#pages.put16(base + INTERIOR_HEADER + 2 * cells++, content);
    }
    this.#pages.putHeader(base, INTERIOR, cells, content);
    this.#pages.put32(base + 8, level[place].page);
    return place;
  }
}

function localLength(payload: number): number {
  if (payload <= LONGEST_LOCAL) return payload;
  const filled = SHORTEST_LOCAL + ((payload - SHORTEST_LOCAL) % (pageSize - 4));
  return filled <= LONGEST_LOCAL ? filled : SHORTEST_LOCAL;
}

/** Bytes of a page. */
export const pageSize = 16384;

/** The pages of a database file in one growing buffer. They are numbered from 1; the first is left for the schema. */
export class Pages {
  /** The pages so far, followed by spare room. */
  bytes = new Uint8Array(8 * pageSize);
  /** How many there are. */
  count = 1;

  /** Adds an empty page and returns its number. */
  add(): number {
    const used = this.count * pageSize;
    if (used + pageSize > this.bytes.length) {
      const larger = new Uint8Array(this.bytes.length * 2);
      larger.set(this.bytes);
      this.bytes = larger;
    }
    return ++this.count;
  }

  /**
   * Writes the header of a b-tree page at `at`: its kind, its number of cells, and where they begin (from `origin`).
   */
  putHeader(at: number, kind: number, cells: number, content: number): void {
    this.bytes[at] = kind;
    this.put16(at + 3, cells);
    this.put16(at + 5, content);
  }

  /** Writes 16 bits, big-endian. */
  put16(at: number, value: number): void {
    this.bytes[at] = value >>> 8;
    this.bytes[at + 1] = value;
  }

  /** Writes 32 bits, big-endian. */
  put32(at: number, value: number): void {
    this.put16(at, value >>> 16);
    this.put16(at + 2, value);
  }
}

/** Returns where in the buffer a page begins. */
export function offsetOf(page: number): number {
  return (page - 1) * pageSize;
}
